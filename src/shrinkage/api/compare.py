"""``shrinkage.compare``: from a data frame to a decision."""

from __future__ import annotations

import os
from typing import Any, Unpack

from shrinkage import workflow
from shrinkage.api.asked import checked, target_name
from shrinkage.api.comparison import Comparison
from shrinkage.api.options import Options, keywords
from shrinkage.api.progress import told


def compare(
    data: Any, target: str, *, folds_out: str | os.PathLike[str] | None = None, **options: Unpack[Options]
) -> Comparison:
    """Decide between no penalty, L1, L2 and elastic net for the column ``target`` of ``data``.

    data: a DataFrame of pandas or polars (a LazyFrame too), a pyarrow Table or Dataset, a DuckDB relation, anything
    else that offers an Arrow stream, a mapping name → array, or the path (or pattern) of CSV, Parquet or JSON-lines
    files. It is never changed; an index is no column. A category is its text; a row without a target is left out.
    options: those of `Options`, such as ``drop="id"``, ``weights="n"``, ``folds=5`` or ``sql="select … from data"``.
    folds_out: a file to write the fold of every row to, which ``folds`` takes back.
    Raises OptionError, SourceError or TableError (each a ValueError), whose text says what to do.

    >>> import shrinkage as sh
    >>> days = {"rain": range(40), "sales": [200 - 3 * mm + mm * 7 % 5 for mm in range(40)]}
    >>> found = sh.compare(days, target="sales")
    >>> found.verdict.choice
    'none'
    >>> round(found.none.coefficients["rain"], 2)
    -2.99
    >>> found.predict({"rain": [50]}).round(1)
    array([52.5])
    """
    given = checked(options)
    column = target_name(data, target, given)
    with keywords(), told(given.pop("progress", None)) as progress:
        done = workflow.compare(data, column, folds_out=folds_out, progress=progress, **given)
    return Comparison(done)
