// A model's path as lines to draw: sampled where it is exact in between, else at the points of its grid.
import { type Fit } from "../model/engine.ts";
import { type Model } from "../model/read.ts";
import { type Series, type StrengthMark } from "../marks/frame/types.ts";
import { type Context } from "./context.ts";

const SAMPLES = 240;
const HUES = 8;

export interface Lines {
  lambdas: number[];
  counts: number[];
  series: Series[];
}

/** Coefficients per standard deviation along the path; the eight largest with a hue and a name. */
export function linesOf({ report, engine }: Pick<Context, "report" | "engine">, model: Model): Lines | null {
  const range = engine.range(model.name);
  if (!range || !model.path) return null;
  const lambdas = engine.exact(model.name) ? sampled(range[1], range[0]) : [...model.path.lambda];
  const fits = lambdas.map((lambda): Fit => engine.at(model.name, lambda));
  const lines = model.path.features.map((feature) => ({
    name: report.features[feature]!.name,
    values: fits.map((fit) => fit.standardised[feature]!),
  }));
  const reach = lines.map(({ values }) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  const largest = reach.map((_, j) => j).sort((a, b) => reach[b]! - reach[a]!);
  const hue = new Map(largest.slice(0, HUES).map((j, rank) => [j, rank + 1]));
  return {
    lambdas,
    counts: fits.map((fit) => fit.nonzero),
    series: lines.map((line, j) => ({ ...line, line: hue.get(j) ?? null })),
  };
}

function sampled(strong: number, weak: number): number[] {
  const fall = Math.log(weak / strong);
  const inner = (k: number): number => strong * Math.exp((k / (SAMPLES - 1)) * fall);
  return Array.from({ length: SAMPLES }, (_, k) => (k === 0 ? strong : k === SAMPLES - 1 ? weak : inner(k)));
}

/** The strengths with a name: the smallest CV error, and the strongest within one standard error of it. */
export function marksOf(model: Model): StrengthMark[] {
  const calm = model.oneStandardError;
  const same = calm !== null && calm.lambda === model.lambda;
  const least = { lambda: model.lambda, label: same ? "min = 1 SE" : "min", dashed: false };
  return calm && !same ? [least, { lambda: calm.lambda, label: "1 SE", dashed: true }] : [least];
}
