// Columns of text in the module's memory, and what is asked of them: texts, numbers, times, distinct values, levels.
import { codesOf, type Dialect } from "./dialect.ts";
import { type Native } from "./native.ts";

/** A column of text; `at` is the address of its kernel/wasm_table.cpp `TextColumn`. */
export interface TextColumn {
  readonly at: number;
  readonly rows: number;
}

/** A column as numbers: NaN where there is none. status: 0 read, 1 missing, 2 text that is no number or time. */
export interface Read {
  readonly values: Float64Array;
  readonly status: Uint8Array;
}
export const READ = 0;
export const MISSING = 1;
export const UNREADABLE = 2;

/** Which rows count: 1 or 0 each; null: all of them. */
export type Mask = Uint8Array | null;

interface Where {
  readonly at: number;
  readonly size: number;
  readonly dialect: Dialect;
  readonly narrow: boolean;
  readonly headerFields: number;
}

const COLUMN = 12; // bytes of a TextColumn: three addresses

/** All `width` columns of `take` records after `skip`. */
export function readCells(native: Native, file: Where, width: number, skip: number, take: number): TextColumn[] {
  const dialect = codesOf(file.dialect);
  const at = native.must(
    native.call.csv_cells(file.at, file.size, ...dialect, Number(file.narrow), width, file.headerFields, skip, take),
  );
  return Array.from({ length: width }, (_, k) => ({ at: at + COLUMN * k, rows: take }));
}

/** The texts of the cells in `rows`, trimmed as the kernel trims unless they are wanted as they are. */
export function textsOf(native: Native, column: TextColumn, rows: ArrayLike<number>, trim = true): string[] {
  const [data, offsets] = native.wholes(column.at, 2);
  const ends = native.longs(offsets!, column.rows + 1);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return Array.from(rows, (row) => {
    const from = Number(ends[row]!);
    const bytes = native.bytes(data! + from, Number(ends[row + 1]!) - from);
    return decoder.decode(trim ? trimmed(bytes) : bytes);
  });
}

function trimmed(bytes: Uint8Array): Uint8Array {
  let from = 0;
  let to = bytes.length;
  while (from < to && bytes[from]! <= 0x20) from++;
  while (to > from && bytes[to - 1]! <= 0x20) to--;
  return bytes.subarray(from, to);
}

/** A column of these texts. */
export function columnOf(native: Native, texts: readonly string[]): TextColumn {
  const words = texts.map((text) => new TextEncoder().encode(text));
  const ends = [0];
  for (const word of words) ends.push(ends[ends.length - 1]! + word.length);
  const data = native.room(ends[ends.length - 1]!);
  words.forEach((word, k) => native.bytes(data + ends[k]!, word.length).set(word));
  return { at: native.putWholes([data, native.putLongs(ends), 0]), rows: texts.length };
}

/** Under a format of formats.ts, by its number. */
export function readNumbers(native: Native, column: TextColumn, format: number): Read {
  return parsed(native, column, (values, status) =>
    native.call.read_numbers(column.at, column.rows, format, values, status),
  );
}

/** Seconds since 1970, in an order of day and month of formats.ts, by its number. */
export function readTimes(native: Native, column: TextColumn, order: number): Read {
  return parsed(native, column, (values, status) =>
    native.call.read_times(column.at, column.rows, order, values, status),
  );
}

function parsed(native: Native, { rows }: TextColumn, parse: (values: number, status: number) => void): Read {
  return native.scoped(() => {
    const [values, status] = [native.room(8 * rows), native.room(rows)];
    parse(values, status);
    return { values: native.reals(values, rows).slice(), status: native.bytes(status, rows).slice() };
  });
}

/** For each cell the number of the text of `texts` that it is, `missing`, or `unknown`. */
export function codesAmong(
  native: Native,
  column: TextColumn,
  texts: readonly string[],
  missing: number,
  unknown: number,
): Int32Array {
  return native.scoped(() => {
    const names = columnOf(native, texts);
    const codes = native.room(4 * column.rows);
    native.must(native.call.find_levels(column.at, column.rows, names.at, texts.length, missing, unknown, codes));
    return native.wholes(codes, column.rows).slice();
  });
}
