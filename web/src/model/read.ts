// Page data, checked and decoded: what all drawings are made from. Names are camelCase here, arrays are typed.
import { PackedError, unpack } from "./bytes.ts";
import { check, damaged } from "./check.ts";
import { fullSymmetric, type Quadratic } from "./quadratic.ts";
import {
  NAMES,
  type Baseline,
  type Feature,
  type Knots,
  type ModelData,
  type ModelName,
  type OneStandardError,
  type PathData,
  type Products,
  type ReportData,
  type Runs,
  type Spectrum,
} from "./report.ts";
import { type RunTable } from "./runs.ts";

/** L1: linear in lambda between these strengths, strongest first (`Knots` of report.ts). */
export interface KnotTable {
  readonly kind: "knots";
  readonly lambda: Float64Array;
  readonly nonzero: readonly number[];
  readonly runs: RunTable;
}

/** L2: a sum of terms pullᵢ/(valuesᵢ + lambda) (`Spectrum` of report.ts). */
export interface SpectrumTable {
  readonly kind: "spectrum";
  readonly values: Float64Array;
  readonly pull: Float64Array;
  readonly basis: Float64Array; // (q, r) by rows
  readonly offset: Float64Array; // (q)
  readonly freeRank: number;
}

export interface Path {
  readonly lambda: Float64Array; // (m), strictly decreasing
  readonly cvMse: Float64Array;
  readonly cvSe: Float64Array; // NaN where unknown
  readonly foldMse: readonly Float64Array[]; // folds · repeats of (m)
  readonly trainMse: Float64Array;
  readonly nonzero: readonly number[];
  readonly degreesOfFreedom: Float64Array | null;
  readonly features: readonly number[]; // (q), indices into Report.features
  readonly featuresLeftOut: number;
  readonly grid: RunTable | null; // m × q
  readonly exact: KnotTable | SpectrumTable | null;
}

export interface Errors {
  readonly train: number | null;
  readonly cv: number | null;
  readonly cvSe: number | null;
  readonly crossfit: number | null;
  readonly test: number | null;
}

export interface Model {
  readonly name: ModelName;
  readonly lambda: number;
  readonly l1Ratio: number | null;
  readonly nonzero: number;
  readonly rmse: Errors;
  readonly coefficients: Float64Array; // (p), original units
  readonly standardised: Float64Array; // (p)
  readonly intercept: number;
  readonly selectionFrequency: Float64Array | null; // (p)
  readonly oneStandardError: OneStandardError | null;
  readonly edge: ModelData["edge"];
  readonly scales: Readonly<Record<string, number>>;
  readonly path: Path | null;
}

/** The problem that the kernel in the page solves, over the report's features `features`. */
export interface PageProblem extends Quadratic {
  readonly features: readonly number[];
  readonly unit: Float64Array; // standardised coefficient = problem coefficient · unit
  readonly complete: boolean; // to solve it is to solve the table's own problem
}

export interface Report {
  readonly version: string;
  readonly target: string;
  readonly source: string;
  readonly convention: string;
  readonly choice: ModelName | "mean";
  readonly folds: number;
  readonly repeats: number;
  readonly weight: number;
  readonly positive: boolean;
  readonly features: readonly Feature[]; // (p)
  readonly baseline: Baseline;
  readonly testInformative: boolean;
  readonly models: Readonly<Record<ModelName, Model>>;
  readonly problem: PageProblem | null;
}

/** Page data, whatever they are, as a report. Raises PageDataError, whose message is for the reader of the page. */
export function read(value: unknown): Report {
  const data = check(value);
  const p = data.features.length;
  const models = Object.fromEntries(NAMES.map((name) => [name, readModel(data.models[name], name, p, data.products?.complete === true)]));
  return {
    version: data.version,
    target: data.target,
    source: data.source,
    convention: data.convention,
    choice: data.choice,
    folds: data.folds,
    repeats: data.repeats,
    weight: data.weight,
    positive: data.positive,
    features: data.features,
    baseline: data.baseline,
    testInformative: data.test_informative,
    models: models as Record<ModelName, Model>,
    problem: data.products && readProblem(data.products, data),
  };
}

/** `count` packed numbers (null: however many), each of which `holds` (null: NaN, "not known", and all others too). */
function numbers(
  packed: string,
  count: number | null,
  at: string,
  holds: ((value: number) => boolean) | null,
): Float64Array {
  let values: Float64Array;
  try {
    values = unpack(packed);
  } catch (error) {
    if (error instanceof PackedError) damaged(at, "does not hold packed numbers");
    throw error;
  }
  if (count !== null && values.length !== count)
    damaged(at, `holds ${values.length} numbers where ${count} belong`);
  const wrong = holds ? values.findIndex((value) => !holds(value)) : -1;
  if (wrong >= 0) damaged(`${at}[${wrong}]`, `is ${values[wrong]}, which it cannot be`);
  return values;
}

const finite = Number.isFinite;
const notNegative = (value: number): boolean => value >= 0 && value < Infinity;
const factor = (value: number): boolean => value >= 0; // infinite: left out

function sameLength(list: readonly unknown[], count: number, at: string): void {
  if (list.length !== count) damaged(at, `holds ${list.length} entries where ${count} belong`);
}

function indices(list: readonly number[], below: number, at: string): void {
  const wrong = list.findIndex((index) => index >= below);
  if (wrong >= 0) damaged(`${at}[${wrong}]`, `is feature ${list[wrong]} of ${below}`);
  if (new Set(list).size !== list.length) damaged(at, "names a feature twice");
}

function decreasing(strengths: Float64Array, at: string): Float64Array {
  if (!strengths.length) damaged(at, "is empty");
  for (let i = 1; i < strengths.length; i++)
    if (!(strengths[i]! < strengths[i - 1]!)) damaged(at, "does not decrease from strength to strength");
  return strengths;
}

function readModel(data: ModelData, name: ModelName, p: number, solvable: boolean): Model {
  const at = `models.${name}`;
  return {
    name,
    lambda: data.lambda,
    l1Ratio: data.l1_ratio,
    nonzero: data.nonzero,
    rmse: {
      train: data.train_rmse,
      cv: data.cv_rmse,
      cvSe: data.cv_rmse_se,
      crossfit: data.crossfit_rmse,
      test: data.test_rmse,
    },
    coefficients: numbers(data.coefficients, p, `${at}.coefficients`, finite).map((value) => value + 0),
    standardised: numbers(data.standardized, p, `${at}.standardized`, finite).map((value) => value + 0),
    intercept: data.intercept,
    selectionFrequency:
      data.selection_frequency === null
        ? null
        : numbers(data.selection_frequency, p, `${at}.selection_frequency`, null),
    oneStandardError: data.one_standard_error,
    edge: data.edge,
    scales: data.scales,
    path: data.path && readPath(data.path, `${at}.path`, p, solvable),
  };
}

/** `solvable`: the kernel finds the path again, so that the page need not carry it. */
function readPath(data: PathData, at: string, p: number, solvable: boolean): Path {
  const lambda = decreasing(numbers(data.lambda, null, `${at}.lambda`, notNegative), `${at}.lambda`);
  const m = lambda.length;
  const q = data.features.length;
  indices(data.features, p, `${at}.features`);
  sameLength(data.nonzero, m, `${at}.nonzero`);
  const exact =
    data.exact && (data.exact.kind === "knots" ? readKnots(data.exact, at, q) : readSpectrum(data.exact, at, q));
  if (!exact && !data.grid && !solvable) damaged(`${at}.grid`, "is missing, and so is an exact path");
  return {
    lambda,
    cvMse: numbers(data.cv_mse, m, `${at}.cv_mse`, notNegative),
    cvSe: numbers(data.cv_se, m, `${at}.cv_se`, null),
    foldMse: data.fold_mse.map((fold, k) => numbers(fold, m, `${at}.fold_mse[${k}]`, null)),
    trainMse: numbers(data.train_mse, m, `${at}.train_mse`, null),
    nonzero: data.nonzero,
    degreesOfFreedom:
      data.degrees_of_freedom === null
        ? null
        : numbers(data.degrees_of_freedom, m, `${at}.degrees_of_freedom`, null),
    features: data.features,
    featuresLeftOut: data.features_left_out,
    grid: data.grid && readRuns(data.grid, m, q, `${at}.grid`),
    exact,
  };
}

function readRuns(data: Runs, rows: number, q: number, at: string): RunTable {
  sameLength(data.first, q, `${at}.first`);
  sameLength(data.count, q, `${at}.count`);
  const start: number[] = [];
  let total = 0;
  for (let j = 0; j < q; j++) {
    if (data.first[j]! + data.count[j]! > rows) damaged(`${at}.count[${j}]`, `goes beyond row ${rows}`);
    start.push(total);
    total += data.count[j]!;
  }
  const values = numbers(data.values, total, `${at}.values`, finite);
  return { rows, first: data.first, count: data.count, start, values };
}

function readKnots(data: Knots, path: string, q: number): KnotTable {
  const at = `${path}.exact`;
  const k = data.nonzero.length;
  const lambda = decreasing(numbers(data.lambda, k, `${at}.lambda`, notNegative), `${at}.lambda`);
  return { kind: "knots", lambda, nonzero: data.nonzero, runs: readRuns(data.runs, k, q, `${at}.runs`) };
}

function readSpectrum(data: Spectrum, path: string, q: number): SpectrumTable {
  const at = `${path}.exact`;
  const values = numbers(data.values, null, `${at}.values`, notNegative);
  const r = values.length;
  return {
    kind: "spectrum",
    values,
    pull: numbers(data.pull, r, `${at}.pull`, finite),
    basis: numbers(data.basis, q * r, `${at}.basis`, finite),
    offset: data.offset === null ? new Float64Array(q) : numbers(data.offset, q, `${at}.offset`, finite),
    freeRank: data.free_rank,
  };
}

function readProblem(data: Products, report: ReportData): PageProblem {
  const k = data.features.length;
  const at = "products";
  indices(data.features, report.features.length, `${at}.features`);
  const ones = (): Float64Array => new Float64Array(k).fill(1);
  return {
    features: data.features,
    gram: fullSymmetric(numbers(data.gram, (k * (k + 1)) / 2, `${at}.gram`, finite), k),
    xty: numbers(data.xty, k, `${at}.xty`, finite),
    yy: data.yy,
    unit: data.unit === null ? ones() : numbers(data.unit, k, `${at}.unit`, notNegative),
    factors: data.factors === null ? ones() : numbers(data.factors, k, `${at}.factors`, factor),
    positive: report.positive,
    complete: data.complete,
  };
}
