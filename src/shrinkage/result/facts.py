"""What is known besides the numbers: the names, the table, the options. Everything a record needs and arrays lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shrinkage.design.features import Feature
from shrinkage.problem import Floats
from shrinkage.result.record import DataRecord, SplitRecord, WarningRecord


@dataclass(frozen=True, slots=True)
class Facts:
    """Handed from the workflow to `build.py` and `because.py`.

    features: in encoded order; spec: of the design, anything msgspec can encode; fills: mean μ of each numeric feature
    that has missing cells, over the rows outside the test part; factors: (p,) or None; seconds: stage → s.
    """

    data: DataRecord
    features: Sequence[Feature]
    split: SplitRecord
    spec: Any = None
    fills: Mapping[str, float] = field(default_factory=dict[str, float])
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])
    warnings: Sequence[WarningRecord] = ()
    raw: bool = False
    positive: bool = False
    factors: Floats | None = None

    @property
    def names(self) -> list[str]:
        return [feature.name for feature in self.features]
