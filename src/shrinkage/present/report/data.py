"""The data of the page (``shrinkage.report/1``), as its script reads it: `web/src/model/report.ts`, field by field.

Long rows of numbers are bytes, little-endian float64, which JSON carries as base64: exact to the last bit, at half the
size of decimals. NaN among them stands for a number that is not there. `schema.py` generates the JSON Schema.
"""

from __future__ import annotations

from msgspec import Struct, field

from shrinkage.result.record import Choice, Edge

SCHEMA = "shrinkage.report/1"

Packed = bytes


class Feature(Struct, frozen=True, kw_only=True):
    """An encoded column; a coefficient in original units is the standardised one divided by ``scale``.

    The intercept at any strength follows from the means.
    """

    name: str
    column: str
    kind: str
    level: str | None
    mean: float
    scale: float


class Runs(Struct, frozen=True, kw_only=True):
    """A table of coefficients by feature: of feature j rows first[j] … first[j] + count[j] − 1; elsewhere exactly 0."""

    first: list[int]
    count: list[int]
    values: Packed


class Knots(Struct, frozen=True, kw_only=True, tag_field="kind", tag="knots"):
    """L1 at the strengths where the support changes, strongest first; linear in between."""

    lam: Packed = field(name="lambda")
    nonzero: list[int]
    runs: Runs


class Spectrum(Struct, frozen=True, kw_only=True, tag_field="kind", tag="spectrum"):
    """L2: coefficient j at lambda is offset_j + Σᵢ basis_ji · pull_i / (values_i + lambda)."""

    values: Packed
    pull: Packed
    basis: Packed
    offset: Packed | None
    free_rank: int


class Products(Struct, frozen=True, kw_only=True):
    """The quadratic problem of the largest features, which the kernel in the page solves."""

    features: list[int]
    gram: Packed
    xty: Packed
    yy: float
    unit: Packed | None
    factors: Packed | None
    complete: bool


class PathData(Struct, frozen=True, kw_only=True):
    """Everything over the strengths of the grid, strongest first; fold_mse: a row a fold, repeat by repeat."""

    lam: Packed = field(name="lambda")
    cv_mse: Packed
    cv_se: Packed
    fold_mse: list[Packed]
    train_mse: Packed
    nonzero: list[int]
    degrees_of_freedom: Packed | None
    features: list[int]
    features_left_out: int
    grid: Runs | None
    exact: Knots | Spectrum | None


class OneStandardError(Struct, frozen=True, kw_only=True):
    """The strongest penalty within one standard error of the smallest error."""

    lam: float = field(name="lambda")
    nonzero: int
    cv_rmse: float | None


class ModelData(Struct, frozen=True, kw_only=True):
    """A model. coefficients, standardized, selection_frequency: one number a feature of the report; scales: by what a
    lambda is multiplied to be a strength of a convention (textbook: lambda_1 where there is an L1 part)."""

    lam: float = field(name="lambda")
    l1_ratio: float | None
    nonzero: int
    train_rmse: float | None
    cv_rmse: float | None
    cv_rmse_se: float | None
    crossfit_rmse: float | None
    test_rmse: float | None
    coefficients: Packed
    standardized: Packed
    selection_frequency: Packed | None
    one_standard_error: OneStandardError | None
    intercept: float
    edge: Edge | None
    scales: dict[str, float]
    path: PathData | None


class Models(Struct, frozen=True, kw_only=True):
    """The four models by name."""

    none: ModelData
    l1: ModelData
    l2: ModelData
    elastic_net: ModelData


class Baseline(Struct, frozen=True, kw_only=True):
    """The mean alone."""

    cv_rmse: float | None
    cv_rmse_se: float | None
    test_rmse: float | None


class ReportData(Struct, frozen=True, kw_only=True):
    """The whole page's data. Numbers named ``features`` in its parts are indices into ``features``."""

    schema: str = SCHEMA
    version: str
    target: str
    source: str
    convention: str
    choice: Choice
    folds: int
    repeats: int
    weight: float
    positive: bool
    features: list[Feature]
    baseline: Baseline
    test_informative: bool
    models: Models
    products: Products | None
