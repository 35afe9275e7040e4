// What every column of a table means (design/spec.py), and the features that are made of it (design/features.py).
import { wordFor, type PartName } from "./calendar.ts";

const OTHER = "(other)";
const MISSING = "(missing)";

export type Role = "numeric" | "categorical" | "boolean" | "datetime" | "dropped";

/** A dense column that is 1 where a value is missing. share: of the training rows; hidden: no feature of its own. */
export interface Indicator {
  readonly share: number;
  readonly hidden: boolean;
}

/** A part of a date as a one-hot block: its values in order, and whether rare ones are pooled. */
export interface CalendarPart {
  readonly part: PartName;
  readonly levels: readonly number[];
  readonly other: boolean;
}

/** One column of the table; which parts are set depends on the role. value false: the values themselves do not vary,
 * only whether there is one; then the indicator is the only feature. */
export interface ColumnSpec {
  readonly name: string;
  readonly role: Role;
  readonly reason: string | null;
  readonly missing: number;
  readonly format: number;
  readonly words: readonly [string, string] | null;
  readonly order: number;
  readonly first: number;
  readonly parts: readonly CalendarPart[];
  readonly levels: readonly string[];
  readonly pooledLevels: number;
  readonly other: boolean;
  readonly missingLevel: boolean;
  readonly value: boolean;
  readonly shift: number;
  readonly indicator: Indicator | null;
}

export function columnSpec(name: string, role: Role, own: Partial<ColumnSpec>): ColumnSpec {
  return {
    ...{ name, role, reason: null, missing: 0, format: 0, words: null, order: 0, first: 0, parts: [], levels: [] },
    ...{ pooledLevels: 0, other: false, missingLevel: false, value: true, shift: 0, indicator: null, ...own },
  };
}

/** The column to predict: numeric, or boolean as 0 and 1. */
export interface TargetSpec {
  readonly name: string;
  readonly format: number;
  readonly words: readonly [string, string] | null;
  readonly shift: number;
}

/** One encoded column. kind: number | boolean | trend | missing | level | pooled | calendar */
export interface Feature {
  readonly name: string;
  readonly column: string;
  readonly kind: string;
  readonly level: string | null;
}

export const isDense = ({ role }: ColumnSpec): boolean =>
  role === "numeric" || role === "boolean" || role === "datetime";

/** Every feature, dense ones first, then each categorical block; names are unique. */
export function featuresOf(columns: readonly ColumnSpec[]): Feature[] {
  const taken = new Set<string>();
  return [...columns.flatMap(denseFeatures), ...columns.flatMap(blockFeatures)].map((feature) => ({
    ...feature,
    name: unique(feature.name, taken),
  }));
}

function unique(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let count = 2; taken.has(candidate); count++) candidate = `${name} (${count})`;
  taken.add(candidate);
  return candidate;
}

function denseFeatures(column: ColumnSpec): Feature[] {
  const { name, role } = column;
  const features: Feature[] = [];
  if (!isDense(column)) return features;
  if (column.value) {
    if (role === "datetime") features.push({ name: `${name} (trend)`, column: name, kind: "trend", level: null });
    else if (role === "boolean")
      features.push({ name, column: name, kind: "boolean", level: column.words?.[1] ?? null });
    else features.push({ name, column: name, kind: "number", level: null });
  }
  if (column.indicator && !column.indicator.hidden)
    features.push({ name: `${name} is missing`, column: name, kind: "missing", level: null });
  return features;
}

function blockFeatures(column: ColumnSpec): Feature[] {
  const { name } = column;
  const levels = column.role === "categorical" ? blockLevels(column) : [];
  return [
    ...levels.map(([kind, level]) => ({ name: `${name}=${level}`, column: name, kind, level })),
    ...column.parts.flatMap(({ part, levels: values, other }) =>
      [...values.map((value) => wordFor(part, value)), ...(other ? [OTHER] : [])].map((word) => ({
        ...{ name: `${name} ${part}=${word}`, column: name, kind: "calendar", level: word },
      })),
    ),
  ];
}

/** (kind, level) of a categorical column's features, in order of their codes. */
function blockLevels(column: ColumnSpec): [string, string][] {
  const named = column.levels.map((level): [string, string] => ["level", level]);
  return [
    ...named,
    ...(column.other ? [["pooled", OTHER] as [string, string]] : []),
    ...(column.missingLevel ? [["level", MISSING] as [string, string]] : []),
  ];
}

/** Dense feature `value` has missing cells, gathered as `constant`; dense column `missing` is 1 there. */
export interface Fill {
  readonly value: number;
  readonly missing: number;
  readonly constant: number;
}

/** The shape of encoded rows: `dense` features, `hidden` indicators after them, the levels of each block. shift: a
 * typical value of each dense column, hidden ones too. */
export interface Layout {
  readonly dense: number;
  readonly hidden: number;
  readonly levels: readonly number[];
  readonly fills: readonly Fill[];
  readonly shift: readonly number[];
  readonly targetShift: number;
}

export const featureCount = ({ dense, levels }: Layout): number => levels.reduce((sum, count) => sum + count, dense);

export function layoutOf(columns: readonly ColumnSpec[], target: TargetSpec): Layout {
  const shifts: number[] = [];
  const hiddenShifts: number[] = [];
  const visible: Fill[] = [];
  const concealed: Fill[] = [];
  for (const { value: hasValue, indicator, shift } of columns.filter(isDense)) {
    const value = shifts.length;
    if (hasValue) shifts.push(shift);
    if (!indicator) continue;
    if (indicator.hidden) {
      concealed.push({ value, missing: hiddenShifts.length, constant: shift });
      hiddenShifts.push(indicator.share);
      continue;
    }
    if (hasValue) visible.push({ value, missing: shifts.length, constant: shift });
    shifts.push(indicator.share);
  }
  const dense = shifts.length;
  const fills = [...visible, ...concealed.map((fill) => ({ ...fill, missing: dense + fill.missing }))];
  return {
    dense,
    hidden: hiddenShifts.length,
    levels: columns.flatMap(blockSizes),
    fills: fills.sort((a, b) => a.value - b.value),
    shift: [...shifts, ...hiddenShifts],
    targetShift: target.shift,
  };
}

function blockSizes(column: ColumnSpec): number[] {
  const own = column.role === "categorical" ? [blockLevels(column).length] : [];
  return [...own, ...column.parts.map(({ levels, other }) => levels.length + Number(other))];
}
