// Errors of all models in a sentence, and as a table.
import { figureNumber, number } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import type { ErrorRow } from "../layout/errors.ts";
import { againstMean, capital, errorWords, known, percent } from "./compare.ts";

/** `−28%`: how much smaller than the mean's; `×103` where it is far larger; empty where that is not known. */
export function gainWords(value: number | null, mean: number | null): string {
  if (!known(value) || !known(mean) || mean === 0) return "";
  const gap = value / mean - 1;
  if (gap >= 9) return `×${figureNumber(value / mean, 2)}`;
  if (Math.abs(gap) < 5e-5) return "0%";
  return `${gap < 0 ? "−" : "+"}${percent(gap)}`;
}

/** The chosen model's error against the mean's, which model has a smaller one, and what unseen rows say. */
export function errorsWords(rows: readonly ErrorRow[], choice: ErrorRow["key"], seen: boolean): string {
  const mean = rows.find((row) => row.key === "mean")?.cv ?? null;
  const chosen = rows.find((row) => row.key === choice);
  const best = least(rows.filter((row) => row.key !== "mean"));
  if (!chosen || !known(chosen.cv)) return best ? alone(best, mean) : "No cross-validated error is known.";
  const test = seen && known(chosen.test) ? ` On unseen test rows it is ${figureNumber(chosen.test, 4)}.` : "";
  if (choice === "mean") return `${meanChosen(chosen.cv, best)}${test}`;
  const against = againstMean(chosen.cv, mean);
  const first = `${capital(chosen.label)} is typically off by ${errorWords(chosen.cv, chosen.se)}`;
  return `${first}${against ? `, ${against}` : ""}.${smallerWords(chosen, best)}${test}`;
}

function least(rows: readonly ErrorRow[]): ErrorRow | null {
  const all = rows.filter((row) => known(row.cv));
  return all.length ? all.reduce((best, row) => (row.cv! < best.cv! ? row : best)) : null;
}

function alone(best: ErrorRow, mean: number | null): string {
  const against = againstMean(best.cv, mean);
  return `${capital(best.label)} has the smallest error, ${errorWords(best.cv!, best.se)}${against ? `: ${against}` : ""}.`;
}

function meanChosen(error: number, best: ErrorRow | null): string {
  const first = `The mean alone, without any feature, is typically off by ${figureNumber(error, 4)}`;
  if (!best || !(best.cv! < error)) return best ? `${first}; no model is off by less.` : `${first}.`;
  const apart = known(best.se) && error <= best.cv! + best.se ? ", less than one standard error below" : "";
  return `${first}; the best model, ${best.label}, by ${errorWords(best.cv!, best.se)}${apart}.`;
}

function smallerWords(chosen: ErrorRow, best: ErrorRow | null): string {
  if (!best || best.key === chosen.key || !(best.cv! < chosen.cv!)) return " No other model has a smaller error.";
  const within = known(best.se) && chosen.cv! <= best.cv! + best.se;
  const apart = within ? ", less than one standard error apart" : "";
  return ` ${capital(best.label)} has the smallest error, ${errorWords(best.cv!, best.se)}${apart}.`;
}

/** A row a model. */
export function errorsTable(rows: readonly ErrorRow[], caption: string): Table {
  const numeric = (label: string): Table["columns"][number] => ({ label, numeric: true, format: (value) => number(value) });
  const columns = ["CV RMSE", "standard error", "cross-fitted RMSE", "training RMSE", "test RMSE"].map(numeric);
  return {
    caption,
    columns: [{ label: "model", numeric: false }, ...columns],
    rows: rows.map((row) => [row.label, row.cv, row.se, row.crossfit, row.train, row.test]),
  };
}
