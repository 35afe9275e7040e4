// Two trainings beside each other, as a figure needs them.
import type { Training } from "../../model/epochs.ts";

export const TRAINED = ["l1", "l2"] as const;
export type Trained = (typeof TRAINED)[number];

export interface Run {
  readonly penalty: Trained;
  readonly lambda: number;
  readonly training: Training;
}

/** Losses by epoch, the start first where it is known, in the convention of the page; no more than there were epochs. */
export function losses({ training }: Run, factor: number, start: number | null): number[] {
  const after = training.epochs.map(({ loss }) => factor * loss);
  return start === null ? after : [factor * start, ...after];
}

export const gaps = ({ training }: Run): number[] => training.epochs.map(({ relativeGap }) => relativeGap);

/** Weights after an epoch (from 1); where training stopped before, after its last; null where there was none. */
export function weightsAt({ training }: Run, epoch: number): Float64Array | null {
  return training.epochs[Math.min(epoch, training.epochs.length) - 1]?.coefficients ?? null;
}

/** At most `most` features, in the table's order: those whose weights get largest in any epoch shown. */
export function largest(runs: readonly Run[], features: number, most: number): number[] {
  const reach = new Float64Array(features);
  for (const { training } of runs)
    for (const { coefficients } of training.epochs)
      coefficients.forEach((value, j) => {
        if (Math.abs(value) > reach[j]!) reach[j] = Math.abs(value);
      });
  const order = Array.from(reach.keys()).sort((a, b) => reach[b]! - reach[a]!);
  return order.slice(0, most).sort((a, b) => a - b);
}

/** The values that a vertical axis must span: finite, and above 0 where it is logarithmic. */
export function span(series: readonly (readonly number[])[], logarithmic: boolean): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const values of series)
    for (const value of values)
      if (Number.isFinite(value) && (!logarithmic || value > 0)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  if (low > high) return null;
  if (low < high) return [low, high];
  if (logarithmic) return [low / 2, high * 2];
  return low === 0 ? [-1, 1] : [low - 0.5 * Math.abs(low), high + 0.5 * Math.abs(high)];
}
