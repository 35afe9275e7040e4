"""One model of a comparison or a training: numbers to look at, and a way to predict."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage import workflow
from shrinkage.api.options import Told, keywords
from shrinkage.api.progress import told
from shrinkage.errors import OptionError
from shrinkage.present.numbers import number
from shrinkage.result.exact import coefficients_at
from shrinkage.result.model import Model
from shrinkage.result.record import CertificateRecord, ModelRecord, PassportValues
from shrinkage.result.store import model_bytes, write_directory


class LinearModel:
    """A fitted model. What it predicts: intercept + Σ coefficient · feature, missing cells at their training mean.

    name: none, l1, l2, elastic_net or mean; errors: its part of the record, with train_rmse, cv_rmse, crossfit_rmse,
    test_rmse, the path and more; None for the mean alone.
    """

    def __init__(self, model: Model, errors: ModelRecord | None = None) -> None:
        self._model, self.errors = model, errors

    @property
    def name(self) -> str:
        return self._model.penalty.name

    @property
    def coefficients(self) -> Mapping[str, float]:
        """Feature → change of the target for one unit of it; those that are 0 are listed too."""
        return MappingProxyType(self._model.coefficients)

    @property
    def standardized(self) -> Mapping[str, float]:
        """Feature → change of the target for one standard deviation of it."""
        return MappingProxyType(self._model.standardized)

    def standardized_at(self, lam: float) -> Mapping[str, float]:
        """Feature → change of the target for one standard deviation of it, at another strength of the recorded path.

        lam: on the mean scale, as ``lam``; beyond the ends of the path it is its end. Exact under L1 and L2 where the
        record carries their paths so (at most 200 features), else interpolated between points of the grid. OptionError
        where there is no path, or it leaves features out.
        """
        path = None if self.errors is None else self.errors.path
        if path is None or path.features_left_out:
            raise OptionError(
                f"the {self.name} model cannot be told at another strength, because its record has no path of all "
                "features; fit it there with shrinkage.train instead."
            )
        found = dict.fromkeys(self._model.standardized, 0.0)
        return MappingProxyType(found | dict(zip(path.features, coefficients_at(path, lam).tolist(), strict=True)))

    @property
    def intercept(self) -> float:
        return self._model.intercept

    @property
    def lam(self) -> float:
        """The strength on the mean scale, which L1 and L2 share; ``passport`` has it in every convention."""
        return self._model.penalty.lam

    @property
    def l1_ratio(self) -> float:
        return self._model.penalty.l1_ratio

    @property
    def nonzero(self) -> int:
        """Features whose coefficient is not 0."""
        return self._model.nonzero

    @property
    def passport(self) -> PassportValues:
        """Convention → the arguments that mean this strength there; None where it has none."""
        return self._model.passport

    @property
    def certificate(self) -> CertificateRecord:
        """How far from the optimum at most, recomputed from the coefficients alone."""
        return self._model.certificate

    def predict(
        self,
        data: Any,
        *,
        sql: str | None = None,
        database: str | None = None,
        threads: int | None = None,
        progress: Told = None,
    ) -> NDArray[np.float64]:
        """Predictions (n,) for every row of ``data`` (as for `compare`), in order.

        Columns that the model does not use are not read; those it lacks, and levels it never saw, are filled as
        missing. Raises SourceError or TableError with a sentence.
        """
        with keywords(), told(progress) as teller:
            found = workflow.predict(self._model, data, sql=sql, database=database, threads=threads, progress=teller)
            parts = list(found)
        return np.concatenate(parts) if parts else np.empty(0)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model as JSON, whole or not at all; ``shrinkage predict``, ``show`` and ``export`` read it."""
        where = Path(path)
        write_directory(where.parent, {where.name: model_bytes(self._model)})

    def __repr__(self) -> str:
        penalty = self._model.penalty
        strength = f"lam={number(penalty.lam)}, l1_ratio={penalty.l1_ratio:g}, " if penalty.lam else ""
        left_out = sum(factor is None for factor in penalty.factors.values())
        features = f"{self.nonzero:,} of {len(self.coefficients) - left_out:,} features"
        return f"<{penalty.name} model of {self._model.target!r}: {strength}{features}>"
