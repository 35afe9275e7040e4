// What units do to a weight, in sentences.
import type { Table } from "../frame/table.ts";
import { amount } from "./amounts.ts";
import { said } from "./names.ts";

export interface InUnits {
  name: string;
  powers: readonly number[]; // of ten, by which the column is multiplied
  l1: readonly number[]; // weight per standard deviation, columns as they are
  l2: readonly number[];
  fine: { powers: readonly number[]; l1: readonly number[]; l2: readonly number[] }; // the same, more densely
  among: number | null; // columns that it is seen with, where they are not all
  scaled: { l1: number; l2: number }; // columns scaled first
  at: number; // index
}

export function timesWords(power: number): string {
  if (power === 0) return "as it is";
  const factor = (10 ** Math.abs(power)).toLocaleString("en");
  return power > 0 ? `× ${factor}` : `÷ ${factor}`;
}

export function unitWords({ name, powers, l1, l2, scaled, at, among }: InUnits): string {
  const same = `Scaled first: ${amount(scaled.l1)} under L1 and ${amount(scaled.l2)} under L2, in whatever units. A flat line means: the same prediction in whatever unit.`;
  return `Weight of ${said(name)} per standard deviation, the column ${timesWords(powers[at]!)}. ${among === null ? "The other columns have" : `${among - 1} other columns are looked at, and have`} spread 1. If this one is not scaled: ${l1[at] === 0 ? "exactly 0" : amount(l1[at]!)} under L1 and ${amount(l2[at]!)} under L2. ${same}`;
}

export function unitTakeaway({ name, powers, l1, l2, scaled, at }: InUnits): string {
  const power = powers[at]!;
  if (power === 0) return `In these units all columns have spread 1, and scaling changes nothing. Move the slider: the information in ${said(name)} stays the same.`;
  const under1 = l1[at] === 0 ? (scaled.l1 === 0 ? "leaves the column out as before" : "drops the column") : `gives it ${amount(l1[at]!)} instead of ${amount(scaled.l1)}`;
  if (power < 0) return `Smaller numbers need a larger weight, and that is dearer: L1 ${under1}, L2 gives it ${amount(l2[at]!)} instead of ${amount(scaled.l2)}, for a change of units alone.`;
  return `Larger numbers need a smaller weight, and that is cheap: ${said(name)} is as good as not penalised (L1 ${amount(l1[at]!)} instead of ${amount(scaled.l1)}, L2 ${amount(l2[at]!)} instead of ${amount(scaled.l2)}).`;
}

export function unitTable({ powers, l1, l2, scaled }: InUnits): Table {
  const format = (value: number): string => (value === 0 ? "0" : amount(value, 4));
  return {
    caption: "Weight per standard deviation, by what the column is multiplied with",
    columns: ["factor", "L1, not scaled", "L2, not scaled", "L1, scaled first", "L2, scaled first"].map((label, k) => ({ label, numeric: true, ...(k ? { format } : {}) })),
    rows: powers.map((power, k) => [Number(`1e${power}`), l1[k]!, l2[k]!, scaled.l1, scaled.l2]),
  };
}
