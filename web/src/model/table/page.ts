// What was found, as the data of a page (present/report/gather.py): packed numbers, names as people see them.
import { pack } from "../bytes.ts";
import {
  NAMES as MODEL_NAMES,
  SCHEMA,
  type Feature as PageFeature,
  type Knots,
  type ModelData,
  type PathData,
  type Products,
  type ReportData,
  type Runs,
  type Spectrum,
} from "../report.ts";
import { coefficientsAt } from "./curves.ts";
import { largestOnPath, PATH_FEATURES, type Expansion } from "./exact.ts";
import { clean } from "./format.ts";
import { original } from "./parts.ts";
import { type Fit, type Selection } from "./select.ts";
import { type KnotRows } from "./solver.ts";
import { type Feature } from "./spec.ts";

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
  const models = Object.fromEntries(
    MODEL_NAMES.map((name) => [name, modelData(selection, fits[name])]),
  ) as ReportData["models"];
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
  return {
    name: nameShown(name),
    column: nameShown(column),
    kind,
    level: level === null ? null : nameShown(level),
    mean,
    scale,
  };
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

function pathData({ full }: Selection, { curve, freedom, exact }: Fit): PathData {
  const p = full.xty.length;
  const paths = curve.walks[0]!.coefficients;
  const bends = exact && "table" in exact.form ? bendsOf(exact.form, paths, p) : null;
  const anywhere = bends ? [paths, bends.table] : [paths];
  const features = largestOnPath(anywhere, p);
  return {
    lambda: pack(curve.lams),
    cv_mse: pack(curve.cvMse),
    cv_se: pack(curve.cvSe),
    fold_mse: curve.foldMse.map((fold) => pack(fold)),
    train_mse: pack(curve.walks[0]!.mse),
    nonzero: [...curve.lams.keys()].map((i) => coefficientsAt(curve, i).filter((value) => value !== 0).length),
    degrees_of_freedom: pack(freedom),
    features,
    features_left_out: usedOn(bends ? [paths, bends.all] : [paths], p) - features.length,
    grid: exact ? null : runsOf(paths, p, features),
    exact:
      exact &&
      ("table" in exact.form ? knotsOf(exact.form, bends!.table, p, features) : spectrumOf(exact.form, features)),
  };
}

/** Knots of the 200 features that a record keeps: the largest on the grid, then others as they enter. all: of all
 * features. */
function bendsOf({ table }: KnotRows, paths: Float64Array, p: number): { table: Float64Array; all: Float64Array } {
  if (p <= PATH_FEATURES) return { table, all: table };
  const kept = new Set(largestOnPath([paths], p));
  for (let at = 0; at < table.length && kept.size < PATH_FEATURES; at++) if (table[at] !== 0) kept.add(at % p);
  return { table: table.map((value, at) => (kept.has(at % p) ? value : 0)), all: table };
}

const usedOn = (paths: readonly Float64Array[], p: number): number => largestOnPath(paths, p, p).length;

/** A table (·, p) by feature, from the first row that is not 0 to the last. */
function runsOf(table: Float64Array, p: number, features: readonly number[]): Runs {
  const rows = table.length / p;
  const [first, count, values]: [number[], number[], number[]] = [[], [], []];
  for (const j of features) {
    let [from, to] = [0, rows];
    while (from < rows && table[from * p + j] === 0) from++;
    while (to > from && table[(to - 1) * p + j] === 0) to--;
    first.push(from === rows ? 0 : from);
    count.push(to - from);
    for (let i = from; i < to; i++) values.push(table[i * p + j]! + 0);
  }
  return { first, count, values: pack(values) };
}

function knotsOf({ lams, nonzero }: KnotRows, table: Float64Array, p: number, features: readonly number[]): Knots {
  return { kind: "knots", lambda: pack(lams), nonzero: [...nonzero], runs: runsOf(table, p, features) };
}

function spectrumOf({ values, pull, basis }: Expansion, features: readonly number[]): Spectrum {
  return {
    kind: "spectrum",
    values: pack(values),
    pull: pack(pull),
    basis: pack(features.flatMap((j) => basis.map((vector) => vector[j]!))),
    offset: null,
    free_rank: 0,
  };
}

/** The quadratic problem that the kernel in the page solves: of all features that vary, or of those largest on
 * any path. */
function productsOf({ problem, full, fits }: Selection): Products | null {
  const { members } = problem;
  const p = full.xty.length;
  const paths = (["l1", "l2", "elastic_net"] as const).map((name) => fits[name].curve.walks[0]!.coefficients);
  const complete = members.length <= PRODUCT_FEATURES;
  const features = complete ? [...members] : largestOnPath(paths, p, PRODUCT_FEATURES);
  if (!features.length) return null;
  return {
    features,
    gram: pack(features.flatMap((i, a) => features.slice(a).map((j) => full.gram[i * p + j]!))),
    xty: pack(features.map((j) => full.xty[j]!)),
    yy: full.yy,
    unit: null,
    factors: null,
    complete,
  };
}
