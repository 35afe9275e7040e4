// Where errors stand on one axis, and which are so far off that they are written at its edge instead.
import { known } from "../words/compare.ts";

export const KINDS = ["train", "cv", "crossfit", "test"] as const;
export type ErrorKind = (typeof KINDS)[number];

export interface ErrorRow {
  key: "mean" | "none" | "l1" | "l2" | "elastic_net";
  label: string;
  cv: number | null; // cross-validated RMSE
  se: number | null; // its standard error
  crossfit: number | null;
  train: number | null;
  test: number | null;
}

// Errors beyond this many times the better of the mean and the median model stand at the edge, with their number.
export const FAR = 2.2;

export interface ErrorRange {
  low: number;
  high: number;
  far: boolean; // some errors lie beyond
}

/** The ends of the axis for the kinds of error that are shown. */
export function errorRange(rows: readonly ErrorRow[], shown: ReadonlySet<ErrorKind>): ErrorRange {
  const every = rows.flatMap((row) => [
    ...KINDS.filter((kind) => shown.has(kind)).map((kind) => row[kind]),
    ...(shown.has("cv") && known(row.cv) && known(row.se) ? [row.cv - row.se, row.cv + row.se] : []),
  ]);
  const mean = rows.find((row) => row.key === "mean")?.cv ?? null;
  const numbers = [...every, mean].filter(known);
  if (!numbers.length) return { low: 0, high: 1, far: false };
  const limit = FAR * usual(rows, numbers) || Infinity; // beside errors of 0 nothing is far
  const inside = numbers.filter((value) => value <= limit);
  const low = Math.min(...inside);
  const high = Math.max(...inside);
  const span = high - low || Math.abs(high) * 0.2 || 1;
  return { low: Math.max(low - 0.06 * span, Math.min(low, 0)), high: high + 0.06 * span, far: inside.length < numbers.length };
}

/** The error that others are held against: the mean's, or the median model's where that is smaller. */
function usual(rows: readonly ErrorRow[], numbers: readonly number[]): number {
  const mean = rows.find((row) => row.key === "mean")?.cv;
  const models = rows.filter((row) => row.key !== "mean").map((row) => row.cv).filter(known);
  const middle = models.length ? median(models) : median(numbers);
  return known(mean) ? Math.min(mean, middle) : middle;
}

function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  const half = ordered.length >> 1;
  return ordered.length % 2 ? ordered[half]! : (ordered[half - 1]! + ordered[half]!) / 2;
}
