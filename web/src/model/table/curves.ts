// Folds × grid → curves (selection/validate.py, table.py): every strength of every penalty, on every training part.
//
// The grid belongs to the full problem and is the same in every fold. Where the smallest error is at the weak end of a
// grid, the grid goes on below it and every part walks on from where it stopped.
import { extend, type Grid } from "./grid.ts";
import { type Native } from "./native.ts";
import { type Held } from "./parts.ts";
import { scores, trainingErrors, type Path, type Problem } from "./solver.ts";

export const RATIOS = [1, 0.25, 0.5, 0.75, 0] as const;
export const MIXED = [0.25, 0.5, 0.75] as const;
export const SOLVED = 0;

/** A training part and what was held out; null for the full part. */
export interface Part {
  readonly problem: Problem;
  readonly held: Held | null;
}

/** One part's path: errors (m) on what was held out (of the full part: its own), coefficients (m, p) by rows. */
export interface Walk extends Path {
  readonly mse: Float64Array;
}

/** Walk a grid on a part, from where it stopped before. */
export function walk(native: Native, part: Part, lams: Float64Array, l1Ratio: number, before: Walk | null): Walk {
  const p = part.problem.trained.xty.length;
  const start = before ? before.coefficients.slice(before.coefficients.length - p) : new Float64Array(p);
  const path = part.problem.path(lams, l1Ratio, start);
  return { ...path, mse: errorsOf(native, part, path.coefficients, lams.length) };
}

/** Errors (m) of coefficients (m, p) on what was held out, or on the full part itself. */
export function errorsOf(native: Native, { problem, held }: Part, coefficients: Float64Array, m: number): Float64Array {
  return held ? scores(native, held, coefficients, m) : trainingErrors(native, problem.trained, coefficients, m);
}

/** One l1_ratio over its grid. walks: of the full part first, then of every fold. */
export interface Curve {
  readonly l1Ratio: number;
  readonly lams: Float64Array;
  readonly foldMse: readonly Float64Array[]; // (k) of (m)
  readonly cvMse: Float64Array;
  readonly cvSe: Float64Array;
  readonly walks: readonly Walk[];
}

export function curveOf(l1Ratio: number, lams: Float64Array, walks: readonly Walk[]): Curve {
  const foldMse = walks.slice(1).map(({ mse }) => mse);
  return { l1Ratio, lams, foldMse, walks, ...overFolds(foldMse) };
}

/** Mean over folds, each counting once, and its standard error: sd (divisor k − 1)/√k. */
function overFolds(foldMse: readonly Float64Array[]): { cvMse: Float64Array; cvSe: Float64Array } {
  const k = foldMse.length;
  const cvMse = foldMse[0]!.map((_, i) => foldMse.reduce((sum, fold) => sum + fold[i]!, 0) / k);
  const cvSe = cvMse.map((mean, i) => {
    const unit = Math.max(1, ...foldMse.map((fold) => fold[i]!)); // where a fold explodes, its square may overflow
    const square = foldMse.reduce((sum, fold) => sum + ((fold[i]! - mean) / unit) ** 2, 0);
    return (unit * Math.sqrt(square / (k - 1))) / Math.sqrt(k);
  });
  return { cvMse, cvSe };
}

/** Strengths to add to a curve: none unless its smallest error is the last. */
export function below(curve: Curve, { floor }: Grid): Float64Array {
  return minimum(curve) < curve.lams.length - 1 ? new Float64Array(0) : extend(curve.lams, floor);
}

/** A curve, and weaker strengths after it. */
export function joined(first: Curve, lams: Float64Array, walks: readonly Walk[]): Curve {
  const both = first.walks.map((walk, k) => ({
    mse: concat(walk.mse, walks[k]!.mse),
    coefficients: concat(walk.coefficients, walks[k]!.coefficients),
    outcomes: Int32Array.from([...walk.outcomes, ...walks[k]!.outcomes]),
  }));
  return curveOf(first.l1Ratio, concat(first.lams, lams), both);
}

function concat(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Place of the smallest; the first of equal ones. */
export function argmin(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[best]!) best = i;
  return best;
}

export const minimum = ({ cvMse }: Curve): number => argmin(cvMse);

/** The strongest penalty whose mean error is within one standard error of the smallest (Breiman et al. 1984). */
export function oneStandardError(curve: Curve): number {
  const best = minimum(curve);
  const limit = curve.cvMse[best]! + curve.cvSe[best]!;
  return curve.cvMse.findIndex((mse) => mse <= limit);
}

/** Coefficients (p) of the full part at a point of its curve. */
export const coefficientsAt = ({ walks, lams }: Curve, point: number, part = 0): Float64Array => {
  const p = walks[part]!.coefficients.length / lams.length;
  return walks[part]!.coefficients.slice(point * p, (point + 1) * p);
};

/** (k) error of each fold at the point, of whichever curve of a family, that the other folds chose. */
export function crossfit(family: readonly Curve[]): Float64Array {
  const k = family[0]!.foldMse.length;
  return Float64Array.from({ length: k }, (_, fold) => {
    const others = (curve: Curve, i: number): number =>
      curve.foldMse.reduce((sum, own, other) => sum + (other === fold ? 0 : own[i]!), 0);
    const reach = family.map((curve) => Float64Array.from(curve.lams, (_lam, i) => others(curve, i)));
    const points = reach.map(argmin);
    const best = argmin(points.map((point, c) => reach[c]![point]!));
    return family[best]!.foldMse[fold]![points[best]!]!;
  });
}
