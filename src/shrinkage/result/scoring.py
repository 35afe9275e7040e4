"""A model at work on new rows: only the columns that it uses are read, and what was odd about their cells is counted.

    prediction = b + Σ wⱼ·xⱼ                               (`model.py`)
               = (b + Σ wⱼ·μⱼ) + Σ wⱼ·(xⱼ − μⱼ)            μⱼ: mean of feature j in training

The second form explains one row: the prediction of a row of means, and what each feature adds to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

import msgspec
import numpy as np

from shrinkage.design.newrows import Met, NewEncoder, NewRows
from shrinkage.design.spec import MISSING, OTHER, ColumnSpec, Spec
from shrinkage.errors import StoreError, TableError
from shrinkage.problem import Floats
from shrinkage.result.model import Model
from shrinkage.source.protocol import Batch

NO_LEVEL = "no level"


@dataclass(frozen=True, slots=True)
class Part:
    """One feature's share in a prediction: value in the row (imputed), w·(value − μ), and the column it belongs to."""

    feature: str
    column: str
    kind: str
    level: str | None
    value: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Explained:
    """One prediction: ``base`` (that of a row of training means) and the parts of all features that are not 0."""

    prediction: float
    base: float
    parts: tuple[Part, ...]
    met: Met


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a model takes a column for, and what it takes instead of a cell that is missing, or of a level unseen."""

    name: str
    role: str
    instead_of_missing: str
    instead_of_unseen: str


class Scorer:
    """Predictions of one model.

    columns: names of the table's columns that have a feature whose coefficient is not 0; meanings: what each is.
    """

    def __init__(self, model: Model) -> None:
        """Raises StoreError for a model whose parts do not fit together."""
        spec = Spec.from_builtins(model.spec)
        features = spec.features()
        if [feature.name for feature in features] != [feature.name for feature in model.features]:
            raise StoreError(
                "the features of the model are not those that its columns make, because the file was changed or is of "
                "another version; save the model again."
            )
        used = {feature.column for feature in features if model.coefficients.get(feature.name, 0.0) != 0}
        reduced = tuple(column for column in spec.columns if column.name in used)
        self._encoder = NewEncoder(
            msgspec.structs.replace(spec, columns=reduced),
            np.array([record.mean for record in model.features if record.column in used]),
        )
        self._layout = self._encoder.layout
        # Leaving columns out keeps the order of the features of the others (`Spec.features`: dense, then blocks).
        self._features = [feature for feature in model.features if feature.column in used]
        self._means = np.array([feature.mean for feature in self._features])
        self._coefficients = np.array([model.coefficients[feature.name] for feature in self._features])
        self._intercept = model.intercept
        self.columns = self._encoder.columns
        self.meanings = tuple(map(self._meaning, reduced))

    def __call__(self, batch: Batch) -> tuple[Floats, Met]:
        """Predictions (n,) of every row of ``batch``, in order. A row's does not depend on the rows around it."""
        rows = self._encoder.encode(batch)
        return self._predict(rows), rows.met

    def explain(self, batch: Batch) -> Explained:
        """The prediction of the only row of ``batch``, taken apart."""
        rows = self._encoder.encode(batch)
        values = np.concatenate([rows.dense[0], *self._one_hot(rows)])
        with np.errstate(over="ignore", invalid="ignore"):
            shares, means = self._coefficients * (values - self._means), self._coefficients * self._means
            prediction = float(self._predict(rows)[0])
        if not np.isfinite([prediction, *shares, *means]).all():
            raise TableError(
                "the row cannot be explained, because what a feature adds to it is more than a double can hold; "
                "check its cells, and the model."
            )
        parts = tuple(
            Part(feature.name, feature.column, feature.kind, feature.level, float(value), float(share))
            for feature, value, share, w in zip(self._features, values, shares, self._coefficients, strict=True)
            if w != 0
        )
        base = fsum([self._intercept, *means.tolist()])
        return Explained(prediction, base, parts, rows.met)

    def _meaning(self, column: ColumnSpec) -> Meaning:
        if column.role == "categorical":
            pooled = OTHER if column.other else NO_LEVEL
            return Meaning(column.name, column.role, MISSING if column.missing_level else pooled, pooled)
        mean = next((f"mean {f.mean:.4g}" for f in self._features if f.column == column.name), "")
        if column.role == "datetime":
            mean = "mean date"
        unseen = OTHER if all(part.other for part in column.parts) else NO_LEVEL
        return Meaning(column.name, column.role, mean if column.value else MISSING, unseen)

    def _predict(self, rows: NewRows) -> Floats:
        dense = self._layout.dense
        # Not a BLAS product, whose last bits depend on the rows around: einsum runs along each row by itself.
        prediction = np.einsum("ij,j->i", rows.dense, self._coefficients[:dense]) + self._intercept
        for block, (start, size) in enumerate(zip(self._layout.starts, self._layout.levels, strict=True)):
            table = np.append(self._coefficients[start : start + size], 0.0)  # the last is for −1, no level
            prediction += table[rows.codes[:, block]]
        return prediction

    def _one_hot(self, rows: NewRows) -> list[Floats]:
        """The blocks of the first row, written out."""
        blocks = [np.zeros(size) for size in self._layout.levels]
        for block, code in zip(blocks, rows.codes[0].tolist(), strict=True):
            if code >= 0:
                block[code] = 1.0
        return blocks
