// Columns of text that a person would call numbers or dates, and what keeps them from being read as such
// (design/nearly.py).
import { type Distinct } from "./distinct.ts";
import { quoted, whole } from "./format.ts";
import { FORMATS, unread, votesFor } from "./formats.ts";

const SIGN = "(?:[$€£¥%‰]|USD|EUR|GBP|CHF|JPY)";
const BLANK = "[\\s\\u00a0\\u202f]*";
const NUMBER = "[\\-+]?\\p{Nd}[\\p{Nd}.,'’\\s\\u00a0\\u202f]*";
const SIGNED = new RegExp(`^(?:[\\-+]?${SIGN}${BLANK}${NUMBER}|${NUMBER}${SIGN})$`, "u");
const WORD = "[\\p{L}\\p{Nl}\\p{No}_]{3,9}";
const DATE = new RegExp(
  "^(?:\\p{Nd}{1,2}[./ \\-]\\p{Nd}{1,2}[./ \\-]\\p{Nd}{2}(?:\\p{Nd}{2})?" +
    `|\\p{Nd}{1,2}(?:st|nd|rd|th)?[. \\-]+${WORD}[., \\-]+\\p{Nd}{2}(?:\\p{Nd}{2})?` +
    `|${WORD}\\.? \\p{Nd}{1,2}(?:st|nd|rd|th)?,? \\p{Nd}{4})$`,
  "u",
);
const MOSTLY = 0.5;
const LOOKED_AT = 1_000;

/** What to mend in the cells of a text column so that it is read as numbers: "; …", or "" where it is just text. */
export function hint(table: Distinct): string {
  if (!table.used) return "";
  const clause = mostlyNumbers(table);
  if (clause) return `; ${clause}`;
  const texts = table.texts(Array.from({ length: Math.min(table.used, LOOKED_AT) }, (_, k) => k));
  if (mostly(SIGNED, texts)) return `; it holds numbers with a sign, like ${quoted(texts[0]!)}: write them without it`;
  if (mostly(DATE, texts))
    return `; it looks like dates, as ${quoted(texts[0]!)}: write them as 2020-12-31 to have them used`;
  return "";
}

/** How many cells of a text column are numbers and what the others are like, where most are; else "". */
export function mostlyNumbers(table: Distinct): string {
  if (!table.used) return "";
  const votes = FORMATS.map((_, code) => votesFor(table, table.formats, code));
  const numbers = Math.max(...votes);
  const rows = table.present;
  if (numbers <= MOSTLY * rows || numbers === rows) return "";
  const [example] = table.texts(unread(table, table.formats, votes.indexOf(numbers)).slice(0, 1));
  return (
    `${whole(numbers)} of ${whole(rows)} cells are numbers: others are like ${quoted(example!)}; mend or ` +
    `empty those`
  );
}

const mostly = (pattern: RegExp, texts: readonly string[]): boolean =>
  texts.filter((text) => pattern.test(text)).length > MOSTLY * texts.length;
