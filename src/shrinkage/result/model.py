"""A saved model: everything needed to score rows (`scoring.py`), and to say how its coefficients came about.

The prediction is intercept + Σ coefficientⱼ · xⱼ over encoded features in their own units, where a missing cell of a
numeric column is the mean μ it had in training.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from shrinkage.result.record import CertificateRecord, Choice, FeatureRecord, PassportValues

SCHEMA = "shrinkage.model/1"


class PenaltyRecord(Struct, frozen=True, kw_only=True):
    """The penalty as it was fitted: lam on the mean scale, for standardised columns unless ``raw``."""

    name: Choice
    lam: float = field(name="lambda")
    l1_ratio: float
    raw: bool = False
    positive: bool = False
    factors: dict[str, float | None] = {}
    """Features whose factor is not 1; null stands for an infinite one (left out)."""


class Model(Struct, frozen=True, kw_only=True):
    """One fitted model.

    spec: what each column of a table means (`design/spec.py`); features: in encoded order, with training mean and sd;
    fills: mean μ of each numeric feature that had missing cells; coefficients: own units, standardized: per sd.
    digest: of everything else in the file, so that a file changed by hand or on the way is refused.
    """

    schema: str = SCHEMA
    version: str
    target: str
    spec: Any
    features: list[FeatureRecord]
    fills: dict[str, float]
    intercept: float
    coefficients: dict[str, float]
    standardized: dict[str, float]
    penalty: PenaltyRecord
    passport: PassportValues
    certificate: CertificateRecord
    training_rows: int
    training_weight: float
    digest: str = ""

    def __post_init__(self) -> None:
        names = {feature.name for feature in self.features}
        if len(names) < len(self.features):
            raise ValueError("two features have one name")
        if not names == set(self.coefficients) == set(self.standardized):
            raise ValueError("the coefficients are not those of the features")
        if not names.issuperset(self.fills):
            raise ValueError("fills names a feature that is none")

    @property
    def nonzero(self) -> int:
        """Features with a coefficient that is not 0."""
        return sum(value != 0 for value in self.coefficients.values())
