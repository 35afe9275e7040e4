// One error against another, in words.
import { figureNumber } from "../../model/numbers.ts";

/** `56.41 ± 2.1`, or without a standard error where there is none. */
export function errorWords(value: number, se: number | null = null): string {
  return !known(se) || se === 0 ? figureNumber(value, 4) : `${figureNumber(value, 4)} ± ${figureNumber(se, 2)}`;
}

/** `28%`, `3.1%`, `0.04%`: a share of a difference, without its sign. */
export function percent(share: number): string {
  const size = Math.abs(share) * 100;
  return size >= 9.95 ? `${Math.round(size)}%` : `${figureNumber(size, size >= 0.995 ? 2 : 1)}%`;
}

/** `28% below the mean's 77.0`; null where there is nothing to compare with. */
export function againstMean(value: number | null, mean: number | null): string | null {
  if (!known(value) || !known(mean) || mean === 0) return null;
  const gap = value / mean - 1;
  if (Math.abs(gap) < 5e-5) return `the same as the mean's ${figureNumber(mean, 4)}`;
  return `${percent(gap)} ${gap < 0 ? "below" : "above"} the mean's ${figureNumber(mean, 4)}`;
}

export const known = (value: number | null | undefined): value is number => value != null && Number.isFinite(value);

/** At the start of a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
