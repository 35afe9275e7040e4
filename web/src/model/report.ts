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
  mean: number; // over the training part: the intercept at any strength follows from means and coefficients
  scale: number; // a coefficient in original units is the standardised one divided by it; 0: constant, coefficient 0
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

/** The quadratic problem of the k largest features, for the kernel in the page: ½ w'Gw − c·w + penalty. */
export interface Products {
  features: number[]; // (k) indices into the report's features
  gram: Packed; // upper triangle by rows, the diagonal in it: k(k+1)/2
  xty: Packed; // (k)
  yy: number;
  unit: Packed | null; // (k) standardised coefficient = problem coefficient · unit; null: ones
  factors: Packed | null; // (k) penalty factors; null: ones
  complete: boolean; // no other feature varies: to solve this is to solve the table's problem
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
  grid: Runs | null; // standardised coefficients over the m strengths; null where `exact` gives them, or the kernel from complete products
  exact: Knots | Spectrum | null; // over the same features
}

export interface OneStandardError {
  lambda: number;
  nonzero: number;
  cv_rmse: number | null;
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
  intercept: number;
  edge: "null" | "unpenalised" | null;
  scales: Record<string, number>; // strength in that convention = factor · lambda (textbook: lambda_1 of L1 and elastic net, lambda_2 of L2)
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
  convention: string; // in which strengths are shown, a key of ModelData.scales
  choice: ModelName | "mean";
  folds: number;
  repeats: number; // fold_mse has folds · repeats rows, repeat by repeat
  weight: number; // W of the training part: rows, or the sum of their weights
  positive: boolean; // coefficients are held at or above 0
  features: Feature[];
  baseline: Baseline;
  test_informative: boolean;
  models: Record<ModelName, ModelData>;
  products: Products | null;
}
