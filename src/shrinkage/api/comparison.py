"""What a comparison found, to look at, to predict with, to draw and to keep."""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shrinkage import workflow
from shrinkage.api.html import page
from shrinkage.api.model import LinearModel
from shrinkage.errors import OptionError, near_choices
from shrinkage.passport import resolve
from shrinkage.present.face import Face
from shrinkage.present.summary import plain
from shrinkage.result.record import Record, VerdictRecord
from shrinkage.result.store import record_bytes, write_directory

_KINDS = {
    "path": "PathDisplay",
    "cv": "CVCurveDisplay",
    "coefficients": "CoefficientsDisplay",
    "errors": "ErrorsDisplay",
}


class Comparison:
    """None, L1, L2 and elastic net of one table, and the decision between them.

    ``print`` shows the verdict and a table; a notebook shows the same as a page.
    """

    def __init__(self, done: workflow.Comparison) -> None:
        self._done = done

    @property
    def record(self) -> Record:
        """All that was found, as one frozen document."""
        return self._done.record

    @property
    def verdict(self) -> VerdictRecord:
        """The decision: choice, sentence, because, difference, standard_error, …"""
        return self.record.verdict

    @cached_property
    def models(self) -> Mapping[str, LinearModel]:
        """The four models by name, refitted on all rows outside the test part."""
        records = self.record.models.by_name()
        return MappingProxyType({name: LinearModel(self._done.models[name], records[name]) for name in records})

    @property
    def none(self) -> LinearModel:
        """Least squares."""
        return self.models["none"]

    @property
    def l1(self) -> LinearModel:
        """The lasso."""
        return self.models["l1"]

    @property
    def l2(self) -> LinearModel:
        """Ridge regression."""
        return self.models["l2"]

    @property
    def elastic_net(self) -> LinearModel:
        """The elastic net, at the l1_ratio that cross-validation chose."""
        return self.models["elastic_net"]

    @cached_property
    def chosen(self) -> LinearModel:
        """What the verdict chose: one of the four, or the mean alone where no feature helps."""
        return self.models.get(self.verdict.choice) or LinearModel(self._done.models["chosen"])

    def predict(self, data: Any, **options: Any) -> NDArray[np.float64]:
        """Predictions (n,) of the chosen model for every row of ``data``: see `LinearModel.predict`."""
        return self.chosen.predict(data, **options)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain Python, exactly as ``save`` writes it to ``record.json``."""
        return json.loads(record_bytes(self.record))

    def save(self, directory: str | os.PathLike[str]) -> None:
        """Write record.json, chosen.model.json, a file a model and report.html, as ``--out`` does.

        Each is written whole or not at all.
        """
        self._done.save(directory)
        self.report(Path(directory) / "report.html")

    def report(self, path: str | os.PathLike[str] = "report.html", *, lambda_convention: str | None = None) -> Path:
        """Write the comparison as one HTML file, to open in a browser, print or mail; the path of it.

        It needs no network and nothing beside it. lambda_convention: how strengths are shown, where not as they were
        asked for. StoreError where it cannot be written.
        """
        from shrinkage.present.report.page import report_html

        where = Path(path)
        content = report_html(self.record, resolve(lambda_convention or self._convention))
        write_directory(where.parent, {where.name: content})
        return where

    def plot(self, kind: str | None = None, **options: Any) -> Any:
        """A figure of four panels; or the display of one ``kind``: path, cv, coefficients or errors.

        Needs matplotlib: ``pip install "shrinkage[plots]"``. options: of the display's ``from_comparison``.
        """
        if kind is not None and kind not in _KINDS:
            raise OptionError(f"there is no plot {kind!r}; {near_choices(kind, _KINDS, what='the plots')}")
        try:
            figures = importlib.import_module("shrinkage.present.figures")
        except ImportError as error:
            if (error.name or "").partition(".")[0] != "matplotlib":
                raise
            raise OptionError(
                'a plot needs matplotlib, which is not installed; pip install "shrinkage[plots]".'
            ) from None
        if kind is None:
            return figures.plot_comparison(self.record, **options)
        return getattr(figures, _KINDS[kind]).from_comparison(self, **options)

    @property
    def _convention(self) -> str:
        return str(self.record.options.get("lambda_convention", "textbook"))

    def __repr__(self) -> str:
        return plain(self.record, self._convention, Face())

    def _repr_html_(self) -> str:
        return page(self.record, self._convention)
