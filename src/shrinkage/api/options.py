"""The options that `compare` and `train` share, named as at the command line, and errors in the words of Python."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypedDict

from shrinkage.errors import ShrinkageError
from shrinkage.progress import Progress

Names = str | Sequence[str]
Told = bool | Progress | Callable[[str, float | None], object] | None


class Options(TypedDict, total=False):
    """What `compare` and `train` take beside the table and the target.

    sql: one SELECT over the table, which it calls ``data``; database: the address of a database that the table is in;
    drop, keep: columns to leave out, or the only ones to use (a name or several); weights, group, time: the columns of
    row weights, of what stays together, and of the order of the rows; folds (10) or a file that says them, repeats (1),
    test (0.2: the share that no choice sees), seed (0); max_levels (100) of a categorical column; positive: hold
    coefficients at or above 0; factors: what multiplies the strength of a column or feature (0 free, inf left out), or
    a file of these; raw: penalise columns in their own units; threads: as many as there are, unless said;
    lambda_convention ("textbook"): how strengths are given and shown; progress: None for a line on a terminal or in a
    notebook once a second has passed, False for none, True for one anywhere, or a function of stage and share.
    """

    sql: str | None
    database: str | None
    drop: Names
    keep: Names | None
    weights: str | None
    group: str | None
    time: str | None
    folds: int | str | os.PathLike[str]
    repeats: int
    test: float
    seed: int
    max_levels: int
    positive: bool
    factors: Mapping[str, float] | str | os.PathLike[str] | None
    raw: bool
    threads: int | None
    lambda_convention: str
    progress: Told


# Sentences name options as a terminal has them; at this door they are keywords.
_OPTION = re.compile(r"(?<![\w'\"-])--([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?![\w'\"])")


@contextmanager
def keywords() -> Iterator[None]:
    """Errors raised inside say ``max_levels`` where the command line says ``--max-levels``."""
    try:
        yield
    except ShrinkageError as error:
        said = keyworded(str(error))
        if said == str(error):
            raise
        raise type(error)(said) from None


def keyworded(sentence: str) -> str:
    """``sentence`` with options named as keywords."""
    return _OPTION.sub(lambda found: _keyword(found[1]), sentence)


def _keyword(option: str) -> str:
    return "lam" if option == "lambda" else option.replace("-", "_")
