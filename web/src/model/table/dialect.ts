// Guessing how a CSV is written from its beginning (source/dialect.py): separator, quote, escape, and whether its first
// row is a header.
import { type Native } from "./native.ts";

export interface Dialect {
  readonly delimiter: string; // "": there is one column
  readonly quote: string;
  readonly escape: string; // "": quotes in a quoted cell are doubled
}

// Where several separators fit every row, the first of these does: commas and bars occur inside cells more often.
export const SEPARATORS: Readonly<Record<string, string>> = {
  "\t": "tabs",
  ";": "semicolons",
  "|": "vertical bars",
  ",": "commas",
};
const TORN_HEAD = 1 << 16; // bytes in which halves of quoted cells are counted
// As kernel/hashes.hpp has them.
const MISSING = [
  "",
  "-",
  "?",
  ".",
  "na",
  "--",
  "n/a",
  "nan",
  "nat",
  "null",
  "#n/a",
  "<na>",
  "#ref!",
  "#num!",
  "missing",
  "#div/0!",
  "#value!",
];
const EMPTY = new Set([...MISSING, "none"]); // no name of a column either
const NUMBER = /^[-+]?(\p{Nd}[\p{Nd}., ']*|[.,]\p{Nd}+)([eE][-+]?\p{Nd}+)?\s*%?$/u;

/** What `csv_count` finds, in its order. */
export interface Counts {
  readonly records: number;
  readonly headerFields: number;
  readonly fields: number;
  readonly secondLine: number;
  readonly tails: number;
  readonly unclosedLine: number;
  readonly raggedLine: number;
  readonly raggedFields: number;
  readonly raggedRecords: number;
  readonly lastEmpty: boolean;
  readonly nul: boolean;
  readonly utf8: boolean;
  readonly begin: number; // byte of the first record
}
const FOUND = 15;

export const codesOf = ({ delimiter, quote, escape }: Dialect): [number, number, number] => [
  delimiter ? delimiter.charCodeAt(0) : 0x1f,
  quote.charCodeAt(0),
  escape ? escape.charCodeAt(0) : 0,
];

/** Records and fields of `size` bytes at `begin`; `last`: the file ends with them. */
export function count(native: Native, begin: number, size: number, dialect: Dialect, last: boolean): Counts {
  return native.scoped(() => {
    const out = native.room(8 * FOUND);
    native.call.csv_count(begin, size, ...codesOf(dialect), Number(last), out);
    const found = native.reals(out, FOUND);
    const [records, headerFields, fields, secondLine] = [found[0]!, found[1]!, found[2]!, found[3]!];
    const [tails, unclosedLine, raggedLine, raggedFields, raggedRecords] = [
      found[6]!,
      found[7]!,
      found[8]!,
      found[9]!,
      found[10]!,
    ];
    const [lastEmpty, nul, utf8] = [found[11] !== 0, found[12] !== 0, found[13] !== 0];
    return {
      records,
      headerFields,
      fields,
      secondLine,
      tails,
      unclosedLine,
      raggedLine,
      raggedFields,
      raggedRecords,
      lastEmpty,
      nul,
      utf8,
      begin: found[14]!,
    };
  });
}

/** The beginning of a file: `size` bytes at `at` in the module's memory, and the same bytes here. */
export interface Head {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly whole: boolean; // it is all of the file
}

/** The dialect in which every row of the head has the same number of fields, at least two: of several such the one that
 * tears fewest quoted cells apart, then the first. Else the one that finds most in the first row (the file is ragged,
 * which will be said); else one column. */
export function chooseDialect(native: Native, head: Head): Dialect {
  const quote = apostrophes(head.bytes) ? "'" : '"';
  let best: Dialect = { delimiter: "", quote, escape: "" };
  let most = 1;
  const fitting: Dialect[] = [];
  for (const delimiter of Object.keys(SEPARATORS)) {
    const [dialect, scan] = escaped(native, head, { delimiter, quote, escape: "" });
    const found = scan.headerFields;
    if (found < 2) continue;
    const same = scan.records === 1 || Math.abs(scan.fields - found) <= Number(scan.lastEmpty);
    if (same && !scan.raggedRecords && !scan.unclosedLine) fitting.push(dialect);
    if (found > most) [best, most] = [dialect, found];
  }
  if (fitting.length > 1 && head.bytes.includes(quote.charCodeAt(0))) {
    const halves = new Map(fitting.map((dialect) => [dialect, torn(head.bytes.subarray(0, TORN_HEAD), dialect)]));
    fitting.sort((a, b) => halves.get(a)! - halves.get(b)!);
  }
  return fitting[0] ?? best;
}

/** Cells that look like halves of a quoted one: with more after the closing quote, or a quote in their middle. */
function torn(head: Uint8Array, dialect: Dialect): number {
  const [delimiter, quote, escape] = codesOf(dialect);
  const stops = (byte: number): boolean => byte === delimiter || byte === 0x0d || byte === 0x0a;
  let halves = 0;
  for (let i = 0; i < head.length;) {
    const closed = closing(head, i, quote, escape);
    let end = closed ?? i;
    while (end < head.length && !stops(head[end]!)) end++;
    if (closed !== null) halves += Number(end > closed);
    else halves += Number(head.subarray(i, end).includes(quote));
    i = Math.max(end, closed ?? 0, i + Number(end === i && closed === null));
  }
  return halves;
}

/** Past the closing quote of a quoted cell that begins at `i`, or null where none does. */
function closing(head: Uint8Array, i: number, quote: number, escape: number): number | null {
  while (head[i] === 0x20) i++;
  if (head[i] !== quote) return null;
  for (i++; i < head.length; i++) {
    if (escape && head[i] === escape) {
      if (++i >= head.length) return null;
    } else if (head[i] === quote) {
      if (head[i + 1] !== quote) return i + 1;
      i++;
    }
  }
  return null;
}

/** The dialect, with backslashes as escapes if so fewer cells go on after their closing quote, and its counts. */
function escaped(native: Native, head: Head, dialect: Dialect): [Dialect, Counts] {
  const scan = count(native, head.at, head.bytes.length, dialect, head.whole);
  if ((scan.tails || scan.unclosedLine) && hasEscapedQuote(head.bytes, dialect.quote.charCodeAt(0))) {
    const other = { ...dialect, escape: "\\" };
    const again = count(native, head.at, head.bytes.length, other, head.whole);
    if (!again.unclosedLine && (scan.unclosedLine || again.tails < scan.tails)) return [other, again];
  }
  return [dialect, scan];
}

function hasEscapedQuote(bytes: Uint8Array, quote: number): boolean {
  for (let i = bytes.indexOf(0x5c); i >= 0; i = bytes.indexOf(0x5c, i + 1)) if (bytes[i + 1] === quote) return true;
  return false;
}

/** Whether the first record names the columns rather than being a row: it does unless it holds a number; then it does
 * not if all of it is numbers (or missing). A first row of text and numbers is a header if it names, over numbers, a
 * column in words, or if its numbers are distinct and none of its words occurs again below. */
export function hasHeader(first: readonly (readonly string[])[]): boolean {
  const top = first[0]!.map((cell) => cell.trim());
  const below = first.slice(1);
  const numbers = top.map(isNumber);
  if (!numbers.includes(true)) return true;
  const words = [...top.keys()].filter((k) => !isEmpty(top[k]!) && !numbers[k]);
  if (!words.length) return false;
  const cells = words.map((k) => below.filter((row) => k < row.length).map((row) => row[k]!.trim()));
  if (cells.some((column) => column.length && column.every((cell) => isNumber(cell) || isEmpty(cell)))) return true;
  const shown = top.filter((_, k) => numbers[k]);
  return new Set(shown).size === shown.length && !words.some((k, i) => cells[i]!.includes(top[k]!));
}

const isEmpty = (cell: string): boolean => EMPTY.has(cell.toLowerCase());
const isNumber = (cell: string): boolean => NUMBER.test(cell);

/** Whether the header's cells are quoted by apostrophes and nothing is by double quotes. */
function apostrophes(head: Uint8Array): boolean {
  if (head.includes(0x22)) return false;
  const text = new TextDecoder("latin1").decode(head.subarray(0, TORN_HEAD)).replace(/^[\t-\r ]+/, "");
  const line = text.split("\n", 1)[0]!.replace(/[\t-\r ]+$/, "");
  return line.length > 2 && line.startsWith("'") && line.endsWith("'");
}
