"""The door: run a verb, turn its end into an exit code and at most one sentence on standard error.

    0    done
    1    a defect of ours: one sentence; SHRINKAGE_DEBUG=1 shows the traceback
    2    the call, the data or the machine is wrong: one sentence, what, because of what, do this
    130  interrupted; every file is written whole or not at all
    143  told to end (SIGTERM): the same, and temporary files are removed

A reader that hangs up early (``| head``) ends us quietly, with 0.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType

DONE, DEFECT, WRONG, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143


class HungUp(Exception):
    """A broken pipe on its way up through click, which would make an exit code of its own out of it."""


class Interrupt:
    """Remembers Ctrl-C, which libraries may catch or rename on the way up."""

    def __init__(self) -> None:
        self.seen = False
        self._installed = False

    def install(self) -> None:
        """Take over from Python's own handler; whoever embeds us with another one keeps it."""
        self.seen = False
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self)
            self._installed = True

    def retire(self, handler: Callable[..., None] | signal.Handlers | None) -> None:
        """Leave the next Ctrl-C to ``handler``."""
        if self._installed:
            signal.signal(signal.SIGINT, handler)
            self._installed = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.seen = True
        raise KeyboardInterrupt

    def check(self) -> None:
        """Raise what somebody below swallowed."""
        if self.seen:
            raise KeyboardInterrupt


INTERRUPT = Interrupt()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``shrinkage`` with ``arguments`` (those of the process by default) and return the exit code."""
    try:
        INTERRUPT.install()
        _end_in_order(arguments)
        code = _run(arguments)
        sys.stdout.flush()
        # Everything is said and written: while the interpreter winds down there is nothing left to interrupt.
        INTERRUPT.retire(signal.SIG_IGN if arguments is None else signal.default_int_handler)
        return code
    except BaseException as error:
        # A second Ctrl-C need not wait for our sentence.
        INTERRUPT.retire(signal.SIG_DFL if arguments is None else signal.default_int_handler)
        return _ended_by(error)


def _end_in_order(arguments: Sequence[str] | None) -> None:
    """Let SIGTERM unwind like an interrupt, so that no temporary file stays; only in a process of our own."""
    if arguments is None and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminated)


def _terminated(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a second one need not wait
    raise SystemExit(TERMINATED)


def _run(arguments: Sequence[str] | None) -> int:
    from shrinkage.cli.group import shrinkage

    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a name that the encoding cannot write is shown as escapes, never a crash
            reconfigure(errors="backslashreplace")
    code = shrinkage.main(arguments, prog_name="shrinkage", standalone_mode=False)
    INTERRUPT.check()
    return code if isinstance(code, int) else DONE


def _ended_by(error: BaseException) -> int:
    """Exit code of what ended the run; says its sentence."""
    if os.environ.get("SHRINKAGE_DEBUG") and not isinstance(error, SystemExit):
        import traceback

        traceback.print_exception(error)
    if _broken_pipe(error):
        _hang_up()
        return DONE
    if INTERRUPT.seen or isinstance(error, KeyboardInterrupt) or type(error).__name__ == "Abort":
        _say("interrupted; what was there before is still whole, and nothing is half-written.")
        _forget_interrupt()
        return INTERRUPTED
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else DONE
    from shrinkage.cli.sentences import defect, hidden, wrong

    sentence = wrong(error)
    _say(hidden(defect(error) if sentence is None else sentence))
    return DEFECT if sentence is None else WRONG


def _forget_interrupt() -> None:
    """Keep CPython from dying of SIGINT after we have said how it ended.

    An interrupt that passed through the evaluation of a string (as `dataclass` does at import) is remembered as
    unhandled, caught or not, and replaces the exit code; the next such evaluation clears it (pythonrun.c).
    """
    eval("0")


def _broken_pipe(error: BaseException) -> bool:
    """Whether the reader hung up; rich turns that into a ``SystemExit(1)``."""
    cause = error.__context__ if isinstance(error, SystemExit) else error
    return isinstance(cause, BrokenPipeError | HungUp)


def _hang_up() -> None:
    """Let the interpreter's last flush go nowhere instead of complaining of the broken pipe."""
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
    except (OSError, ValueError):
        pass


def _say(sentence: str) -> None:
    try:
        from shrinkage.present.safe import one_line

        sys.stderr.write(f"shrinkage: {one_line(sentence)}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass
