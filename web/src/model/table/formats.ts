// How text says numbers, dates and truth (design/formats.py): the formats there are, and the choice of one for a whole
// column, on all of its distinct texts with their counts.
import { type Distinct } from "./distinct.ts";
import { byCodePoint } from "./format.ts";

export type Decimal = "." | ",";
export interface NumberFormat {
  readonly decimal: Decimal;
  readonly thousands: "" | "," | "." | " " | "'";
}

/** By the kernel's numbers for them (kernel/numbers.hpp). */
export const FORMATS: readonly NumberFormat[] = ([".", ","] as const).flatMap((decimal) =>
  (["", decimal === "." ? "," : ".", " ", "'"] as const).map((thousands) => ({ decimal, thousands })),
);
export const PLAIN = 0;
export const ORDERS = ["iso", "day first", "month first"] as const;

/** Words for false and true, lower case; either case is read. */
export const TRUTH: readonly (readonly [string, string])[] = [
  ["false", "true"],
  ["no", "yes"],
  ["f", "t"],
  ["n", "y"],
];

const ODD_SHARE = 0.05;
const ODD_TOKENS = 10;
const FORGIVEN_ROWS = 10;

/** A column to be read as numbers; `odd` are the few texts that are none. other: the format with the other decimal mark
 * that reads it as well. neutral: neither mark occurs, so it says nothing about its table's. */
export interface Numbers {
  readonly kind: "numbers";
  readonly format: number;
  readonly odd: readonly string[];
  readonly other: number | null;
  readonly neutral: boolean;
}
export interface Times {
  readonly kind: "times";
  readonly order: number;
  readonly odd: readonly string[];
}
export interface Truths {
  readonly kind: "truths";
  readonly words: readonly [string, string];
}
/** A name, a class, a phrase. eitherOrder: dates, but nobody can say which. */
export interface Levels {
  readonly kind: "levels";
  readonly eitherOrder: boolean;
}
export type Reading = Numbers | Times | Truths | Levels;

export function sameValues(one: Reading, other: Reading): boolean {
  if (one.kind === "numbers" && other.kind === "numbers") return one.format === other.format;
  if (one.kind === "truths" && other.kind === "truths") return one.words === other.words;
  return one.kind === other.kind;
}

/** The reading of a column; `decimal` is the table's mark where this column is torn. */
export function choose(distinct: Distinct, decimal: Decimal | null = null): Reading {
  if (!distinct.used) return { kind: "levels", eitherOrder: false };
  return asTruths(distinct) ?? asNumbers(distinct, decimal) ?? asTimes(distinct);
}

/** Whether so few cells are odd that a column is numbers (or times) with some of them missing. */
function fewOdd(rows: number, oddRows: number, tokens: number): boolean {
  const allowed = Math.max(ODD_SHARE * rows, rows > FORGIVEN_ROWS ? 1 : 0);
  return oddRows <= allowed && tokens <= ODD_TOKENS && oddRows < rows;
}

function asTruths(distinct: Distinct): Truths | null {
  if (distinct.used > 8) return null;
  const said = new Set(distinct.texts().map((text) => text.toLowerCase()));
  const words = TRUTH.find((pair) => said.size === 2 && pair.every((word) => said.has(word)));
  return words ? { kind: "truths", words } : null;
}

// Candidates that cannot differ on a cell, as neither mark occurs: no groups, or groups of spaces or apostrophes.
const NEUTRAL = ["0,1,2,3,4,5,6,7", "2,6", "3,7"];

function asNumbers(distinct: Distinct, decimal: Decimal | null): Numbers | null {
  const votes = FORMATS.map((_, code) => votesFor(distinct, distinct.formats, code));
  const best = Math.max(...votes);
  const candidates = FORMATS.map((_, code) => code).filter((code) => votes[code] === best);
  const neutral = NEUTRAL.includes(candidates.join());
  const first = (mark: Decimal): number | undefined => candidates.find((code) => FORMATS[code]!.decimal === mark);
  const mark: Decimal =
    decimal && first(decimal) !== undefined && !neutral ? decimal : first(".") !== undefined ? "." : ",";
  const format = first(mark)!;
  const odd = unread(distinct, distinct.formats, format);
  if (!fewOdd(distinct.present, distinct.present - best, odd.length)) return null;
  const other = neutral ? null : (first(mark === "." ? "," : ".") ?? null);
  return { kind: "numbers", format, odd: sorted(distinct, odd), other, neutral };
}

function asTimes(distinct: Distinct): Times | Levels {
  const votes = ORDERS.map((_, order) => votesFor(distinct, distinct.orders, order));
  const best = Math.max(...votes);
  const order = votes.indexOf(best);
  const odd = unread(distinct, distinct.orders, order);
  if (!fewOdd(distinct.present, distinct.present - best, odd.length)) return { kind: "levels", eitherOrder: false };
  if (votes[1] === votes[2] && votes[2] === best) return { kind: "levels", eitherOrder: true };
  return { kind: "times", order, odd: sorted(distinct, odd) };
}

/** Rows whose text has this bit. */
export function votesFor(distinct: Distinct, bits: Uint8Array, bit: number): number {
  let rows = 0;
  for (let k = 0; k < distinct.used; k++) if ((bits[k]! >> bit) & 1) rows += distinct.counts[k]!;
  return rows;
}

/** Places of the distinct texts without this bit. */
export function unread(distinct: Distinct, bits: Uint8Array, bit: number): number[] {
  const places: number[] = [];
  for (let k = 0; k < distinct.used; k++) if (!((bits[k]! >> bit) & 1)) places.push(k);
  return places;
}

const sorted = (distinct: Distinct, places: readonly number[]): string[] =>
  places.length > ODD_TOKENS ? [] : distinct.texts(places).sort(byCodePoint);
