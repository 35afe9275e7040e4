// A figure's numbers as CSV (RFC 4180: comma, CRLF, quotes doubled), for spreadsheets and for programs.
//
// It begins with a byte order mark, because spreadsheets take UTF-8 for something else without one and programs skip
// it. Names come from the reader's table and may look like formulas, which spreadsheets run when they open a file: such
// text gets an apostrophe in front, which they show as plain text. Numbers are never touched.

const MARK = "\uFEFF";
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** Rows of cells, the heads first; numbers in full, unknown ones (null, NaN) empty. */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return MARK + rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number | null): string {
  if (value === null || (typeof value === "number" && Number.isNaN(value))) return "";
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
