// Page data whose every number is known in closed form: columns that are orthonormal, G = I, so that
//
//     L1: wⱼ = S(cⱼ, lambda)      L2: wⱼ = cⱼ/(1 + lambda)      elastic net: wⱼ = S(cⱼ, lambda·ρ)/(1 + lambda·(1 − ρ))
import { pack } from "../../src/model/bytes.ts";
import { elasticNetProx } from "../../src/model/penalties.ts";
import { type ModelData, type ModelName, type PathData, type ReportData, type Runs } from "../../src/model/report.ts";

export const PULLS = [3, -2, 1.5, 0.4, -0.1];
export const MEANS = [10, -1, 0.5, 100, 0];
export const SCALES = [2, 0.5, 1, 10, 4];
export const TARGET_MEAN = 7;
export const GRID = Array.from({ length: 21 }, (_, i) => 3 * 10 ** (-i / 10));
const RATIOS: Record<ModelName, number | null> = { none: null, l1: 1, l2: 0, elastic_net: 0.5 };
export const CHOSEN = GRID[8]!;

export const truth = (name: ModelName, lambda: number): number[] => {
  const strength = name === "none" ? 0 : lambda;
  return PULLS.map((pull) => elasticNetProx(pull, strength, RATIOS[name] ?? 1));
};

export function interceptOf(standardised: readonly number[]): number {
  return standardised.reduce((sum, w, j) => sum - (MEANS[j]! * w) / SCALES[j]!, TARGET_MEAN);
}

/** A table (rows, q) as runs. */
export function runs(table: readonly (readonly number[])[], q: number): Runs {
  const [first, count, values] = [[] as number[], [] as number[], [] as number[]];
  for (let j = 0; j < q; j++) {
    const rows = table.flatMap((row, i) => (row[j] !== 0 ? [i] : []));
    first.push(rows[0] ?? 0);
    count.push(rows.length ? rows[rows.length - 1]! - rows[0]! + 1 : 0);
    for (let i = 0; i < count[j]!; i++) values.push(table[first[j]! + i]![j]!);
  }
  return { first, count, values: pack(values) };
}

function exactOf(name: ModelName): PathData["exact"] {
  if (name === "l1") {
    const lambda = [...PULLS.map(Math.abs).sort((a, b) => b - a), GRID[20]!].filter((value) => value >= GRID[20]!);
    const table = lambda.map((each) => truth("l1", each));
    const below = lambda.map((each) => truth("l1", each * (1 - 1e-9)).filter((value) => value !== 0).length);
    return { kind: "knots", lambda: pack(lambda), nonzero: below, runs: runs(table, PULLS.length) };
  }
  if (name !== "l2") return null;
  const basis = PULLS.flatMap((_, i) => PULLS.map((__, j) => Number(i === j)));
  const ones = PULLS.map(() => 1);
  return { kind: "spectrum", values: pack(ones), pull: pack(PULLS), basis: pack(basis), offset: null, free_rank: 0 };
}

function pathOf(name: ModelName): PathData | null {
  if (name === "none") return null;
  const table = GRID.map((lambda) => truth(name, lambda));
  const nonzero = table.map((row) => row.filter((value) => value !== 0).length);
  const exact = exactOf(name);
  return {
    lambda: pack(GRID),
    cv_mse: pack(GRID.map((lambda) => 1 + Math.log(lambda) ** 2)),
    cv_se: pack(GRID.map((_, i) => (i === 3 ? NaN : 0.2))),
    fold_mse: [1, 2].map((fold) => pack(GRID.map((lambda) => fold + lambda))),
    train_mse: pack(GRID.map((lambda) => lambda)),
    nonzero,
    degrees_of_freedom: pack(nonzero),
    features: PULLS.map((_, j) => j),
    features_left_out: 0,
    grid: exact ? null : runs(table, PULLS.length),
    exact,
  };
}

function modelOf(name: ModelName): ModelData {
  const lambda = name === "none" ? 0 : CHOSEN;
  const standardised = truth(name, lambda);
  return {
    lambda,
    l1_ratio: RATIOS[name],
    nonzero: standardised.filter((value) => value !== 0).length,
    train_rmse: 1,
    cv_rmse: 1.1,
    cv_rmse_se: 0.1,
    crossfit_rmse: 1.2,
    test_rmse: null,
    coefficients: pack(standardised.map((w, j) => w / SCALES[j]!)),
    standardized: pack(standardised),
    selection_frequency: name === "l1" ? pack([1, 1, 0.9, 0.2, 0]) : null,
    one_standard_error: name === "none" ? null : { lambda: GRID[5]!, nonzero: 2, cv_rmse: 1.15 },
    intercept: interceptOf(standardised),
    edge: null,
    scales: { textbook: 200, sklearn: 1 },
    path: pathOf(name),
  };
}

/** A fresh copy each time, so that a test may damage it. */
export function page(): ReportData {
  const kinds = PULLS.map((_, j) => ({ name: `x${j}`, column: `x${j}`, kind: "number", level: null }));
  const identity = PULLS.flatMap((_, i) => PULLS.slice(i).map((__, j) => Number(j === 0)));
  return {
    schema: "shrinkage.report/1",
    version: "1.0.0",
    target: "y",
    source: "table.csv",
    convention: "textbook",
    choice: "l1",
    folds: 2,
    repeats: 1,
    weight: 100,
    positive: false,
    features: kinds.map((kind, j) => ({ ...kind, mean: MEANS[j]!, scale: SCALES[j]! })),
    baseline: { cv_rmse: 4, cv_rmse_se: 0.3, test_rmse: null },
    test_informative: false,
    models: { none: modelOf("none"), l1: modelOf("l1"), l2: modelOf("l2"), elastic_net: modelOf("elastic_net") },
    products: {
      features: PULLS.map((_, j) => j),
      gram: pack(identity),
      xty: pack(PULLS),
      yy: 20,
      unit: null,
      factors: null,
      complete: true,
    },
  };
}
