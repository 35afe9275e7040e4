"""What is wrong with X or y: scikit-learn's finding, in its own first words, then where, and what can be done."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.exceptions import NotFittedError

from shrinkage.errors import ShrinkageError, TableError

_COMPARE = "give the whole table to shrinkage.compare, which"
_NA = (
    "{name} takes a finite number in every cell, and pandas.NA is a missing one. Fill it, or "
    f"{_COMPARE} fills missing cells inside each fold."
)


class KindError(TableError, TypeError):
    """What was given is not of a kind to be used: a TypeError too, where scikit-learn's is one."""


# A sign in scikit-learn's (or numpy's) sentence → what to do. {name}: of the estimator.
_ADVICE = {
    "contains NaN": "{name} takes a finite number in every cell. Fill the missing ones, or "
    f"{_COMPARE} fills them inside each fold.",
    "contains infinity": "{name} takes a finite number in every cell. Rescale that column, or leave it or the row out.",
    "could not convert string": "{name} takes numbers, and this is text. Encode it, or "
    f"{_COMPARE} reads text columns as they are.",
    "NAType": _NA,
    "value of NA is ambiguous": _NA,
    "DateTime64": "{name} takes numbers, and a column holds times. Make numbers of them, or "
    f"{_COMPARE} reads times as they are.",
    "Found array with dim": "a table has rows and columns, and a target as many rows; reshape it to (n, p).",
    "Expected 2D array": "X is a table of n rows and p columns. Reshape your data with X.reshape(-1, 1) if it is one "
    "column, X.reshape(1, -1) if it is one row.",
    "2-dimensional container": "X is a table of n rows and p columns; give X.to_frame() if it is one column.",
    "at least 1 dimension": "give X as a table of n rows and p columns, and y as one number a row.",
    "unique column names": "rename columns so that each has a name of its own, or give an array.",
    "Feature names are only supported": "name every column by text, or give an array.",
    "y should be a 1d array": "{name} takes one target; fit one column of y at a time.",
    "inconsistent numbers of samples": "X and y need one row for each sample; give both the same number.",
    "is expecting": "{name} predicts from the columns that it was fitted to; give these, in their order.",
    "feature names should match": "{name} goes by the names it was fitted to; give these columns, in their order.",
    "Complex data": "{name} takes real numbers; give real and imaginary parts as columns of their own.",
    "inhomogeneous": "rows are not of one length; give each of them the same number of cells.",
    "0 sample(s)": "nothing can be learned or predicted from no rows; look at how they were chosen.",
    "0 feature(s)": "there is no column to learn from; look at how they were chosen.",
    "requires y": "give the target, one number a row.",
}
_OTHERWISE = "{name} takes a table of numbers, n rows by p columns, and a target of one number a row; give these."


def told(error: Exception, name: str, X: Any = None) -> ShrinkageError | None:
    """The sentence for an error that scikit-learn found in what it was given; None where that is one already."""
    if isinstance(error, (ShrinkageError, NotFittedError)):
        return None
    text = str(error)
    sign, advice = next(((sign, advice) for sign, advice in _ADVICE.items() if sign in text), ("", _OTHERWISE))
    where = _where(X) if "Input X" in text else _of_text(X) if sign == "could not convert string" else ""
    kind = KindError if sign == "requires y" or "scalar array" in text or isinstance(X, str) else kind_of(error)
    return kind(f"{_finding(text, sign)}{where}; {advice.format(name=name)}")


def kind_of(error: Exception) -> type[TableError]:
    """The class of ours that is caught as ``error`` is."""
    return KindError if isinstance(error, TypeError) else TableError


def _finding(text: str, sign: str) -> str:
    """scikit-learn's first sentence, with the missing and new names where it lists them and no dump of an array."""
    if sign == "DateTime64":
        return "times and numbers have no type in common"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if sign in ("feature names should match", "unique column names"):
        return " ".join(lines).rstrip(".: ").replace(": -", ":")
    first = re.sub(r"np\.(?:str|bytes)_\((.*?)\)", r"\1", lines[0]) if lines else type(text).__name__
    return first.partition(" instead. ")[0].rstrip(".: ").removesuffix(" instead")


def _where(X: Any) -> str:
    """`` in column 'age' and 2 others``: which hold cells that are not finite; nothing if that is not clear."""
    names = getattr(X, "columns", None)
    if sparse.issparse(X):
        held = X.tocoo()
        columns = np.unique(held.col[~np.isfinite(held.data)])
    else:
        try:
            cells = np.asarray(X, dtype=np.float64)
        except (TypeError, ValueError):
            return ""
        columns = np.flatnonzero(~np.isfinite(cells).all(axis=0)) if cells.ndim == 2 else np.zeros(0)
    if not columns.size:
        return ""
    first = repr(str(names[columns[0]])) if names is not None else str(columns[0])
    others = columns.size - 1
    return f" in column {first}" + (f" and {others} other{'s' if others > 1 else ''}" if others else "")


def _of_text(X: Any) -> str:
    """`` in column 'city'``: the first whose cells do not become numbers; `` in y`` where all of X do."""
    names = getattr(X, "columns", None)
    cells = X if names is not None else np.asarray(X, dtype=object)
    if np.ndim(cells) != 2:
        return ""
    for place in range(cells.shape[1]):
        column = cells[:, place] if names is None else cells[names[place]]
        try:
            np.asarray(column, dtype=np.float64)
        except (TypeError, ValueError):
            return f" in column {place if names is None else repr(str(names[place]))}"
    return " in y"
