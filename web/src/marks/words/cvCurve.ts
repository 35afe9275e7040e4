// A CV curve in a sentence, and as a table.
import { count, figureNumber, number } from "../../model/numbers.ts";
import { beyond, type Range, smallest } from "../layout/cvRange.ts";
import type { Table } from "../frame/table.ts";
import type { StrengthMark } from "../frame/types.ts";
import { againstMean, errorWords, known } from "./compare.ts";
import { listed } from "./names.ts";

export interface CvCurveData {
  lambdas: ArrayLike<number>; // strongest first
  values: ArrayLike<number>; // cross-validated RMSE, one a strength
  se: ArrayLike<number> | null; // its standard error
  folds: readonly ArrayLike<number>[]; // RMSE of each fold
  train: ArrayLike<number> | null;
  counts: ArrayLike<number> | null; // features used
  mean: number | null; // cross-validated RMSE of the mean alone
  marks: readonly StrengthMark[];
}

/** Index of the strength that is nearest in ratio. */
export function nearestIndex(lambdas: ArrayLike<number>, lambda: number): number {
  const far = (i: number): number => Math.abs(Math.log(lambdas[i]! / lambda));
  let best = 0;
  for (let i = 1; i < lambdas.length; i++) if (far(i) < far(best)) best = i;
  return best;
}

/** Where the error is smallest, against the mean's, and how few features come within one standard error. */
export function cvCurveWords(data: CvCurveData): string {
  const { lambdas, values, se, mean, counts } = data;
  const best = smallest(values);
  if (best < 0) return "No cross-validated error is known along this path.";
  const error = errorWords(values[best]!, se ? se[best]! : null);
  const used = counts ? ` with ${count(counts[best]!, "feature")}` : "";
  const against = againstMean(values[best]!, mean);
  const end = lambdas.length > 1 ? edge(best, lambdas.length) : "";
  const first = `The cross-validated error is smallest, ${error}, at lambda ${figureNumber(lambdas[best]!)}${end}${used}`;
  return `${first}${against ? `: ${against}` : ""}.${calmWords(data, best)}`;
}

const edge = (best: number, length: number): string =>
  best === 0 ? " (the strongest of the path)" : best === length - 1 ? " (the weakest of the path)" : "";

function calmWords({ lambdas, values, counts, marks }: CvCurveData, best: number): string {
  const calm = marks.find((mark) => mark.dashed);
  if (!calm) return "";
  const at = nearestIndex(lambdas, calm.lambda);
  if (!Number.isFinite(values[at]!) || at === best) return "";
  const used = counts ? ` with ${count(counts[at]!, "feature")}` : "";
  return ` At ${figureNumber(calm.lambda)}, the strongest within one standard error, it is ${figureNumber(values[at]!, 4)}${used}.`;
}

/** What the drawing leaves out above its upper edge; empty where it leaves out nothing. */
export function cutWords(range: Range, curve: ArrayLike<number>, folds: readonly ArrayLike<number>[]): string {
  const own = beyond(curve, range);
  const each = folds.map((fold) => beyond(fold, range)).filter(known);
  if (own === null && !each.length) return "";
  const who: string[] = [];
  if (own !== null) who.push(`the curve reaches ${figureNumber(own)}`);
  if (each.length) who.push(`${each.length} of ${count(folds.length, "fold")} up to ${figureNumber(Math.max(...each))}`);
  return `Cut off above ${figureNumber(range.high)}: ${listed(who)}.`;
}

/** A row a strength. */
export function cvCurveTable({ lambdas, values, se, folds, train, counts }: CvCurveData, name: string): Table {
  const numeric = (label: string): Table["columns"][number] => ({ label, numeric: true, format: (value) => number(value) });
  return {
    caption: `${name}: root mean squared errors at each strength`,
    columns: [
      numeric("lambda"),
      numeric("CV RMSE"),
      ...(se ? [numeric("standard error")] : []),
      ...(train ? [numeric("training RMSE")] : []),
      ...(counts ? [{ label: "features used", numeric: true }] : []),
      ...folds.map((_, fold) => numeric(`fold ${fold + 1}`)),
    ],
    rows: Array.from(lambdas, (lambda, i) => [
      lambda,
      values[i]!,
      ...(se ? [se[i]!] : []),
      ...(train ? [train[i]!] : []),
      ...(counts ? [counts[i]!] : []),
      ...folds.map((fold) => fold[i]!),
    ]),
  };
}
