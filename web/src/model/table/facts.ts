// What one look at the training rows tells of a column (design/observe.py): its reading, and its sums or its levels.
//
// The page holds the table, so that everything is decided on all distinct texts at once, where Python, reading batch by
// batch, may have to look again.
import { calendarCounts, type PartName } from "./calendar.ts";
import {
  codesAmong,
  MISSING,
  READ,
  readNumbers,
  readTimes,
  UNREADABLE,
  type Mask,
  type Read,
  type TextColumn,
} from "./cells.ts";
import { distinctOf, type Distinct } from "./distinct.ts";
import { choose, type Decimal, type Levels, type Numbers, type Reading, type Times, type Truths } from "./formats.ts";
import { type Native } from "./native.ts";
import { summaryOf, type Summary } from "./summary.ts";

export interface NumberFacts {
  readonly kind: "numbers";
  readonly reading: Numbers;
  readonly summary: Summary;
  readonly oddRows: number;
}
export interface TimeFacts {
  readonly kind: "times";
  readonly reading: Times;
  readonly summary: Summary;
  readonly calendar: ReadonlyMap<PartName, Float64Array>;
  readonly oddRows: number;
}
export interface TruthFacts {
  readonly kind: "truths";
  readonly reading: Truths;
  readonly summary: Summary;
}
export interface LevelFacts {
  readonly kind: "levels";
  readonly reading: Levels;
  readonly table: Distinct;
}
export type Facts = NumberFacts | TimeFacts | TruthFacts | LevelFacts;

/** A column that has been counted, before the decimal mark of its table is known. */
export class Watched {
  readonly reading: Reading;

  constructor(
    private readonly native: Native,
    private readonly column: TextColumn,
    private readonly use: Mask,
    private readonly table: Distinct = distinctOf(native, column, use),
  ) {
    this.reading = choose(table);
  }

  /** The decimal mark this column certainly has: true for a comma. */
  get vote(): Decimal | null {
    const { reading } = this;
    if (reading.kind !== "numbers" || reading.neutral || reading.other !== null) return null;
    return reading.format >= 4 ? "," : ".";
  }

  facts(decimal: Decimal | null): Facts {
    const torn = this.reading.kind === "numbers" && this.reading.other !== null;
    const reading = torn ? choose(this.table, decimal) : this.reading;
    if (reading.kind === "levels") return { kind: "levels", reading, table: this.table };
    const { values, status } = valuesOf(this.native, this.column, reading);
    const summary = summaryOf(this.native, values, this.use);
    if (reading.kind === "truths") return { kind: "truths", reading, summary };
    const oddRows = countOf(status, UNREADABLE, this.use);
    if (reading.kind === "numbers") return { kind: "numbers", reading, summary, oddRows };
    return { kind: "times", reading, summary, calendar: calendarCounts(values, this.use), oddRows };
  }
}

function countOf(status: Uint8Array, wanted: number, use: Mask): number {
  let rows = 0;
  for (let i = 0; i < status.length; i++) rows += Number(status[i] === wanted && (!use || use[i] !== 0));
  return rows;
}

/** The cells of a column under a reading that makes numbers of them. */
export function valuesOf(native: Native, column: TextColumn, reading: Numbers | Times | Truths): Read {
  if (reading.kind === "numbers") return readNumbers(native, column, reading.format);
  if (reading.kind === "times") return readTimes(native, column, reading.order);
  return readTruths(native, column, reading.words);
}

/** False and true, in any mixture of cases, as 0 and 1. */
export function readTruths(native: Native, column: TextColumn, words: readonly [string, string]): Read {
  const [no, yes] = words.map(spellings) as [string[], string[]];
  const codes = codesAmong(native, column, [...no, ...yes], -1, -2);
  const status = Uint8Array.from(codes, (code) => (code >= 0 ? READ : code === -1 ? MISSING : UNREADABLE));
  return { values: Float64Array.from(codes, (code) => (code < 0 ? NaN : Number(code >= no.length))), status };
}

const spellings = (word: string): string[] =>
  [...word].reduce<string[]>(
    (made, one) => made.flatMap((start) => [start + one.toLowerCase(), start + one.toUpperCase()]),
    [""],
  );
