// From what was seen of a column to its role (design/roles.py): the rules, one a function.
import { DAY, PARTS, type PartName } from "./calendar.ts";
import { TableError } from "./errors.ts";
import { type Distinct } from "./distinct.ts";
import { type Facts, type TimeFacts } from "./facts.ts";
import { byCodePoint, general, quoted, whole } from "./format.ts";
import { hint } from "./nearly.ts";
import { columnSpec, type CalendarPart, type ColumnSpec, type Indicator } from "./spec.ts";
import { FEW_ROWS, settle, shareOf, type Summary } from "./summary.ts";

// Text of which so large a share of the values is distinct names its rows rather than groups them.
const IDENTIFIER_SHARE = 0.95;
// Beyond these the square of a number, summed over many rows, is no double any more.
export const LARGEST = 1e140;
const SMALLEST = 1e-140;
// Errors are squared, and the spread over folds of these squares is squared again.
export const LARGEST_TARGET = 1e70;

/** The role of a feature column. Raises TableError for cells that are infinite or too large to square. */
export function roleOf(name: string, facts: Facts, maxLevels: number): ColumnSpec {
  if (facts.kind === "levels") return categorical(name, facts.table, maxLevels);
  const { summary } = facts;
  refuseOutOfRange(name, summary);
  if (!summary.count) return dropped(name, "no training row has a value", summary.missing);
  if (summary.spread > 0 && summary.spread < SMALLEST)
    return dropped(
      name,
      `all but constant: it varies by ${general(summary.spread, 3)}, whose square a double cannot hold`,
      summary.missing,
    );
  if (facts.kind === "times") return datetime(name, facts);
  if (facts.kind === "truths") {
    const { words } = facts.reading;
    return withMissing(
      columnSpec(name, "boolean", { words, shift: summary.typical }),
      summary,
      (value) => words[value]!,
    );
  }
  return withMissing(
    columnSpec(name, "numeric", { format: facts.reading.format, shift: summary.typical }),
    summary,
    (value) => general(value, 15),
  );
}

export const dropped = (name: string, reason: string, missing = 0): ColumnSpec =>
  columnSpec(name, "dropped", { reason, missing });

type What = "column" | "target";

/** Raises TableError if cells are infinite, or so large that sums of their squares would be. */
export function refuseOutOfRange(
  name: string,
  { infinite, count, least, most }: Pick<Summary, "infinite" | "count" | "least" | "most">,
  what: What = "column",
): void {
  const orDrop = what === "target" ? "" : ", or leave the column out with --drop";
  if (infinite) {
    const cells = infinite === 1 ? "1 infinite cell, which has" : `${whole(infinite)} infinite cells, which have`;
    const instead = infinite > 1 ? "replace them with numbers or empty them" : "replace it with a number or empty it";
    throw new TableError(`the ${what} ${quoted(name)} has ${cells} no mean and no square; ${instead}${orDrop}.`);
  }
  const largest = count ? Math.max(-least, most) : 0;
  if (largest <= (what === "target" ? LARGEST_TARGET : LARGEST)) return;
  const squares = what === "target" ? "the spread of whose squared errors" : "whose squares";
  throw new TableError(
    `the ${what} ${quoted(name)} holds numbers up to ${general(largest, 3)}, ${squares} a double cannot hold; ` +
      `divide it by a constant${orDrop}.`,
  );
}

/** How missing cells of a dense column are told: by a feature, by a hidden column, or there are none. */
function missingIndicator(missing: number, present: number): Indicator | null {
  return missing ? { share: shareOf(missing, missing + present), hidden: Math.min(missing, present) < FEW_ROWS } : null;
}

/** `spec` with its missing cells; dropped, or reduced to its indicator, where the values hardly vary. */
function withMissing(spec: ColumnSpec, summary: Summary, word: (value: number) => string): ColumnSpec {
  const { missing } = summary;
  const indicator = missingIndicator(missing, summary.count);
  const reason = hardlyVaries(summary, word);
  if (reason === null) return { ...spec, missing, indicator };
  if (!indicator || indicator.hidden) return dropped(spec.name, reason, missing);
  return {
    ...spec,
    missing,
    indicator,
    value: false,
    reason: `${reason}; whether there is a value is the only feature`,
    parts: [],
  };
}

function hardlyVaries({ differing, few }: Summary, word: (value: number) => string): string | null {
  if (differing >= FEW_ROWS) return null;
  const [common] = [...few!].reduce((best, one) =>
    one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best,
  );
  return unlike(differing, word(common + 0));
}

function unlike(differing: number, common: string): string {
  if (!differing) return `constant: every value is ${common}`;
  return `all but constant: only ${rowsOf(differing)} ${differing === 1 ? "differs" : "differ"} from ${common}`;
}

const rowsOf = (count: number): string => (count === 1 ? "1 training row" : `${count} training rows`);

function categorical(name: string, table: Distinct, maxLevels: number): ColumnSpec {
  const { counts, missing, present, used } = table;
  if (!present) return dropped(name, "no training row has a value", missing);
  if (used > Math.max(IDENTIFIER_SHARE * present, 1) && present >= 2 * FEW_ROWS)
    return dropped(
      name,
      `identifier-like: ${whole(used)} different values in ${whole(present)} rows${hint(table)}`,
      missing,
    );
  const most = counts.reduce((largest, count) => Math.max(largest, count), 0);
  if (present + missing - Math.max(most, missing) < FEW_ROWS)
    return dropped(name, hardlyVariesText(table, most), missing);
  const often = [...counts.keys()].filter((k) => counts[k]! >= FEW_ROWS);
  const ownMissing = missing >= FEW_ROWS;
  if (!often.length && !ownMissing)
    return dropped(name, `no value occurs in ${FEW_ROWS} training rows${hint(table)}`, missing);
  const texts = new Map(table.texts(often).map((text, i) => [often[i]!, text]));
  const named = often
    .sort((a, b) => counts[b]! - counts[a]! || byCodePoint(texts.get(a)!, texts.get(b)!))
    .slice(0, maxLevels);
  const rest = present - named.reduce((sum, k) => sum + counts[k]!, 0) + (ownMissing ? 0 : missing);
  return columnSpec(name, "categorical", {
    missing,
    levels: named.map((k) => texts.get(k)!),
    pooledLevels: used - named.length,
    other: rest >= FEW_ROWS,
    missingLevel: ownMissing,
  });
}

function hardlyVariesText(table: Distinct, most: number): string {
  const { present, missing, counts } = table;
  if (missing > most) return `all but all missing: only ${rowsOf(present)} ${present === 1 ? "has" : "have"} a value`;
  // whatever the order of rows
  const [common] = table.texts([...counts.keys()].filter((k) => counts[k] === most)).sort(byCodePoint);
  return unlike(present + missing - most, quoted(common!));
}

function datetime(name: string, { summary, reading, calendar }: TimeFacts): ColumnSpec {
  const first = summary.least;
  const parts = PARTS.map((part) => calendarPart(part.name, calendar.get(part.name)!)).filter((part) => part !== null);
  const shift = settle((summary.typical - first) / DAY, (summary.most - first) / DAY);
  return withMissing(columnSpec(name, "datetime", { order: reading.order, first, parts, shift }), summary, moment);
}

function calendarPart(part: PartName, counts: Float64Array): CalendarPart | null {
  const levels = [...counts.keys()].filter((value) => counts[value]! >= FEW_ROWS);
  const rest = counts.reduce((sum, count) => sum + (count < FEW_ROWS ? count : 0), 0);
  const other = rest >= FEW_ROWS;
  return levels.length + Number(other) >= 2 ? { part, levels, other } : null;
}

const moment = (seconds: number): string =>
  new Date(Math.trunc(seconds) * 1000)
    .toISOString()
    .slice(0, 19)
    .replace("T", " ")
    .replace(/ 00:00:00$/, "");
