// The column to predict (design/target.py): how it is read, and what cannot be one.
import { MISSING, readNumbers, UNREADABLE, type Read, type TextColumn } from "./cells.ts";
import { type Distinct } from "./distinct.ts";
import { TableError } from "./errors.ts";
import { readTruths, type Facts } from "./facts.ts";
import { general, quoted, whole } from "./format.ts";
import { PLAIN, type Reading } from "./formats.ts";
import { type Native } from "./native.ts";
import { hint } from "./nearly.ts";
import { refuseOutOfRange } from "./roles.ts";
import { type TargetSpec } from "./spec.ts";

const SMALLEST_TARGET = 1e-70;

/** Rows whose target says something, readable as a number or not: before its format is known. */
export function hasCell(native: Native, column: TextColumn): Uint8Array {
  return readNumbers(native, column, PLAIN).status.map((status) => Number(status !== MISSING));
}

/** A target as numbers, NaN where missing. One that is no numbers counts as 0 wherever there is a cell. */
export function readTarget(native: Native, column: TextColumn, reading: Reading): Read {
  if (reading.kind === "numbers") return readNumbers(native, column, reading.format);
  if (reading.kind === "truths") return readTruths(native, column, reading.words);
  const { values, status } = readNumbers(native, column, PLAIN);
  return {
    values: values.map((value, i) => (status[i] === MISSING ? NaN : status[i] === UNREADABLE ? 0 : value)),
    status: status.map((own) => (own === UNREADABLE ? 0 : own)),
  };
}

/** Raises TableError: text, times, all missing, infinite, constant, or beyond what a double can square. */
export function targetSpec(name: string, facts: Facts): TargetSpec {
  const shown = quoted(name);
  if (facts.kind === "levels") throw facts.table.present ? isText(shown, facts.table) : allMissing(shown);
  if (facts.kind === "times")
    throw new TableError(
      `the target ${shown} holds dates, but what is predicted must be a number; give another column, or the ` +
        `number of days as one.`,
    );
  const { summary, reading } = facts;
  refuseOutOfRange(name, summary, "target");
  if (!summary.count) throw allMissing(shown);
  if (summary.least === summary.most) {
    const value = reading.kind === "truths" ? reading.words[summary.least]! : general(summary.least, 15);
    const rows = summary.count === 1 ? "the only training row" : `all ${whole(summary.count)} training rows`;
    throw new TableError(
      `the target ${shown} is ${value} in ${rows}, so there is nothing to predict; name a column that varies.`,
    );
  }
  if (summary.spread < SMALLEST_TARGET)
    throw new TableError(
      `the target ${shown} varies by ${general(summary.spread, 3)} only, and the spread of squared errors that ` +
        `small is less ` +
        "than a double can hold; multiply it by a constant.",
    );
  if (reading.kind === "truths") return { name, format: PLAIN, words: reading.words, shift: summary.typical };
  return { name, format: reading.kind === "numbers" ? reading.format : PLAIN, words: null, shift: summary.typical };
}

const allMissing = (shown: string): TableError =>
  new TableError(
    `the target ${shown} has no value in any training row, so there is nothing to learn from; name a column ` +
      `with numbers.`,
  );

function isText(shown: string, table: Distinct): TableError {
  const most = [...table.counts.keys()].sort((a, b) => table.counts[b]! - table.counts[a]!).slice(0, 3);
  const examples = table.texts(most).map(quoted).join(", ");
  const mend = hint(table);
  return new TableError(
    `the target ${shown} is text (${examples}${table.used > 3 ? ", …" : ""}), but what is predicted must be a ` +
      `number${mend}${mend ? ", or" : ";"} give --target a numeric column.`,
  );
}
