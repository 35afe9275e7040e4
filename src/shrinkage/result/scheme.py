"""How rows were placed, in words: what a fold is, and what its errors are of."""

from __future__ import annotations

from shrinkage.result.record import SplitRecord

_UNSEEN = {"random": "unseen rows", "group": "rows of unseen groups", "time": "later rows"}


def unseen(split: SplitRecord) -> str:
    """What cross-validation scores: the rows of a fold, to the model that was trained without them."""
    return _UNSEEN[split.scheme]


def folds_of(split: SplitRecord) -> str:
    """``10 folds``, ``5 × 10 folds grouped by 'patient'``, ``10 forward-only folds by 'date'``."""
    count = f"{split.repeats} × {split.folds}" if split.repeats > 1 else f"{split.folds}"
    by = "" if split.column is None else f" by {split.column!r}"
    if split.scheme == "time":
        return f"{count} forward-only folds{by}"
    if split.scheme == "group":
        return f"{count} folds grouped{by}" if by else f"{count} grouped folds"
    return f"{count} folds"


def meaning(split: SplitRecord) -> str:
    """What the errors of such folds say, as a sentence; nothing for folds at random that were dealt once."""
    said = f"Errors are of {folds_of(split)}"
    if split.scheme == "time":
        return (
            f"{said}: each predicts what comes after all it was trained on, so the first of them learn from few rows "
            "and err by more than a model of all rows would."
        )
    if split.scheme == "group":
        return f"{said}: what is predicted are groups of which no row was trained on."
    return f"{said}: rows were dealt into folds {split.repeats} times." if split.repeats > 1 else ""


def untouched(split: SplitRecord, stand: str = "") -> str:
    """The rows that no choice has seen; ``stand`` is put in after them."""
    if split.scheme == "time":
        return f"the {split.test_rows:,} latest rows{stand or ','} which no choice has seen,"
    which = "rows of whole groups" if split.scheme == "group" else "test rows"
    return f"the {split.test_rows:,} {which}{stand} that no choice has seen"
