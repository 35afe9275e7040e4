"""A formula as one file of Python that needs nothing but the standard library."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

from shrinkage.result.export.formula import Column, Formula, LevelColumn, NumberColumn, TimeColumn, TruthColumn
from shrinkage.result.export.heading import heading

USAGE = (
    "",
    "As a program:  python3 THIS_FILE < rows.csv > predictions.csv",
    "In Python:     predict({'column': cell, ...}); a cell is text as in a CSV file, a number, a date, True or None.",
)


def python_file(formula: Formula) -> str:
    """The source of the file (Python 3.8 and later). Names and levels are only ever literals in it."""
    sections = _sections()
    roles = [role for role in ("numeric", "boolean", "datetime", "categorical") if role in _roles(formula)]
    chosen = ["cells", *roles, "predict", "command line"]
    head = ["#!/usr/bin/env python3", *(f"# {line}".rstrip() for line in (*heading(formula), *USAGE))]
    parts = ["\n".join(head), sections["imports"], _model(formula), *(sections[name] for name in chosen)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _sections() -> dict[str, str]:
    """The sections of `scorer.py` by name."""
    source = files("shrinkage.result.export").joinpath("scorer.py").read_text(encoding="utf-8")
    pieces = re.split(r"^# --- (.+?) -+\n", source, flags=re.MULTILINE)[1:]
    return {name: f"# --- {name}\n\n{body.strip()}\n" for name, body in zip(pieces[::2], pieces[1::2], strict=True)}


def _roles(formula: Formula) -> set[str]:
    return {str(type(column).__struct_config__.tag) for column in formula.columns}


def _model(formula: Formula) -> str:
    lines = ["# --- model", "", f"TARGET = {formula.target!r}", f"INTERCEPT = {formula.intercept!r}"]
    if not formula.columns:
        return "\n".join([*lines, "COLUMNS = []"])
    return "\n".join(
        [*lines, "COLUMNS = [", *(f"    {_literal(_plain(column), 1)}," for column in formula.columns), "]"]
    )


def _plain(column: Column) -> dict[str, Any]:
    plain: dict[str, Any] = {"name": column.name, "role": type(column).__struct_config__.tag}
    if isinstance(column, LevelColumn):
        return plain | {"levels": column.levels, "other": column.other, "missing": column.missing}
    if isinstance(column, NumberColumn):
        plain |= {"decimal": column.number.decimal, "thousands": column.number.thousands}
    if isinstance(column, TruthColumn):
        plain |= {"words": list(column.words)}
    if isinstance(column, TimeColumn):
        parts = [
            [part.part, {int(key): worth for key, worth in part.values.items()}, part.other] for part in column.calendar
        ]
        plain |= {"dates": column.dates, "first": column.first, "calendar": parts}
    return plain | {"coefficient": column.coefficient, "mean": column.mean, "missing": column.missing}


def _literal(value: Any, depth: int) -> str:
    """A literal of Python; a long dict one entry a line. ``repr`` escapes all that could end a text or a line."""
    if isinstance(value, dict) and len(value) > 4:
        pad = "    " * depth
        entries = [f"{pad}    {key!r}: {_literal(item, depth + 1)},\n" for key, item in value.items()]
        return "{\n" + "".join(entries) + pad + "}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_literal(item, depth)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(item, depth) for item in value) + "]"
    return repr(value)
