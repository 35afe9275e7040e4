// What the figure of a polynomial shows, in sentences.
import { count } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import { figureNumber } from "../../model/numbers.ts";
import { amount } from "./amounts.ts";

export const RULES = ["none", "l2", "l1"] as const;
export type Rule = (typeof RULES)[number];

export const RULE_NAMES: Readonly<Record<Rule, string>> = { none: "no penalty", l1: "L1", l2: "L2" };

export interface Curve {
  degree: number;
  points: number;
  noise: number; // standard deviation
  rule: Rule;
  lambda: number; // 0 without a penalty
  train: number; // root mean square
  test: number; // of new points, noise included
  weights: ArrayLike<number>;
}

// Below this share of the noise an error is what rounding leaves of none.
const NOTHING = 1e-6;

/** The finding: both errors, what part of the second is nobody's fault, and how large the weights are. */
export function polynomialWords(curve: Curve): string {
  const { degree, points, noise, train, test } = curve;
  const on = train < NOTHING ? "it passes through every one of them, and errs" : `on them it errs by ${amount(train)},`;
  const luck = noise > 0 ? ` (${amount(noise)} is noise that nobody can foretell)` : "";
  return `A polynomial of degree ${degree} for ${points} points, ${ruleWords(curve)}: ${on} on new points by ${amount(test)}${luck}. ${sizes(curve)}`;
}

const ruleWords = ({ rule, lambda }: Curve): string => (rule === "none" ? RULE_NAMES.none : `${RULE_NAMES[rule]} at lambda ${amount(lambda)}`);

function sizes({ weights, degree }: Curve): string {
  const all = Array.from(weights);
  const largest = all.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const zeros = all.filter((weight) => weight === 0).length;
  if (largest === 0) return "All weights are exactly 0: what is left is the mean.";
  const head = `Its largest weight is ${amount(largest)}`;
  if (zeros) return `${head}, and ${zeros} of ${count(degree, "weight")} ${zeros === 1 ? "is" : "are"} exactly 0.`;
  const kinds = largest > 10 ? ["odd", "even"].filter((_, start) => alternating(all.filter((_, k) => k % 2 === start), 0.05 * largest)) : [];
  return `${head}${kinds.length ? `, and the signs of the large weights alternate among ${kinds.join(" and among ")} powers` : ""}.`;
}

/** Whether neighbours pull against each other, among three or more that are larger than `small`. */
function alternating(weights: readonly number[], small: number): boolean {
  const seen = weights.filter((weight) => Math.abs(weight) > small);
  return seen.length > 2 && seen.every((weight, k) => k === 0 || weight * seen[k - 1]! < 0);
}

/** Beside the slider of strengths, and read out. */
export function strengthWords({ lambda, train, test }: Curve): string {
  return `lambda ${amount(lambda)}: training error ${amount(train)}, on new points ${amount(test)}`;
}

export interface Course {
  over: "degree" | "lambda";
  at: readonly number[];
  train: ArrayLike<number>;
  test: ArrayLike<number>;
}

/** Points, errors and weights in one: which of them a row is stands first. */
export function tableOf(x: ArrayLike<number>, y: ArrayLike<number>, fitted: ArrayLike<number>, course: Course, weights: ArrayLike<number>): Table {
  const format = (value: number): string => figureNumber(value, 4);
  const numeric = (label: string) => ({ label, numeric: true, format });
  return {
    caption: `The points, the errors over ${course.over === "degree" ? "the degree" : "lambda"}, and the weights`,
    columns: [
      { label: "what", numeric: false },
      numeric("x, degree or lambda, power"),
      numeric("y, training error, weight"),
      numeric("curve, error on new points"),
    ],
    rows: [
      ...Array.from(x, (place, i) => [`point ${i + 1}`, place, y[i]!, fitted[i]!]),
      ...course.at.map((value, i) => [`errors at ${course.over}`, value, course.train[i]!, course.test[i]!]),
      ...Array.from(weights, (weight, k) => [`weight of power`, k + 1, weight, null]),
    ],
  };
}
