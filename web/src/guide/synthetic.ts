// Tables whose truth is known: columns of variance 1, noise of a given size, and the problem that they make.
import { type Quadratic } from "../model/quadratic.ts";
import { normal } from "./random.ts";

export interface Drawn {
  x: Float64Array[]; // (p) columns of n
  y: Float64Array;
}

/**
 * n rows of p features, drawn row by row: neighbours in a pair (0 with 1, 2 with 3, …) have `correlation`, others none;
 * y = x·truth + noise.
 */
export function drawn(seed: number, n: number, truth: readonly number[], noise: number, correlation = 0): Drawn {
  const next = normal(seed);
  const p = truth.length;
  const x = Array.from({ length: p }, () => new Float64Array(n));
  const y = new Float64Array(n);
  const rest = Math.sqrt(1 - correlation * correlation);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      const own = next();
      x[j]![i] = j % 2 === 1 ? correlation * x[j - 1]![i]! + rest * own : own;
      y[i]! += truth[j]! * x[j]![i]!;
    }
    y[i]! += noise * next();
  }
  return { x, y };
}

/** Centred products: G = X'X/n, c = X'y/n. */
export function problemOf({ x, y }: Drawn): Quadratic {
  const n = y.length;
  const p = x.length;
  const centred = x.map(centre);
  const target = centre(y);
  const gram = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let k = j; k < p; k++) gram[j * p + k] = gram[k * p + j] = product(centred[j]!, centred[k]!) / n;
  return {
    gram,
    xty: Float64Array.from(centred, (column) => product(column, target) / n),
    yy: product(target, target) / n,
    factors: new Float64Array(p).fill(1),
    positive: false,
  };
}

function centre(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Strengths from `top` down to `share` of it, evenly in their logarithm. */
export function grid(top: number, share: number, points: number): number[] {
  return Array.from({ length: points }, (_, k) => top * share ** (k / (points - 1)));
}

/** The Python of `drawn` and `problemOf`, after PYTHON_NORMALS of random.ts. */
export const PYTHON_TABLE = `def table(seed, n, truth, noise, correlation=0.0):
    p = len(truth)
    rows = normals(seed, n * (p + 1)).reshape(n, p + 1)
    X = rows[:, :p].copy()
    X[:, 1::2] = correlation * X[:, 0:p - p % 2:2] + (1 - correlation**2) ** 0.5 * X[:, 1::2]
    y = X @ np.array(truth) + noise * rows[:, p]
    return X - X.mean(axis=0), y - y.mean()`;
