"""Exact paths and products as parts of a record: per standard deviation, in the order of its features, as bytes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shrinkage.path.exact import Expansion, Knots
from shrinkage.problem import Floats
from shrinkage.result.payload import KnotsRecord, ProductsRecord, RunsRecord, SpectrumRecord
from shrinkage.selection.products import Products


def packed(values: Floats) -> bytes:
    """Little-endian float64; a zero of either sign is the one zero."""
    return (np.asarray(values, dtype="<f8") + 0.0).tobytes()


def unpacked(content: bytes) -> Floats:
    """What ``packed`` wrote, flat."""
    return np.frombuffer(content, dtype="<f8").astype(np.float64)


def exact_record(
    exact: Knots | Expansion | None, shown: Sequence[int], per_deviation: Floats
) -> KnotsRecord | SpectrumRecord | None:
    """Of the features ``shown``; a coefficient times per_deviation (p,) is one per standard deviation."""
    if exact is None:
        return None
    return _knots(exact, shown, per_deviation) if isinstance(exact, Knots) else _spectrum(exact, shown, per_deviation)


def _knots(knots: Knots, shown: Sequence[int], per_deviation: Floats) -> KnotsRecord:
    table = np.zeros((knots.lams.size, per_deviation.size))
    table[:, knots.features] = knots.coefficients
    return KnotsRecord(
        lam=knots.lams.tolist(),
        nonzero=knots.nonzero.tolist(),
        runs=runs_record((table * per_deviation)[:, list(shown)]),
    )


def runs_record(table: Floats) -> RunsRecord:
    """The runs of (rows, q) from the first to the last row of each column that is not 0."""
    used: NDArray[np.bool_] = table != 0
    any_used = used.any(axis=0)
    first = np.where(any_used, used.argmax(axis=0), 0)
    count = np.where(any_used, table.shape[0] - used[::-1].argmax(axis=0) - first, 0)
    runs = [table[at : at + rows, j] for j, (at, rows) in enumerate(zip(first.tolist(), count.tolist(), strict=True))]
    return RunsRecord(first=first.tolist(), count=count.tolist(), values=packed(np.concatenate([np.zeros(0), *runs])))


def _spectrum(expansion: Expansion, shown: Sequence[int], per_deviation: Floats) -> SpectrumRecord:
    unit, offset = per_deviation[list(shown)], expansion.offset
    return SpectrumRecord(
        values=expansion.values.tolist(),
        pull=(expansion.pull + 0.0).tolist(),
        basis=packed(expansion.basis[list(shown)] * unit[:, None]),
        offset=None if offset is None else packed(offset[list(shown)] * unit),
        free_rank=expansion.free_rank,
    )


def products_record(products: Products | None, names: Sequence[str]) -> ProductsRecord | None:
    """With the names of its features."""
    if products is None:
        return None
    return ProductsRecord(
        features=[names[feature] for feature in products.features],
        gram=packed(products.gram[np.triu_indices(len(products.features))]),
        xty=packed(products.xty),
        yy=products.yy,
        unit=None if products.unit is None else packed(products.unit),
        complete=products.complete,
    )
