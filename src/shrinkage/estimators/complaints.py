"""What is wrong with X or y: scikit-learn's finding, in its own first words, then where, and what can be done."""

from __future__ import annotations

from typing import Any

import numpy as np

from shrinkage.errors import ShrinkageError, TableError

_COMPARE = "give the whole table to shrinkage.compare, which"

# A sign in scikit-learn's (or numpy's) sentence → what to do. {name}: of the estimator.
_ADVICE = {
    "contains NaN": "{name} takes a finite number in every cell. Fill the missing ones, or "
    f"{_COMPARE} fills them inside each fold.",
    "contains infinity": "{name} takes a finite number in every cell. Rescale that column, or leave it or the row out.",
    "could not convert string": "{name} takes numbers, and this is text. Encode it, or "
    f"{_COMPARE} reads text columns as they are.",
    "NAType": "{name} takes a finite number in every cell, and pandas.NA is a missing one. Fill it, or "
    f"{_COMPARE} fills missing cells inside each fold.",
    "DateTime64": "{name} takes numbers, and a column holds times. Make numbers of them, or "
    f"{_COMPARE} reads times as they are.",
    "Found array with dim": "a table has rows and columns, and a target as many rows; reshape it to (n, p).",
    "Expected 2D array": "X is a table of n rows and p columns. Reshape your data with X.reshape(-1, 1) if it is one "
    "column, X.reshape(1, -1) if it is one row.",
    "inconsistent numbers of samples": "X and y need one row for each sample; give both the same number.",
    "is expecting": "{name} predicts from the columns that it was fitted to; give these, in their order.",
    "feature names should match": "{name} goes by the names it was fitted to; give these columns, in their order.",
    "Complex data": "{name} takes real numbers; give real and imaginary parts as columns of their own.",
    "inhomogeneous": "rows are not of one length; give each of them the same number of cells.",
    "0 sample(s)": "nothing can be learned or predicted from no rows; look at how they were chosen.",
    "0 feature(s)": "there is no column to learn from; look at how they were chosen.",
    "requires y": "give the target, one number a row.",
}


def told(error: Exception, name: str, X: Any = None) -> ShrinkageError | None:
    """The sentence for an error that scikit-learn found in what an estimator was given; None where it says enough."""
    text = str(error)
    if isinstance(error, ShrinkageError):
        return None
    for sign, advice in _ADVICE.items():
        if sign in text:
            return TableError(
                f"{_finding(text, sign)}{_where(X) if 'Input X' in text else ''}; {advice.format(name=name)}"
            )
    return None


def _finding(text: str, sign: str) -> str:
    """scikit-learn's first sentence, with the missing and new names where it lists them and no dump of an array."""
    if sign == "DateTime64":
        return "times and numbers have no type in common"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if sign == "feature names should match":
        return f"{lines[0]} {' '.join(lines[1:])}".rstrip(".: ").replace(": -", ":")
    return lines[0].rstrip(".: ").removesuffix(" instead")


def _where(X: Any) -> str:
    """`` in column 'age' and 2 others``: which hold cells that are not finite; nothing if that is not clear."""
    names = getattr(X, "columns", None)
    try:
        cells = np.asarray(X, dtype=np.float64)
    except (TypeError, ValueError):
        return ""
    if cells.ndim != 2:
        return ""
    columns = np.flatnonzero(~np.isfinite(cells).all(axis=0))
    if not columns.size:
        return ""
    first = repr(str(names[columns[0]])) if names is not None else str(columns[0])
    others = columns.size - 1
    return f" in column {first}" + (f" and {others} other{'s' if others > 1 else ''}" if others else "")
