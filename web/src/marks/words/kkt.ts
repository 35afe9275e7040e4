// What the figure of optimality shows, in sentences: which pulls reach lambda, and which do not.
import { count, figureNumber, small } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import { amount } from "./amounts.ts";
import { listedNames, said } from "./names.ts";

export interface Pulled {
  name: string;
  pull: number; // xⱼᵀr, over the penalty factor where there is one
  weight: number;
}

/** How far the pulls on weights in use are from lambda at most. */
export const gapOf = (features: readonly Pulled[], lambda: number): number =>
  features.reduce((most, { pull, weight }) => (weight === 0 ? most : Math.max(most, Math.abs(Math.abs(pull) - lambda))), 0);

const hardest = (some: readonly Pulled[]): Pulled | undefined =>
  some.reduce<Pulled | undefined>((best, one) => (best && Math.abs(best.pull) >= Math.abs(one.pull) ? best : one), undefined);

/** The finding: on whom the loss pulls with lambda, how exactly, and who is next. */
export function kktWords(features: readonly Pulled[], lambda: number, spell: (lambda: number) => string): string {
  const used = features.filter(({ weight }) => weight !== 0);
  const idle = features.filter(({ weight }) => weight === 0);
  const next = hardest(idle);
  const rest = next ? ` ${restWords(idle, next, used.length > 0)}` : "";
  if (!used.length) return `At ${spell(lambda)} no weight is in use: the loss pulls at none harder than lambda.${rest}`;
  const difference = gapOf(features, lambda);
  const exactly = difference < 1e-9 * lambda ? "to rounding" : `the largest difference is ${small(difference)}`;
  const who = `${used.length} of ${count(features.length, "weight")} ${used.length === 1 ? "is" : "are"} in use (${listedNames(used.map(({ name }) => name), 5)})`;
  return `At ${spell(lambda)} ${who}, and the loss pulls at ${used.length === 1 ? "it" : "each of them"} with exactly lambda (${exactly}).${rest}`;
}

function restWords(idle: readonly Pulled[], next: Pulled, others: boolean): string {
  const pull = amount(Math.abs(next.pull));
  if (idle.length === 1) return `${others ? "The one at 0" : "It"}, ${said(next.name)}, is pulled with ${pull}, which the penalty holds.`;
  return `${others ? `The ${idle.length} at 0 are pulled no harder, the` : "The"} hardest ${others ? "" : "pull is on "}${said(next.name)} with ${pull}.`;
}

/** Beside the slider, and read out. */
export function strengthWords(features: readonly Pulled[], lambda: number, spell: (lambda: number) => string): string {
  return `${spell(lambda)}: ${features.filter(({ weight }) => weight !== 0).length} of ${features.length} reach it`;
}

/** Behind a bar. */
export function barText({ pull, weight }: Pulled): string {
  return weight === 0 ? `${amount(Math.abs(pull))}, weight 0` : `= λ, weight ${amount(weight)}`;
}

export function tableOf(features: readonly Pulled[], lambda: number): Table {
  const format = (value: number): string => figureNumber(value, 6);
  return {
    caption: `How hard the loss pulls at each weight, at lambda ${amount(lambda, 6)}`,
    columns: [
      { label: "feature", numeric: false },
      { label: "pull of the loss", numeric: true, format },
      { label: "its size minus lambda", numeric: true, format: (value) => figureNumber(value, 3) },
      { label: "weight", numeric: true, format },
    ],
    rows: features.map(({ name, pull, weight }) => [name, pull, Math.abs(pull) - lambda, weight]),
  };
}
