"""The record of a comparison: what `compare` found, as one JSON document other programs may rely on.

The structs below are the format: `schema.py` generates the JSON Schema from them. A number that is unknown or not
finite is null. Strengths are ``lam`` on the mean scale (`problem.py`), written ``lambda``; coefficients are keyed by
feature name. Errors are of the target in its own units: cv_rmse = √(mean over folds of the weighted fold MSE).
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, field

from shrinkage.result.payload import KnotsRecord, ProductsRecord, SpectrumRecord, same_length

SCHEMA = "shrinkage.comparison/1"
MODEL_NAMES = ("none", "l1", "l2", "elastic_net")

ModelName = Literal["none", "l1", "l2", "elastic_net"]
Choice = Literal["l1", "l2", "elastic_net", "none", "mean"]
Edge = Literal["null", "unpenalised"]
PassportValues = dict[str, dict[str, float | str] | None]


class ColumnRecord(Struct, frozen=True, kw_only=True):
    """A column of the table: what was made of it, and why, if it was dropped.

    missing: cells without a value, outside the test part and as often as their rows count; levels: distinct levels of
    a categorical column; pooled_levels: how many of them were pooled as rare.
    """

    name: str
    role: Literal["numeric", "categorical", "boolean", "datetime", "dropped"]
    reason: str | None = None
    missing: int = 0
    levels: int | None = None
    pooled_levels: int | None = None


class WeightsRecord(Struct, frozen=True, kw_only=True):
    """The column of row weights: total W of the rows used; counts: whether every weight is a whole number, and so
    says how many rows a row stands for wherever rows are counted."""

    column: str
    counts: bool
    total: float


class DataRecord(Struct, frozen=True, kw_only=True):
    """What was read. ``notes`` are sentences of the source (delimiter, encoding, …); rows_used have a target and a
    weight above 0."""

    source: str
    target: str
    rows_read: int
    rows_used: int
    columns: list[ColumnRecord]
    notes: list[str] = []
    weights: WeightsRecord | None = None


class FeatureRecord(Struct, frozen=True, kw_only=True):
    """An encoded column: mean and scale (weighted population sd) over the rows outside the test part.

    kind: number | boolean | trend | missing | level | pooled | calendar; a constant feature has scale 0.
    """

    name: str
    column: str
    kind: str
    level: str | None = None
    mean: float
    scale: float


class WarningRecord(Struct, frozen=True, kw_only=True):
    """Something a person should know; ``sentence`` says it."""

    kind: str
    column: str | None = None
    sentence: str


class SplitRecord(Struct, frozen=True, kw_only=True):
    """How rows of the table were set apart, and into folds. train_rows: outside the test part; train_weight and
    test_weight: of both parts, null where rows have no weights.

    scheme: random; group: whole groups, of rows that agree in ``column``; time: in the order of ``column``, each fold
    trained on what is before it alone. column is null at random, and where folds came from a file.
    """

    scheme: Literal["random", "group", "time"]
    column: str | None = None
    folds: int
    repeats: int
    train_rows: int
    test_rows: int
    seed: int
    train_weight: float | None = None
    test_weight: float | None = None


class SettingRecord(Struct, frozen=True, kw_only=True):
    """What every penalty had in common: columns in their own units (raw) rather than per standard deviation,
    coefficients held at or above 0, and the factors that are not 1, by feature (0: free of the penalty; null stands
    for an infinite one: left out).
    """

    raw: bool = False
    positive: bool = False
    factors: dict[str, float | None] = {}


class BaselineRecord(Struct, frozen=True, kw_only=True):
    """The mean alone: what a model must beat."""

    cv_rmse: float
    cv_rmse_se: float | None
    test_rmse: float | None


class CollinearityRecord(Struct, frozen=True, kw_only=True):
    """How much the columns say the same, over the rows outside the test part.

    varying: features that vary; condition: √(largest / smallest eigenvalue) of their correlation matrix, null where
    some depend on others exactly; twins: features whose correlation with some other is above 0.95 in size.
    """

    varying: int
    condition: float | None
    twins: int


class CertificateRecord(Struct, frozen=True, kw_only=True):
    """How far from the optimum, recomputed from the coefficients alone.

    kind "gap": (decrement + duality gap) / objective of the intercept-only model; "decrement": that without a gap,
    where nothing is penalised; "kkt": the scaled violation.
    """

    kind: str
    relative_gap: float | None


class OneStandardErrorRecord(Struct, frozen=True, kw_only=True):
    """The strongest penalty, at the chosen l1_ratio, whose CV error is within one standard error of the smallest."""

    lam: float = field(name="lambda")
    l1_ratio: float
    nonzero: int
    cv_rmse: float
    test_rmse: float | None
    passport: PassportValues
    intercept: float
    coefficients: dict[str, float]


class CurveRecord(Struct, frozen=True, kw_only=True):
    """The CV curve at an l1_ratio that was tried and not chosen."""

    l1_ratio: float
    lam: list[float] = field(name="lambda")
    cv_mse: list[float]
    cv_se: list[float | None]
    nonzero: list[int]

    def __post_init__(self) -> None:
        same_length(self.lam, self.cv_mse, self.cv_se, self.nonzero)


class PathRecord(Struct, frozen=True, kw_only=True):
    """Everything over the m strengths of the grid, strongest first.

    fold_mse: (folds·repeats, m); features: the at most 200 features with the largest standardised coefficients
    anywhere on the path, coefficients: (m, len(features)) of them, standardised; features_left_out: other features
    that are not 0 somewhere on the path; degrees_of_freedom: effective ones of each fit, the intercept not counted
    (`path/freedom.py`), null in records of versions that did not say; exact: the same coefficients at every strength
    (`payload.py`), null for an elastic net and where that would be large or not exact.
    """

    lam: list[float] = field(name="lambda")
    cv_mse: list[float]
    cv_se: list[float | None]
    fold_mse: list[list[float]]
    train_mse: list[float]
    nonzero: list[int]
    features: list[str]
    coefficients: list[list[float]]
    features_left_out: int
    degrees_of_freedom: list[float] | None = None
    exact: KnotsRecord | SpectrumRecord | None = None
    other_l1_ratios: list[CurveRecord] = []

    def __post_init__(self) -> None:
        same_length(self.lam, self.cv_mse, self.cv_se, self.train_mse, self.nonzero, *self.fold_mse, self.coefficients)
        same_length(self.features, *self.coefficients)
        if self.degrees_of_freedom is not None:
            same_length(self.lam, self.degrees_of_freedom)
        if self.exact is not None and not self.exact.fits(len(self.features)):
            raise ValueError("its exact part is not of its features")


class ModelRecord(Struct, frozen=True, kw_only=True):
    """One of the four, refitted on all rows outside the test part at the strength cross-validation chose.

    coefficients in the columns' own units, standardized per population sd (features that are 0 are listed too);
    crossfit_rmse: each fold scored at the strength the other folds chose; edge: the optimum is at the cap of the grid
    where nothing is left ("null") or where nothing is penalised ("unpenalised"); status: how the solver ended.
    """

    lam: float = field(name="lambda")
    l1_ratio: float
    rule: str
    passport: PassportValues
    intercept: float
    coefficients: dict[str, float]
    standardized: dict[str, float]
    nonzero: int
    train_rmse: float
    cv_rmse: float
    cv_rmse_se: float | None
    crossfit_rmse: float
    test_rmse: float | None
    edge: Edge | None
    certificate: CertificateRecord
    status: str
    rank: int | None = None
    one_standard_error: OneStandardErrorRecord | None = None
    selection_frequency: dict[str, float] | None = None
    path: PathRecord | None = None


class ModelsRecord(Struct, frozen=True, kw_only=True):
    """The four models by name."""

    none: ModelRecord
    l1: ModelRecord
    l2: ModelRecord
    elastic_net: ModelRecord

    def by_name(self) -> dict[str, ModelRecord]:
        """In the order of the record."""
        return {name: getattr(self, name) for name in MODEL_NAMES}


class VerdictRecord(Struct, frozen=True, kw_only=True):
    """The decision.

    ``best`` has the smallest cross-fitted error and ``runner_up`` the next; difference: mean paired difference of
    their fold MSE, best minus runner-up (≤ 0), with its standard error (Nadeau & Bengio 2003). ``choice`` is what to
    use (`selection/verdict.py` says why it may differ from best). because: sentences, most important first.
    """

    choice: Choice
    tie: bool
    best: Choice
    runner_up: Choice
    difference: float
    standard_error: float | None
    sentence: str
    because: list[str]


class Record(Struct, frozen=True, kw_only=True):
    """A comparison."""

    schema: str = SCHEMA
    version: str
    options: dict[str, Any]
    seconds: dict[str, float]
    data: DataRecord
    features: list[FeatureRecord]
    warnings: list[WarningRecord]
    split: SplitRecord
    setting: SettingRecord = SettingRecord()
    baseline: BaselineRecord
    collinearity: CollinearityRecord
    models: ModelsRecord
    verdict: VerdictRecord
    products: ProductsRecord | None = None
