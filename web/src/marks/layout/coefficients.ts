// Which coefficients are drawn, in which order, and on which axis.
import type { ModelName } from "../../model/report.ts";
import { known } from "../words/compare.ts";

export interface CoefficientModel {
  key: ModelName;
  label: string;
  values: ArrayLike<number>; // per standard deviation, one a feature
  original?: ArrayLike<number> | null; // in the features' own units
}

export const UNITS = ["standardised", "original"] as const;
export type Units = (typeof UNITS)[number];

export const valuesIn = (model: CoefficientModel, units: Units): ArrayLike<number> =>
  units === "original" && model.original ? model.original : model.values;

/** Features by size in one model (equal ones by their largest in any), or as they stand in the table. */
export function ordered(count: number, models: readonly CoefficientModel[], by: ModelName | "table"): number[] {
  const all = Array.from({ length: count }, (_, j) => j);
  const leading = models.find((model) => model.key === by);
  if (!leading) return all;
  const size = (values: ArrayLike<number>, j: number): number => (Number.isFinite(values[j]!) ? Math.abs(values[j]!) : -1);
  const most = all.map((j) => Math.max(...models.map((model) => size(model.values, j))));
  return all.sort((a, b) => size(leading.values, b) - size(leading.values, a) || most[b]! - most[a]! || a - b);
}

export interface Extent {
  low: number; // at or below 0
  high: number; // at or above 0
}

/** The ends of an axis from 0 over some features of some models; [−1, 1] where all are 0. */
export function extent(lists: readonly ArrayLike<number>[], features: readonly number[]): Extent {
  let low = 0;
  let high = 0;
  for (const values of lists)
    for (const j of features) {
      const value = values[j]!;
      if (!known(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  return high > low ? { low, high } : { low: -1, high: 1 };
}

/** An extent that also holds coefficients that move: it grows in steps, so that an axis seldom moves with them. */
export function stretched(own: Extent, moving: Extent): Extent {
  const step = (inner: number, outer: number): number => (outer <= inner ? inner : roundUp(outer));
  return { low: -step(-own.low, -moving.low) + 0, high: step(own.high, moving.high) };
}

/** The next of 1, 2, 5, 10, … times a power of ten. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((times) => times * unit).find((round) => round >= value) ?? value;
}

/** Size of the largest of one feature's coefficients; 0 where none is known. */
export function largest(lists: readonly ArrayLike<number>[], feature: number): number {
  return Math.max(0, ...lists.map((values) => Math.abs(values[feature]!)).filter(known));
}

/** The largest coefficient among features that are not drawn. */
export function largestOf(models: readonly CoefficientModel[], features: readonly number[]): { feature: number; model: CoefficientModel; value: number } | null {
  let found: { feature: number; model: CoefficientModel; value: number } | null = null;
  for (const model of models)
    for (const feature of features) {
      const value = model.values[feature]!;
      if (known(value) && value !== 0 && (!found || Math.abs(value) > Math.abs(found.value))) found = { feature, model, value };
    }
  return found;
}
