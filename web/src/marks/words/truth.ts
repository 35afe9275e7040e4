// What a path shows against the truth, in sentences.
import { number } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";

export interface Judged {
  lambda: number;
  wrong: number;
  missed: number;
  error: number;
}

export interface Against {
  steps: readonly Judged[]; // strongest first
  at: number;
  predicting: number; // index of the smallest error
  finding: number; // index of the fewest mistakes
  real: number; // features that matter
  noise: number;
}

const features = (count: number): string => `${count} ${count === 1 ? "feature" : "features"}`;

const mistakeCount = ({ wrong, missed }: Judged): string => (wrong + missed === 1 ? "1 mistake" : `${wrong + missed} mistakes`);
const worse = (share: number): string => (share < 0.01 ? "hardly" : `${Math.round(100 * share)}%`);

/** `3 idle features in, none missed`. */
export function mistakeWords({ wrong, missed }: Judged): string {
  return `${wrong === 0 ? "no idle feature" : wrong === 1 ? "1 idle feature" : `${wrong} idle features`} in, ${missed === 0 ? "none" : missed} of the true ones missed`;
}

export function judgedWords({ steps, at, predicting, finding, real, noise }: Against): string {
  const [now, best, clean] = [steps[at]!, steps[predicting]!, steps[finding]!];
  const here = `At lambda ${number(now.lambda, 3)} the lasso has ${mistakeWords(now)} (${real} matter), and errs by ${number(now.error, 3)} on new rows; noise alone is ${number(noise, 3)}.`;
  if (predicting === finding) return `${here} Here one strength, ${number(best.lambda, 3)}, is best for both.`;
  const apart = `It predicts best at ${number(best.lambda, 3)}, with ${mistakeWords(best)}; it makes the fewest mistakes at ${number(clean.lambda, 3)}, with ${mistakeWords(clean)}`;
  return `${here} ${apart}, for an error of ${number(clean.error, 3)} instead of ${number(best.error, 3)}.`;
}

export function judgedTakeaway({ steps, predicting, finding }: Against): string {
  const [best, clean] = [steps[predicting]!, steps[finding]!];
  if (predicting === finding) return "On this draw one strength serves both aims; on most it does not.";
  const ratio = clean.lambda / best.lambda;
  const said = ratio > 1 ? `${number(ratio, 2)} times as strong` : `${number(1 / ratio, 2)} times as weak`;
  return `What predicts best has ${best.wrong === 0 ? "no feature" : features(best.wrong)} too many${best.missed ? ` and misses ${best.missed}` : ""}. A penalty ${said} makes ${mistakeCount(clean)} instead of ${best.wrong + best.missed}, and errs ${worse(clean.error / best.error - 1)} more on new rows.`;
}

export function judgedTable({ steps }: Against): Table {
  const format = (value: number): string => number(value);
  return {
    caption: "False positives, false negatives and true error along the path",
    columns: [
      { label: "lambda", numeric: true, format },
      { label: "idle features in (false positives)", numeric: true },
      { label: "true features missed (false negatives)", numeric: true },
      { label: "true error (RMSE)", numeric: true, format },
    ],
    rows: steps.map(({ lambda, wrong, missed, error }) => [lambda, wrong, missed, error]),
  };
}
