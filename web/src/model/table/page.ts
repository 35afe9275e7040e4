// What was found, as the data of a page (present/report/gather.py): packed numbers, names as people see them.
import { pack } from "../bytes.ts";
import { NAMES as MODEL_NAMES, SCHEMA, type Feature as PageFeature, type ModelData, type PathData, type Products, type ReportData, type Runs, type Spectrum } from "../report.ts";
import { coefficientsAt, type Curve } from "./curves.ts";
import { dot } from "./dense.ts";
import { clean } from "./format.ts";
import { original } from "./parts.ts";
import { type Fit, type Selection } from "./select.ts";
import { type Feature } from "./spec.ts";

const PATH_FEATURES = 200;
const PRODUCT_FEATURES = 50;
const LONGEST_NAME = 120;
const INFORMATIVE_ROWS = 50;

/** What the page data need besides numbers. */
export interface Labels {
  readonly version: string;
  readonly target: string;
  readonly source: string;
  readonly features: readonly Feature[];
  readonly testRows: number;
}

export function reportData(selection: Selection, labels: Labels): ReportData {
  const { full, fits, baseline, verdict } = selection;
  const models = Object.fromEntries(MODEL_NAMES.map((name) => [name, modelData(selection, fits[name])])) as ReportData["models"];
  return {
    schema: SCHEMA,
    version: labels.version,
    target: nameShown(labels.target),
    source: nameShown(labels.source),
    convention: "textbook",
    choice: verdict.choice,
    folds: fits.l1.crossfit.length,
    repeats: 1,
    weight: full.weight,
    positive: false,
    features: labels.features.map((feature, j) => featureData(feature, full.center[j]!, full.scale[j]!)),
    baseline: {
      cv_rmse: Math.sqrt(baseline.cvMse),
      cv_rmse_se: rmseSe(baseline.cvMse, baseline.cvSe),
      test_rmse: root(baseline.testMse),
    },
    test_informative: labels.testRows >= INFORMATIVE_ROWS,
    models,
    products: productsOf(selection),
  };
}

/** A name as people see it: cleaned, and short enough for a cell. */
function nameShown(text: string): string {
  const shown = Array.from(clean(text));
  if (shown.length <= LONGEST_NAME) return shown.join("");
  return `${shown.slice(0, (LONGEST_NAME * 2) / 3).join("")}…${shown.slice(1 - LONGEST_NAME / 3).join("")}`;
}

function featureData({ name, column, kind, level }: Feature, mean: number, scale: number): PageFeature {
  return { name: nameShown(name), column: nameShown(column), kind, level: level === null ? null : nameShown(level), mean, scale };
}

const root = (mse: number | null): number | null => (mse === null ? null : Math.sqrt(mse));

/** Delta method: the standard error of √mse; null for an error of 0. */
const rmseSe = (mse: number, se: number): number | null => (mse > 0 ? se / (2 * Math.sqrt(mse)) : null);

function modelData(selection: Selection, fit: Fit): ModelData {
  const { curve, point, oneSe } = fit;
  const { intercept, own } = original(selection.full, fit.coefficients);
  const lambda = curve.lams[point]!;
  return {
    lambda,
    l1_ratio: fit.name === "none" ? null : curve.l1Ratio,
    nonzero: fit.nonzero,
    train_rmse: Math.sqrt(fit.trainMse),
    cv_rmse: Math.sqrt(fit.cvMse),
    cv_rmse_se: rmseSe(fit.cvMse, fit.cvSe),
    crossfit_rmse: Math.sqrt(fit.crossfit.reduce((sum, one) => sum + one, 0) / fit.crossfit.length),
    test_rmse: root(fit.testMse),
    coefficients: pack(own),
    standardized: pack(fit.coefficients),
    selection_frequency: curve.l1Ratio > 0 ? pack(fit.used) : null,
    one_standard_error:
      oneSe === null
        ? null
        : {
            lambda: curve.lams[oneSe]!,
            nonzero: coefficientsAt(curve, oneSe).filter((value) => value !== 0).length,
            cv_rmse: Math.sqrt(curve.cvMse[oneSe]!),
          },
    intercept,
    edge: fit.edge,
    scales: fit.name === "none" ? {} : scalesOf(selection, curve.l1Ratio),
    path: pathData(selection, fit),
  };
}

/** What a lambda is multiplied by to be a strength of each convention (passport.py). */
function scalesOf({ full, lambdaMax }: Selection, rho: number): Record<string, number> {
  const { weight, yy } = full;
  const ridge = rho === 0;
  const every: Record<string, number> = {
    lam: 1,
    textbook: ridge ? weight : 2 * weight * rho,
    sklearn: ridge ? weight : 1,
    sklearn_elastic_net: 1,
    ...(ridge ? { sklearn_ridge: weight } : {}),
    glmnet: rho === 1 ? 1 : rho + Math.sqrt(yy) * (1 - rho),
    statsmodels: 1,
    fraction: 1 / lambdaMax,
  };
  return Object.fromEntries(Object.entries(every).filter(([, factor]) => Number.isFinite(factor) && factor > 0));
}

function pathData(selection: Selection, { name, curve, freedom }: Fit): PathData {
  const m = curve.lams.length;
  const p = selection.full.xty.length;
  const paths = curve.walks[0]!.coefficients;
  const size = Float64Array.from({ length: p }, (_, j) => {
    let largest = 0;
    for (let i = 0; i < m; i++) largest = Math.max(largest, Math.abs(paths[i * p + j]!));
    return largest;
  });
  const active = [...size.keys()].filter((j) => size[j]! > 0);
  const features = [...active].sort((a, b) => size[b]! - size[a]!).slice(0, PATH_FEATURES).sort((a, b) => a - b);
  const exact = name === "l2" ? spectrumOf(selection, features) : null;
  return {
    lambda: pack(curve.lams),
    cv_mse: pack(curve.cvMse),
    cv_se: pack(curve.cvSe),
    fold_mse: curve.foldMse.map((fold) => pack(fold)),
    train_mse: pack(curve.walks[0]!.mse),
    nonzero: [...curve.lams.keys()].map((i) => coefficientsAt(curve, i).filter((value) => value !== 0).length),
    degrees_of_freedom: pack(freedom),
    features,
    features_left_out: active.length - features.length,
    grid: exact ? null : runsOf(curve, p, features),
    exact,
  };
}

/** A table by feature, from the first row that is not 0 to the last. */
function runsOf(curve: Curve, p: number, features: readonly number[]): Runs {
  const m = curve.lams.length;
  const paths = curve.walks[0]!.coefficients;
  const [first, count, values]: number[][] = [[], [], []];
  for (const j of features) {
    const rows = [...curve.lams.keys()].filter((i) => paths[i * p + j] !== 0);
    const [from, to] = rows.length ? [rows[0]!, rows[rows.length - 1]! + 1] : [0, 0];
    first!.push(from);
    count!.push(to - from);
    for (let i = from; i < Math.min(to, m); i++) values!.push(paths[i * p + j]!);
  }
  return { first: first!, count: count!, values: pack(values!) };
}

/** L2 exactly at any strength: by the eigenvectors of the full problem. */
function spectrumOf({ problem }: Selection, features: readonly number[]): Spectrum | null {
  const { members, xty, reduced } = problem;
  if (!reduced) return null;
  const { values, rows } = reduced.vectors();
  const pull = rows.map((row) => dot(row, xty));
  const kept = [...values.keys()].filter((i) => values[i]! > members.length * Number.EPSILON * values[values.length - 1]!);
  const placeOf = new Map(members.map((j, a) => [j, a]));
  const basis = features.flatMap((j) => kept.map((i) => rows[i]![placeOf.get(j)!]!));
  return {
    kind: "spectrum",
    values: pack(kept.map((i) => values[i]!)),
    pull: pack(kept.map((i) => pull[i]!)),
    basis: pack(basis),
    offset: null,
    free_rank: 0,
  };
}

/** The quadratic problem that the kernel in the page solves: of all features, or of those largest on any path. */
function productsOf({ problem, full, fits }: Selection): Products {
  const p = full.xty.length;
  const size = new Float64Array(p);
  for (const name of ["l1", "l2", "elastic_net"] as const) {
    const paths = fits[name].curve.walks[0]!.coefficients;
    paths.forEach((value, at) => (size[at % p] = Math.max(size[at % p]!, Math.abs(value))));
  }
  const { members } = problem;
  const features = [...members].sort((a, b) => size[b]! - size[a]!).slice(0, PRODUCT_FEATURES).sort((a, b) => a - b);
  const upper = features.flatMap((i, a) => features.slice(a).map((j) => full.gram[i * p + j]!));
  return {
    features,
    gram: pack(upper),
    xty: pack(features.map((j) => full.xty[j]!)),
    yy: full.yy,
    unit: null,
    factors: null,
    complete: features.length === members.length,
  };
}
