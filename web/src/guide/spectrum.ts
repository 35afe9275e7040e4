// What L2 does to the problem of a table, by principal direction, and to each weight; all columns' variances are 1 or nearly.
import type { Direction, Shrunk, Weight } from "../marks/words/directions.ts";
import { eigen } from "../model/eigen.ts";
import { softThreshold } from "../model/penalties.ts";
import type { Quadratic } from "../model/quadratic.ts";

const NOTHING = 1e-12; // a variance below this part of the largest is rounding

/** A problem seen along its principal directions. */
export interface Spectrum {
  values: Float64Array; // variances, ascending; 0 where it is rounding
  vectors: readonly Float64Array[];
  along: Float64Array; // xty along each
}

export function spectrumOf({ gram, xty }: Quadratic, uncorrelated: boolean): Spectrum {
  const p = xty.length;
  const own = uncorrelated ? gram.map((value, at) => (Math.floor(at / p) === at % p ? value : 0)) : gram;
  const { values, vectors } = eigen(own, p);
  const largest = values[p - 1] ?? 0;
  return {
    values: values.map((value) => (value > NOTHING * largest ? value : 0)),
    vectors,
    along: Float64Array.from(vectors, (v) => v.reduce((sum, part, j) => sum + part * xty[j]!, 0)),
  };
}

/** Weights at a strength: Σ (vᵢ·c)/(d² + lambda) vᵢ; at 0 least squares, of least length where it is not unique. */
export function weightsAt({ values, vectors, along }: Spectrum, lambda: number): Float64Array {
  const w = new Float64Array(along.length);
  vectors.forEach((v, i) => {
    if (values[i]! + lambda > 0 && (values[i]! > 0 || lambda > 0)) {
      const length = along[i]! / (values[i]! + lambda);
      v.forEach((part, j) => (w[j]! += length * part));
    }
  });
  return w;
}

export function directionsAt({ values }: Spectrum, lambda: number): Direction[] {
  return Array.from(values, (variance) => ({ variance, kept: variance / (variance + lambda) })).reverse();
}

/** Weights of an L1 that keeps as many as L2 is worth, had the columns no correlations; its threshold is halfway between
 * the last kept and the first dropped. */
export function thresholded({ gram, xty }: Quadratic, freedom: number): Float64Array {
  const p = xty.length;
  const many = Math.round(freedom);
  const sizes = Array.from(xty, Math.abs).sort((a, b) => b - a);
  const cut = many === 0 ? (sizes[0] ?? 0) : ((sizes[many - 1] ?? 0) + (sizes[many] ?? 0)) / 2;
  return xty.map((pull, j) => (gram[j * p + j]! > 0 ? softThreshold(pull, cut) / gram[j * p + j]! + 0 : 0));
}

/** All that the figure shows, the largest least-squares weights first. */
export function shrunkAt(problem: Quadratic, names: readonly string[], spectrum: Spectrum, lambda: number, uncorrelated: boolean): Shrunk {
  const directions = directionsAt(spectrum, lambda);
  const freedom = directions.reduce((sum, { kept }) => sum + kept, 0);
  const [least, l2] = [weightsAt(spectrum, 0), weightsAt(spectrum, lambda)];
  const l1 = uncorrelated ? thresholded(problem, freedom) : null;
  const weights: Weight[] = names.map((name, j) => ({ name, least: least[j]!, l2: l2[j]!, l1: l1 && l1[j]! }));
  return { lambda, freedom, directions, uncorrelated, weights: weights.sort((a, b) => Math.abs(b.least) - Math.abs(a.least)) };
}
