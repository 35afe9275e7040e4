// What the figure of bias and variance shows, in sentences.
import { figureNumber } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import { amount } from "./amounts.ts";

export interface Parts {
  bias2: ArrayLike<number>; // by strength, strongest first
  variance: ArrayLike<number>;
  error: ArrayLike<number>;
}

export interface Many {
  rule: "l1" | "l2";
  degree: number;
  samples: number;
  noise: number;
  lambdas: readonly number[];
  parts: Parts;
  at: number;
}

const NAMES = { l1: "L1", l2: "L2" };

export const lowest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((best, value, i, all) => (value < all[best]! ? i : best), 0);

/** The finding: the two parts at this strength, what they come to, and how far from the best that is. */
export function spreadWords({ rule, degree, samples, noise, lambdas, parts, at }: Many): string {
  const best = lowest(parts.error);
  const [bias2, variance, error] = [parts.bias2[at]!, parts.variance[at]!, parts.error[at]!];
  const here = `${samples} samples of the same truth, each fitted by degree ${degree} with ${NAMES[rule]} at lambda ${amount(lambdas[at]!)}: bias² ${amount(bias2)}, variance ${amount(variance)}`;
  const sum = `with the noise of ${amount(noise * noise)} that makes an error of ${amount(error)}`;
  if (best === at) return `${here}; ${sum}, the least at any strength here.`;
  const way = at < best ? "weaker" : "stronger";
  return `${here}; ${sum}. It is least at lambda ${amount(lambdas[best]!)}, a ${way} penalty: ${amount(parts.error[best]!)}.`;
}

/** Beside the slider, and read out. */
export function partsWords({ lambdas, parts, at }: Many): string {
  return `lambda ${amount(lambdas[at]!)}: bias² ${amount(parts.bias2[at]!, 2)}, variance ${amount(parts.variance[at]!, 2)}`;
}

export function tableOf({ lambdas, parts, noise }: Many): Table {
  const format = (value: number): string => figureNumber(value, 4);
  const numeric = (label: string) => ({ label, numeric: true, format });
  return {
    caption: "Bias and variance at each strength, averaged over the samples and along the line",
    columns: ["lambda", "bias²", "variance", "noise", "error on new points (mean square)"].map(numeric),
    rows: lambdas.map((lambda, i) => [lambda, parts.bias2[i]!, parts.variance[i]!, noise * noise, parts.error[i]!]),
  };
}
