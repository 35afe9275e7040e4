// What the figure of directions shows, in sentences: what L2 keeps along each, and of each weight.
import { count, figureNumber } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import { amount } from "./amounts.ts";
import { percent } from "./compare.ts";
import { listedNames, said } from "./names.ts";

const NAMED = 4;

export interface Direction {
  variance: number; // of the rows along it: d²
  kept: number; // d²/(d² + lambda)
}

export interface Weight {
  name: string;
  least: number; // least squares
  l2: number;
  l1: number | null; // of an L1 that keeps as many weights, where columns are uncorrelated
}

export interface Shrunk {
  lambda: number;
  freedom: number; // Σ kept
  directions: readonly Direction[]; // the largest variance first
  weights: readonly Weight[]; // the largest first
  uncorrelated: boolean;
}

/** What is left of a least-squares weight, as a share of it; null where there is nothing to keep. */
export const share = (now: number, least: number): number | null => (least === 0 ? null : now / least);

/** `36%`, `−12%`, `0`. */
export function shareText(part: number | null): string {
  if (part === null) return "–";
  return part === 0 ? "0" : `${part < 0 ? "−" : ""}${percent(part)}`;
}

export function directionsWords(shrunk: Shrunk): string {
  const { directions, lambda, weights, freedom } = shrunk;
  const [first, last] = [directions[0], directions.at(-1)];
  if (!first || !last) return "No column varies, so there is no direction.";
  const worth = `All together are worth ${amount(freedom)} of ${count(weights.length, "weight")}`;
  const alike = last.kept > 0.999 * first.kept;
  if (alike) return `${alikeWords(shrunk, first)} ${worth}.`;
  const along = `At lambda ${amount(lambda)} L2 keeps ${percent(first.kept)} along the direction in which the rows vary most (variance ${amount(first.variance)}), and ${last.kept === 0 ? "nothing" : percent(last.kept)} along the one in which they vary least (${amount(last.variance)}).`;
  return `${along} ${worth}. ${byFeature(weights)}`;
}

function alikeWords({ lambda, weights, uncorrelated }: Shrunk, { kept, variance }: Direction): string {
  const one = (has: string, keeps: string): string =>
    `every direction ${has} variance ${amount(variance)}, and at lambda ${amount(lambda)} L2 ${keeps} the same ${percent(kept)} of every weight`;
  if (!uncorrelated)
    return weights.length === 1
      ? `With one column there is one direction: L2 keeps ${percent(kept)} of its weight at lambda ${amount(lambda)}.`
      : `Here ${one("has", "keeps")}: no two columns are correlated.`;
  const [most, left] = [weights[0], weights.filter(({ l1 }) => l1 === 0).length];
  const l1 = most && most.l1 !== null ? ` L1 that is worth as many takes the same amount off each instead: it keeps ${shareText(share(most.l1, most.least))} of ${said(most.name)} and nothing of ${left}.` : "";
  return `Were the columns uncorrelated, ${one("would have", "would keep")}: only then is “proportional” right.${l1}`;
}

/** The weights that fare worst and best. */
function byFeature(weights: readonly Weight[]): string {
  const known = weights.flatMap((weight) => {
    const part = share(weight.l2, weight.least);
    return part === null ? [] : [{ name: weight.name, part }];
  });
  if (known.length < 2) return "";
  const sorted = [...known].sort((a, b) => a.part - b.part);
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  const turned = known.filter(({ part }) => part < 0).map(({ name }) => name);
  const grown = known.filter(({ part }) => part > 1).map(({ name }) => name);
  const lowest = turned.length ? `${listedNames(turned, NAMED)} ${turned.length > 1 ? "have changed their signs" : "has changed its sign"}` : `${said(low.name)} keeps ${shareText(low.part)}`;
  const highest = grown.length ? `${listedNames(grown, NAMED)} ${grown.length > 1 ? "have" : "has"} grown (${said(high.name)} to ${shareText(high.part)})` : `${said(high.name)} keeps ${shareText(high.part)}`;
  return `Against least squares ${lowest}, and ${highest}.`;
}

/** Beside the slider, and read out. */
export function strengthWords({ lambda, freedom, weights }: Shrunk): string {
  return `lambda ${amount(lambda)}: worth ${amount(freedom)} of ${count(weights.length, "weight")}`;
}

export function tableOf({ directions, weights, uncorrelated, lambda }: Shrunk): Table {
  const format = (value: number): string => figureNumber(value, 4);
  const numeric = (label: string) => ({ label, numeric: true, format });
  const rows = Math.max(directions.length, weights.length);
  return {
    caption: `What L2 keeps at lambda ${amount(lambda)}, by direction and by feature`,
    columns: [
      { label: "direction", numeric: true },
      numeric("variance"),
      numeric("share kept"),
      { label: "feature", numeric: false },
      numeric("least squares"),
      numeric("L2"),
      ...(uncorrelated ? [numeric("L1")] : []),
    ],
    rows: Array.from({ length: rows }, (_, i) => {
      const [one, weight] = [directions[i], weights[i]];
      return [
        one ? i + 1 : null,
        one?.variance ?? null,
        one?.kept ?? null,
        weight?.name ?? null,
        weight?.least ?? null,
        weight?.l2 ?? null,
        ...(uncorrelated ? [weight?.l1 ?? null] : []),
      ];
    }),
  };
}
