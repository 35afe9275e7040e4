// Quadratic problems for the figures of geometry and training: the example table's, and odd ones.
import type { Quadratic } from "../../src/model/quadratic.ts";
import { names, training } from "./diabetes.ts";

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;

function standardised(values: Float64Array): Float64Array {
  const middle = mean(values);
  const centred = values.map((v) => v - middle);
  const scale = Math.sqrt(mean(centred.map((v) => v * v))) || 1;
  return centred.map((v) => v / scale);
}

export const diabetes = ((): { names: string[]; problem: Quadratic } => {
  const columns = training.columns.map(standardised);
  const level = mean(training.target);
  const target = training.target.map((v) => v - level);
  const along = (a: Float64Array, b: Float64Array): number => mean(a.map((v, i) => v * b[i]!));
  return {
    names,
    problem: {
      gram: Float64Array.from(columns.flatMap((a) => columns.map((b) => along(a, b)))),
      xty: Float64Array.from(columns, (column) => along(column, target)),
      yy: along(target, target),
      factors: new Float64Array(columns.length).fill(1),
      positive: false,
    },
  };
})();

/** Two columns with that correlation, least squares at (w1, w2); the second column `spread` times as wide. */
export function pair(w1: number, w2: number, correlation: number, spread = 1): Quadratic {
  const cross = correlation * spread;
  const xty = [w1 + cross * w2, cross * w1 + spread * spread * w2];
  return {
    gram: Float64Array.from([1, cross, cross, spread * spread]),
    xty: Float64Array.from(xty),
    yy: 1.3 * (w1 * xty[0]! + w2 * xty[1]!) + 1e-300,
    factors: Float64Array.from([1, 1]),
    positive: false,
  };
}
