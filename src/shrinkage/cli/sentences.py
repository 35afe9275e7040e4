"""What ended a run, as one sentence: what happened, because of what, do this."""

from __future__ import annotations

import re

import click

from shrinkage.errors import ShrinkageError, near_choices, system_reason


def hidden(text: str) -> str:
    """``text`` without the passwords of addresses in it, such as one that was typed in the place of something else."""
    return re.sub(r"(\w://[^\s:/@]*):\S*@", r"\1:…@", text)


def wrong(error: BaseException) -> str | None:
    """The sentence for what the call, the data or the machine did wrong; None for a defect of ours."""
    if isinstance(error, ShrinkageError):
        return str(error)
    if isinstance(error, click.UsageError):
        return _usage(error)
    if isinstance(error, click.ClickException):
        return _sentence(error.format_message())
    if isinstance(error, MemoryError):
        return "memory ran out, because the table is too wide for it; leave columns out with --drop or --max-levels."
    if isinstance(error, OSError):
        where = f" at {error.filename!r}" if error.filename else ""
        return f"the system refused{where}: {system_reason(error)}; make that possible, or name another place."
    return None


def defect(error: BaseException) -> str:
    """The sentence for what should not have happened."""
    text = " ".join(str(error).split())
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    if len(what) > 300:
        what = what[:300] + "…"
    return (
        f"this is a defect of shrinkage, not of your table or call ({what}); please report it with the traceback, "
        "which SHRINKAGE_DEBUG=1 shows."
    )


def _usage(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx is not None else "shrinkage"
    hint = f"`{command} --help` lists what there is"
    if isinstance(error, click.NoSuchOption):
        return f"there is no option {error.option_name}; {_near_option(error)}{hint}."
    if isinstance(error, click.MissingParameter):
        return f"{_parameter(error)} is missing; {_how_to_give(error)} ({hint})."
    if isinstance(error, click.BadParameter):
        return f"{_parameter(error)} cannot be used, because {_clause(_of_ranges(error.message))}; {hint}."
    return f"{_clause(error.format_message())}; {hint}."


def _near_option(error: click.NoSuchOption) -> str:
    context = error.ctx
    if context is None:
        return ""
    names = [name for option in context.command.get_params(context) for name in option.opts if name.startswith("--")]
    question = near_choices(error.option_name, names)
    return f"{question[:-1]}? " if question.startswith("did you mean") else ""


def _parameter(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "a value")
    if isinstance(parameter, click.Option):
        return f"the option {max(parameter.opts, key=len)}"
    return f"the argument {parameter.make_metavar(error.ctx) if error.ctx else parameter.name}"


def _how_to_give(error: click.MissingParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Option) and error.ctx is not None:
        return f"add {max(parameter.opts, key=len)} {parameter.make_metavar(error.ctx)}"
    return "give it"


def _clause(message: str) -> str:
    """A message of click's within our sentence: no capital, no full stop."""
    text = " ".join(message.split()).rstrip(".")
    return text[:1].lower() + text[1:]


def _of_ranges(message: str) -> str:
    """click names its type where a user gave no number at all: "is not a valid float range"."""
    return message.replace("a valid float range", "a number").replace("a valid integer range", "a whole number")


def _sentence(message: str) -> str:
    return f"{_clause(message)}."
