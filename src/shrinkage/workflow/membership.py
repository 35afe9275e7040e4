"""Which fold each row is in, to a file and back (`source/membership.py` says how it is written)."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shrinkage.atomic import replacing
from shrinkage.design.asked import Asked
from shrinkage.design.keys import RowNumbers
from shrinkage.design.target import has_cell
from shrinkage.design.weights import Weighing
from shrinkage.errors import TableError
from shrinkage.moments.listed import plan_listed
from shrinkage.source.membership import TEST, UNUSED, Folds, Membership, lines, read_membership
from shrinkage.source.protocol import Source
from shrinkage.workflow.placing import Chosen, Placing

if TYPE_CHECKING:
    from shrinkage.workflow.prepare import Prepared


def write_membership(done: Prepared, path: str | PathLike[str]) -> None:
    """One line a row of the table, in its order: another pass over the rows. StoreError where it cannot be written."""
    chosen = done.placing.chosen
    with replacing(path, parents=True) as file:
        for text in lines(chosen.scheme, chosen.repeats, memberships(done)):
            file.write(text.encode())


def memberships(done: Prepared) -> Iterator[Folds]:
    """(R, m) of the rows of each batch: 0 … K − 1, −1 for what is only trained on, TEST or UNUSED."""
    first = 0
    for batch in done.source.batches(done.encoder.columns):
        bucket = done.split.buckets(done.placing.keys(batch, first))
        fold = np.where(bucket < 0, TEST, done.resamples.assignment[:, bucket])
        yield np.where(done.encoder.used(batch), fold, UNUSED).astype(np.int16)
        first += batch.rows


def placing_by_file(
    source: Source, asked: Asked, path: str | PathLike[str], seed: int, weights: Weighing | None = None
) -> Placing:
    """Rows go where the file says. Raises SourceError for the file, TableError where the table is another one."""
    listed = read_membership(path)
    used = _used(source, asked.target.name, weights)
    _check(listed, used)
    test = listed.folds[0] == TEST
    share = float(np.mean(test[used])) if used.any() else 0.0
    chosen = Chosen(listed.count, listed.folds.shape[0], share, seed, listed.scheme)
    return Placing(chosen, RowNumbers(), None, listed=plan_listed(listed.folds, test, used))


def _used(source: Source, target: str, weights: Weighing | None) -> NDArray[np.bool_]:
    """Which rows of the whole table (rows,) have a target and a weight above 0."""
    found: list[NDArray[np.bool_]] = []
    for batch in source.batches(sorted({target, *(() if weights is None else (weights.name,))})):
        used = has_cell(batch.columns[target])
        found.append(used if weights is None else used & (weights.of(batch) > 0))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.bool_)


def _check(listed: Membership, used: NDArray[np.bool_]) -> None:
    rows = listed.folds.shape[1]
    if rows != used.size:
        raise TableError(
            f"the file {listed.name!r} holds the folds of {rows:,} rows, but the table has {used.size:,}; give the "
            "file of this table, one line a row."
        )
    holes = np.flatnonzero(used & (listed.folds[0] == UNUSED))
    if holes.size:
        more = f" and {holes.size - 1:,} more" if holes.size > 1 else ""
        raise TableError(
            f"row {holes[0] + 1:,}{more} of the table has a target, but no fold in {listed.name!r}; give every such "
            "row a fold or test, or leave it out of the table with --sql."
        )
    for repeat in listed.folds:
        least = -1 if listed.scheme == "time" else 0
        held = np.bincount(repeat[used & (repeat >= -1)] + 1, minlength=listed.count + 1)[least + 1 :]
        if not held.all():
            raise TableError(
                f"no row with a target is in fold {int(np.argmin(held)) + least + 1} of {listed.name!r}; number the "
                "folds anew."
            )
