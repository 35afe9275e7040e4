// The data of a page (`shrinkage.report/1`), as present/report writes it into the page. Checked by check.ts.

/** Base64 of little-endian float64 (bytes.ts); NaN stands for a number that is not there. */
export type Packed = string;

export const SCHEMA = "shrinkage.report/1";
export const NAMES = ["none", "l1", "l2", "elastic_net"] as const;
export type ModelName = (typeof NAMES)[number];

export interface Feature {
  name: string;
  column: string;
  kind: string;
  level: string | null;
  scale: number; // a coefficient in original units is the standardised one divided by it
}

/** A table of coefficients by feature: of feature j, rows first[j] … first[j] + count[j] − 1; elsewhere exactly 0. */
export interface Runs {
  first: number[];
  count: number[];
  values: Packed; // one run after another
}

/** L1: coefficients at the strengths where the support changes, strongest first; linear in between, 0 above. */
export interface Knots {
  kind: "knots";
  lambda: Packed;
  nonzero: number[]; // coefficients of all features that are not 0 just below each knot
  runs: Runs;
}

/** L2: coefficient j at lambda is offset_j + Σᵢ basis_ji · pull_i / (values_i + lambda). */
export interface Spectrum {
  kind: "spectrum";
  values: Packed; // (r) eigenvalues d²
  pull: Packed; // (r)
  basis: Packed; // (q, r) by rows
  offset: Packed | null; // (q)
  free_rank: number;
}

export interface PathData {
  lambda: Packed; // (m) strongest first
  cv_mse: Packed; // (m)
  cv_se: Packed; // (m)
  fold_mse: Packed[]; // (m) a fold
  train_mse: Packed; // (m)
  nonzero: number[]; // (m)
  degrees_of_freedom: Packed | null; // (m)
  features: number[]; // indices into the report's features
  features_left_out: number;
  grid: Runs; // standardised coefficients over the m strengths
  exact: Knots | Spectrum | null;
}

export interface OneStandardError {
  lambda: number;
  nonzero: number;
  cv_rmse: number;
}

export interface ModelData {
  lambda: number;
  l1_ratio: number | null;
  nonzero: number;
  train_rmse: number | null;
  cv_rmse: number | null;
  cv_rmse_se: number | null;
  crossfit_rmse: number | null;
  test_rmse: number | null;
  coefficients: Packed; // one a feature of the report, original units
  standardized: Packed; // one a feature of the report
  selection_frequency: Packed | null;
  one_standard_error: OneStandardError | null;
  scales: Record<string, number>; // strength in that convention = factor · lambda
  path: PathData | null;
}

export interface Baseline {
  cv_rmse: number | null;
  cv_rmse_se: number | null;
  test_rmse: number | null;
}

export interface ReportData {
  schema: typeof SCHEMA;
  version: string;
  target: string;
  source: string;
  convention: string;
  choice: ModelName | "mean";
  features: Feature[];
  baseline: Baseline;
  test_informative: boolean;
  models: Record<ModelName, ModelData>;
}
