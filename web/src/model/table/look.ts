// A CSV looked at before anything is read from it (source/look.py): dialect, encoding, header, and the fields of every
// row. What does not fit is refused with a sentence that names the line.
import { count, chooseDialect, hasHeader, SEPARATORS, type Counts, type Dialect } from "./dialect.ts";
import { TableError } from "./errors.ts";
import { quoted, whole } from "./format.ts";
import { type Native } from "./native.ts";
import { type Raw } from "./raw.ts";
import { readCells, textsOf } from "./cells.ts";

const HEAD = 1 << 18; // bytes by which the dialect is chosen, at least; more if they do not hold a few lines
const HEAD_RECORDS = 200; // records by which it is decided whether there is a header

/** What was found. `width`: fields of each row, of which the first `names.length` are columns; `headerFields`: of the
 * first row, header or not; `rows` without the header; `narrow`: the bytes are Windows-1252, not UTF-8. */
export interface Look {
  readonly at: number; // address of the bytes, where the first record begins
  readonly size: number;
  readonly dialect: Dialect;
  readonly header: boolean;
  readonly names: readonly string[];
  readonly width: number;
  readonly headerFields: number;
  readonly rows: number;
  readonly narrow: boolean;
  readonly encoding: string;
  readonly notes: readonly string[];
}

/** Looks at all of a file, which stays in the module's memory. Raises TableError. */
export function lookAt(native: Native, { shown, bytes, mark }: Raw): Look {
  const at = native.putBytes(bytes);
  const size = headSize(bytes);
  const head = { at, bytes: bytes.subarray(0, size), whole: size === bytes.length };
  if (head.bytes.every((byte) => (byte >= 9 && byte <= 13) || byte === 32))
    throw new TableError(`${shown} is empty; name a file with a header and rows.`);
  if (head.bytes.includes(0)) throw binary(shown);
  const dialect = chooseDialect(native, head);
  const scan = count(native, at, bytes.length, dialect, true);
  if (scan.nul) throw binary(shown);
  if (scan.unclosedLine)
    throw new TableError(
      `${shown}: a quote opened in the row that begins on line ${scan.unclosedLine} is never closed; close it.`,
    );
  const file = {
    at: at + scan.begin,
    size: bytes.length - scan.begin,
    dialect,
    narrow: !scan.utf8,
    headerFields: scan.headerFields,
  };
  const inHead = count(native, at, head.bytes.length, dialect, head.whole).records;
  const first = firstRecords(native, file, scan, Math.min(inHead, HEAD_RECORDS));
  const header = hasHeader(first);
  const { width, used, trailing } = widthOf(scan, first[0]!, header, shown);
  const { names, unnamed } = namesOf(first[0]!, header, used, shown);
  const rows = scan.records - Number(header);
  if (rows === 0)
    throw new TableError(`${shown} has a header but no rows below it; add rows, or check that the file is whole.`);
  const encoding = scan.utf8 ? (mark ?? "utf-8") : "windows-1252";
  const notes = [...dialectNotes(dialect, mark, !scan.utf8), ...headerNotes(header, trailing, unnamed, used)];
  return { ...file, header, names, width, rows, encoding, notes };
}

function headSize(bytes: Uint8Array): number {
  for (let size = HEAD; size < bytes.length; size *= 4) {
    let ends = 0;
    for (let i = 0; i < size && ends <= 3; i++) ends += Number(bytes[i] === 0x0a || bytes[i] === 0x0d);
    if (ends > 3) return size;
  }
  return bytes.length;
}

/** What reading cells needs to know of a file. */
export type File = Pick<Look, "at" | "size" | "dialect" | "narrow" | "headerFields">;

/** The first records as text; of a ragged file only the first, since it will be refused. */
function firstRecords(native: Native, file: File, scan: Counts, wanted: number): string[][] {
  return native.scoped(() => {
    const records = [recordsAt(native, file, scan.headerFields, 0, 1)[0]!];
    if (wanted < 2 || scan.raggedRecords) return records;
    return [...records, ...recordsAt(native, file, scan.fields, 1, wanted - 1)];
  });
}

function recordsAt(native: Native, file: File, width: number, skip: number, take: number): string[][] {
  const columns = readCells(native, file, width, skip, take);
  const rows = Array.from({ length: take }, (_, i) => i);
  const texts = columns.map((column) => textsOf(native, column, rows, false));
  return rows.map((i) => texts.map((column) => column[i]!));
}

function widthOf(
  scan: Counts,
  top: readonly string[],
  header: boolean,
  shown: string,
): { width: number; used: number; trailing: boolean } {
  const columns = scan.headerFields;
  const width = scan.records > 1 ? scan.fields : columns;
  if (!scan.raggedRecords) {
    const unnamed = header && !top[top.length - 1]!.trim();
    if (width === columns) {
      const trailing = scan.records > 1 && width > 1 && scan.lastEmpty && unnamed;
      return { width, used: width - Number(trailing), trailing };
    }
    if (width === columns + 1 && scan.lastEmpty && header) return { width, used: columns, trailing: true };
    if (width === columns - 1 && unnamed) return { width, used: width, trailing: true };
  }
  throw new TableError(
    `${shown} is ragged: ${stranger(scan, width, columns)}; quote the cells that hold the separator, or mend the line.`,
  );
}

/** The row that stands out: the second, if the first that differs from it is like the header again. */
function stranger(scan: Counts, width: number, columns: number): string {
  if (width !== columns && (!scan.raggedRecords || scan.raggedFields === columns))
    return `line ${scan.secondLine} has ${fields(width)} where the first row has ${columns}`;
  const more = scan.raggedRecords - 1;
  const also = more ? ` (${more} more row${more === 1 ? " differs" : "s differ"} too)` : "";
  return `line ${scan.raggedLine} has ${fields(scan.raggedFields)} where the rows before it have ${width}${also}`;
}

const fields = (count: number): string => `${count} field${count === 1 ? "" : "s"}`;

/** Names of the columns, and the numbers (from 1) of those that have none in the header. */
function namesOf(
  top: readonly string[],
  header: boolean,
  used: number,
  shown: string,
): { names: string[]; unnamed: number[] } {
  if (!header) return { names: Array.from({ length: used }, (_, k) => `column${k + 1}`), unnamed: [] };
  const names = top.slice(0, used).map((name) => name.trim());
  const places = new Map<string, number>();
  names.forEach((name, k) => {
    if (name && places.has(name))
      throw new TableError(
        `${shown} has two columns named ${quoted(name)} (the ${nth(places.get(name)! + 1)} and the ` +
          `${nth(k + 1)}); rename one of them.`,
      );
    if (!places.has(name)) places.set(name, k);
  });
  const unnamed = [...names.keys()].filter((k) => !names[k]).map((k) => k + 1);
  for (const number of unnamed) {
    let name = `column${number}`;
    while (places.has(name)) name += "_";
    places.set(name, 0);
    names[number - 1] = name;
  }
  return { names, unnamed };
}

function nth(number: number): string {
  const teens = number % 100 >= 11 && number % 100 <= 13;
  return `${number}${teens ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th")}`;
}

const binary = (shown: string): TableError =>
  new TableError(
    `${shown} holds zero bytes, so it is not a CSV but a binary file (or UTF-16 without its mark); save it as ` +
      `CSV in UTF-8, or name it by its real format.`,
  );

function dialectNotes(dialect: Dialect, mark: Raw["mark"], narrow: boolean): string[] {
  const notes: string[] = [];
  if (dialect.delimiter !== "" && dialect.delimiter !== ",")
    notes.push(`Cells are separated by ${SEPARATORS[dialect.delimiter]}.`);
  if (dialect.quote === "'") notes.push("Cells are quoted by apostrophes.");
  if (dialect.escape) notes.push("Quotes inside quoted cells are escaped by backslashes.");
  if (mark === "utf-8") notes.push("The file begins with a byte order mark, which was skipped.");
  else if (mark) notes.push("The text is UTF-16, by its byte order mark.");
  if (narrow) notes.push("The text is not UTF-8; it was read as Windows-1252 (Latin-1).");
  return notes;
}

function headerNotes(header: boolean, trailing: boolean, unnamed: readonly number[], used: number): string[] {
  const notes: string[] = [];
  if (!header) {
    const called = used === 1 ? "column1" : `column1 to column${used}`;
    notes.push(`The first row is a row like the others, not a header; the columns are called ${called}.`);
  }
  if (trailing) notes.push("Lines end with a separator; the empty last column was left out.");
  if (unnamed.length) {
    const which = unnamed.slice(0, 5).join(", ") + (unnamed.length > 5 ? ", …" : "");
    notes.push(`The header is empty over column ${which}; it is called by its number.`);
  }
  return notes;
}

/** Rows and cells that a page bears. */
export const MOST_ROWS = 200_000;
export const MOST_CELLS = 8_000_000;

/** Raises TableError for more rows or cells than a page bears. */
export function refuseLarge({ rows, names }: Look, shown: string): void {
  const cells = rows * names.length;
  if (rows <= MOST_ROWS && cells <= MOST_CELLS) return;
  const [found, most] =
    rows > MOST_ROWS ? [`${whole(rows)} rows`, whole(MOST_ROWS)] : [`${whole(cells)} cells`, whole(MOST_CELLS)];
  throw new TableError(
    `${shown} has ${found}, more than the ${most} that a page bears; leave rows or columns out, or run ` +
      `\`shrinkage compare\` ` +
      "on your machine, which reads tables of any length.",
  );
}
