"""Which fold each row of a table is in, as a file that people can read, make and give back.

CSV with one line a row, in the order of the table; ``row`` counts from 1. The name of the other column says how rows
were placed, and there is one a repeat:

    row,fold                      at random        row,fold_1,fold_2,…
    row,group_fold                whole groups     row,group_fold_1,group_fold_2,…
    row,forward_fold              in time

A cell is ``test``, or a fold from 1 to K (of forward folds, 0 is the block that is only trained on), or empty for a row
that is not used, because it has no target or no weight.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike, fspath
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from shrinkage.errors import SourceError, system_reason

Scheme = Literal["random", "group", "time"]
Folds = NDArray[np.int16]

# In a membership, beside 0 … K − 1 and −1 for what is only trained on.
TEST, UNUSED = -2, -3
COLUMNS: dict[Scheme, str] = {"random": "fold", "group": "group_fold", "time": "forward_fold"}
MOST_FOLDS = 30_000

_FORM = "a file of folds begins with row,fold (or row,group_fold, row,forward_fold, row,fold_1,fold_2,…)"


@dataclass(frozen=True, slots=True)
class Membership:
    """folds: (R, n) of every row in each repeat, 0 … K − 1, −1 for what forward folds only train on, TEST or UNUSED."""

    name: str
    scheme: Scheme
    folds: Folds

    @property
    def count(self) -> int:
        """K, the number of folds."""
        return int(self.folds.max()) + 1


def lines(scheme: Scheme, repeats: int, folds: Iterable[Folds]) -> Iterator[str]:
    """The file, a header and then piece by piece: folds are (R, m) of consecutive rows."""
    column = COLUMNS[scheme]
    yield ",".join(["row", *([column] if repeats == 1 else [f"{column}_{r + 1}" for r in range(repeats)])]) + "\n"
    first = 1
    for piece in folds:
        words = {TEST: "test", UNUSED: ""} | {fold: str(fold + 1) for fold in range(-1, int(piece.max(initial=-1)) + 1)}
        columns = [[words[cell] for cell in repeat] for repeat in piece.tolist()]
        yield "".join(f"{row},{','.join(cells)}\n" for row, cells in enumerate(zip(*columns, strict=True), first))
        first += piece.shape[1]


def read_membership(path: str | PathLike[str]) -> Membership:
    """The file at ``path``. Raises SourceError, with the line, for whatever is not as it should be."""
    name = fspath(path)
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:  # noqa: PTH123  (any path, as given)
            return _Reader(name).read(csv.reader(file))
    except OSError as problem:
        reason = system_reason(problem) or "it is no file"
        raise SourceError(f"--folds names {name!r}, which cannot be read: {reason}; check the path.") from None
    except (UnicodeDecodeError, csv.Error) as problem:
        raise SourceError(f"--folds names {name!r}, which is no CSV text ({problem}); {_FORM}.") from None


class _Reader:
    """One reading of one file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._codes: dict[str, int] = {"": UNUSED, "test": TEST}

    def read(self, rows: Iterator[list[str]]) -> Membership:
        scheme, repeats = self._header(next(rows, []))
        cells: list[list[int]] = []
        for number, row in enumerate(rows, 1):
            if len(row) != repeats + 1 or row[0].strip() != str(number):
                raise self._wrong(
                    f"line {number + 1} is {','.join(row)[:60]!r}, but row {number} of the table, with "
                    f"{repeats} cell{'s' if repeats > 1 else ''} after its number, comes next; write one line a row, "
                    "in the order of the table"
                )
            cells.append([self._code(cell, number, scheme) for cell in row[1:]])
        folds = np.array(cells, dtype=np.int16).reshape(-1, repeats).T
        self._check(folds, scheme)
        return Membership(self._name, scheme, np.ascontiguousarray(folds))

    def _header(self, header: list[str]) -> tuple[Scheme, int]:
        names = [name.strip() for name in header]
        for scheme, column in COLUMNS.items():
            numbered = [f"{column}_{repeat}" for repeat in range(1, len(names))]
            if names == ["row", column] or (len(names) > 1 and names == ["row", *numbered] and scheme != "time"):
                return scheme, len(names) - 1
        raise self._wrong(f"its first line is {','.join(names)[:60]!r}; {_FORM}")

    def _code(self, cell: str, row: int, scheme: Scheme) -> int:
        code = self._codes.get(cell)
        if code is None:
            word = cell.strip()
            least = 0 if scheme == "time" else 1
            known = word.isascii() and word.isdigit() and least <= int(word[:9]) <= MOST_FOLDS
            if not known and word not in self._codes:
                raise self._wrong(
                    f"row {row} is in {word[:40]!r}, which is neither test nor the number of a fold from {least}; "
                    "leave the cell empty for a row that is not used"
                )
            code = self._codes[cell] = int(word) - 1 if known else self._codes[word]
        return code

    def _check(self, folds: Folds, scheme: Scheme) -> None:
        """Every repeat uses and tests the same rows, and has the same folds, none of them empty."""
        most = int(folds.max(initial=-1))
        if most < 1:
            raise self._wrong("it holds fewer than two folds; number them 1, 2, …, and mark rows to set apart as test")
        present = np.arange(-1 if scheme == "time" else 0, most + 1)
        for repeat, of in enumerate(folds):
            if empty := np.setdiff1d(present, of).tolist():
                where = f" of fold_{repeat + 1}" if len(folds) > 1 else ""
                raise self._wrong(
                    f"no row is in fold {empty[0] + 1}{where}, of folds up to {most + 1}; number them anew"
                )
            for word, code in (("test", TEST), ("empty", UNUSED)):
                differs = np.flatnonzero((of == code) != (folds[0] == code))
                if differs.size:
                    raise self._wrong(
                        f"row {differs[0] + 1} is {word} in one repeat and not in another; a row is set apart or left "
                        "out of all of them"
                    )

    def _wrong(self, said: str) -> SourceError:
        return SourceError(f"the folds of {self._name!r} cannot be used: {said}.")
