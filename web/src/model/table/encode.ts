// From cells to encoded rows in the module's memory (design/encode.py): dense columns side by side, codes of levels.
import { partNamed, DAY } from "./calendar.ts";
import { codesAmong, READ, readNumbers, readTimes, type Read, type TextColumn } from "./cells.ts";
import { readTruths } from "./facts.ts";
import { type Native } from "./native.ts";
import { LARGEST_TARGET, LARGEST, refuseOutOfRange } from "./roles.ts";
import { isDense, layoutOf, type CalendarPart, type ColumnSpec, type Layout, type TargetSpec } from "./spec.ts";
import { readTarget } from "./target.ts";
import { type Learned, type Table } from "./learn.ts";

/** Rows that have a target, in the order of the table; `at` is the address of their kernel/wasm_moments.cpp
 * `EncodedRows`, `rows` the numbers that they have in the table. */
export interface Encoded {
  readonly at: number;
  readonly layout: Layout;
  readonly rows: Int32Array;
  readonly target: Float64Array;
}

const NONE = -1;

/** Raises TableError for a cell that is infinite or too large to square, in test rows too. */
export async function encode(
  native: Native,
  table: Table,
  { target, columns, used }: Learned,
  pause: () => Promise<void>,
): Promise<Encoded> {
  const layout = layoutOf(columns, target);
  const rows = Int32Array.from([...used.keys()].filter((i) => used[i]));
  const values = targetValues(native, table, target, rows);
  const width = layout.dense + layout.hidden;
  const [dense, codes] = [native.filled(rows.length * width), native.room(4 * rows.length * layout.levels.length)];
  let [visible, hidden, block] = [0, layout.dense, 0];
  for (const column of columns) {
    const cells = table.columns[table.names.indexOf(column.name)]!;
    if (isDense(column)) {
      const read = denseRead(native, column, cells);
      checkRange(column.name, read.values, rows);
      const value = column.value ? visible++ : NONE;
      const indicator = column.indicator ? (column.indicator.hidden ? hidden++ : visible++) : NONE;
      writeDense(native.reals(dense, rows.length * width), width, { value, indicator, fill: column.shift }, read, rows);
    }
    for (const found of blocksOf(native, column, cells))
      writeCodes(native.wholes(codes, rows.length * layout.levels.length), layout.levels.length, block++, found, rows);
    await pause();
  }
  let start = width;
  const starts = layout.levels.map((levels) => (start += levels) - levels);
  const at = native.putWholes([
    dense,
    codes,
    native.putReals(values),
    native.putLongs(starts),
    width,
    layout.levels.length,
  ]);
  return { at, layout, rows, target: values };
}

function targetValues(
  native: Native,
  table: Table,
  { name, format, words }: TargetSpec,
  rows: Int32Array,
): Float64Array {
  const reading = words
    ? ({ kind: "truths", words } as const)
    : ({ kind: "numbers", format, odd: [], other: null, neutral: false } as const);
  const { values } = readTarget(native, table.columns[table.names.indexOf(name)]!, reading);
  checkRange(name, values, rows, "target");
  return Float64Array.from(rows, (row) => values[row]!);
}

function denseRead(native: Native, { role, words, format, order, first }: ColumnSpec, cells: TextColumn): Read {
  if (role === "boolean") return readTruths(native, cells, words!);
  if (role === "numeric") return readNumbers(native, cells, format);
  const { values, status } = readTimes(native, cells, order);
  return { values: values.map((seconds) => (seconds - first) / DAY), status };
}

function checkRange(name: string, values: Float64Array, rows: Int32Array, what: "column" | "target" = "column"): void {
  let [infinite, largest] = [0, 0];
  for (const row of rows) {
    const size = Math.abs(values[row]!);
    if (size === Infinity) infinite++;
    else if (size > largest) largest = size;
  }
  if (infinite || largest > (what === "target" ? LARGEST_TARGET : LARGEST))
    refuseOutOfRange(name, { infinite, count: 1, least: 0, most: largest }, what);
}

function writeDense(
  out: Float64Array,
  width: number,
  place: { value: number; indicator: number; fill: number },
  { values, status }: Read,
  rows: Int32Array,
): void {
  rows.forEach((row, i) => {
    const missing = status[row] !== READ;
    if (place.value !== NONE) out[i * width + place.value] = missing ? place.fill : values[row]!;
    if (place.indicator !== NONE && missing) out[i * width + place.indicator] = 1;
  });
}

function writeCodes(out: Int32Array, blocks: number, block: number, codes: Int32Array, rows: Int32Array): void {
  rows.forEach((row, i) => (out[i * blocks + block] = codes[row]!));
}

/** Codes of each one-hot block of a column. */
function blocksOf(native: Native, column: ColumnSpec, cells: TextColumn): Int32Array[] {
  if (column.role === "categorical") {
    const other = column.other ? column.levels.length : NONE;
    const missing = column.missingLevel ? column.levels.length + Number(column.other) : other;
    return [codesAmong(native, cells, column.levels, missing, other)];
  }
  if (!column.parts.length) return [];
  const { values } = readTimes(native, cells, column.order);
  return column.parts.map((part) => calendarCodes(part, values));
}

function calendarCodes({ part, levels, other }: CalendarPart, seconds: Float64Array): Int32Array {
  const { size, of } = partNamed(part);
  const table = new Int32Array(size).fill(other ? levels.length : NONE);
  levels.forEach((value, code) => (table[value] = code));
  return Int32Array.from(seconds, (second) => (Number.isNaN(second) ? NONE : table[of(second)]!));
}
