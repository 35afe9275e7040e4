// Bias and variance of polynomials at each strength, exactly as they are over the samples drawn.
import { type Kernel } from "../../model/kernel.ts";
import { design, heights, penalised } from "./fit.ts";

export interface Setting {
  readonly x: Float64Array; // places of the points
  readonly samples: readonly Float64Array[]; // heights, one array a sample
  readonly degree: number;
  readonly l1Ratio: number;
  readonly noise: number;
}

/** At one strength. */
export interface Spread {
  readonly curves: readonly Float64Array[]; // heights at the places asked for, one a sample
  readonly middle: Float64Array; // their mean
  readonly bias2: number;
  readonly variance: number;
  readonly error: number; // bias² + variance + noise²: the mean squared error on a new point
}

/** At every strength (strongest first), with heights at `places`, the truth there being `truths`. */
export function spreads(kernel: Kernel, setting: Setting, lambdas: readonly number[], places: Float64Array, truths: Float64Array): Spread[] {
  const own = design(setting.x, setting.degree);
  const fits = setting.samples.map((y) => penalised(kernel, own, y, lambdas, setting.l1Ratio));
  return lambdas.map((_, k) => spreadOf(fits.map((along) => heights(along[k]!, places)), truths, setting.noise));
}

function spreadOf(curves: readonly Float64Array[], truths: Float64Array, noise: number): Spread {
  const middle = truths.map((_, i) => curves.reduce((sum, curve) => sum + curve[i]!, 0) / curves.length);
  let [bias2, variance] = [0, 0];
  for (let i = 0; i < truths.length; i++) {
    bias2 += (middle[i]! - truths[i]!) ** 2 / truths.length;
    for (const curve of curves) variance += (curve[i]! - middle[i]!) ** 2 / (truths.length * curves.length);
  }
  return { curves, middle, bias2, variance, error: bias2 + variance + noise * noise };
}
