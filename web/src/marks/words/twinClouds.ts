// What redrawn twins show, in sentences.
import { number } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";

export interface CloudOfTwins {
  name: "l1" | "l2" | "elastic_net";
  label: string;
  lambda: number;
  twins: readonly (readonly [number, number])[];
  idle: number;
  error: number;
}

/** Share of draws in which exactly one twin has a weight. */
export function oneOnly({ twins }: CloudOfTwins): number {
  return twins.filter(([a, b]) => (a !== 0) !== (b !== 0)).length / twins.length;
}

/** How far the two weights differ on average. */
export function apart({ twins }: CloudOfTwins): number {
  return twins.reduce((sum, [a, b]) => sum + Math.abs(a - b), 0) / twins.length;
}

export const percent = (share: number): string => `${Math.round(100 * share)}%`;

export function cloudWords(clouds: readonly CloudOfTwins[], correlation: number, truth: readonly [number, number]): string {
  const each = clouds.map((cloud) => `${cloud.label} ${percent(oneOnly(cloud))} (weights ${number(apart(cloud), 2)} apart on average; ${number(cloud.idle, 2)} of the idle others used; error ${number(cloud.error, 3)})`);
  return `Twins of correlation ${correlation} whose true weights are ${truth.join(" and ")}, in ${clouds[0]!.twins.length} tables. Share of tables in which exactly one twin is used: ${each.join("; ")}.`;
}

export function cloudTakeaway([l1, l2, net]: readonly [CloudOfTwins, CloudOfTwins, CloudOfTwins], truth: readonly [number, number], correlation: number): string {
  const first = `L1 uses exactly one of the twins in ${percent(oneOnly(l1))} of the tables, L2 in ${percent(oneOnly(l2))}, the elastic net in ${percent(oneOnly(net))}`;
  if (truth[1] === 0) return `${first}. Only the first matters, and L2 pays the second all the same: to share is not always right.`;
  if (correlation < 0.5) return `${first}. At correlation ${correlation} they are hardly twins: each says what the other does not, and is worth a weight of its own.`;
  const errors = [l1, l2, net].map(({ error }) => error);
  const close = Math.max(...errors) - Math.min(...errors) < 0.02 * Math.min(...errors);
  return `${first}. ${close ? "Their predictions are nearly equally good: what differs is whom they thank." : "Both matter alike: a weight of 0 says nothing against a twin."}`;
}

export function cloudTable(clouds: readonly CloudOfTwins[]): Table {
  const format = (value: number): string => number(value);
  return {
    caption: "Weights of the twins in each table, by penalty",
    columns: [{ label: "table", numeric: true }, ...clouds.flatMap(({ label }) => ["first", "second"].map((twin) => ({ label: `${label}: ${twin} twin`, numeric: true, format })))],
    rows: clouds[0]!.twins.map((_, draw) => [draw + 1, ...clouds.flatMap(({ twins }) => [...twins[draw]!])]),
  };
}
