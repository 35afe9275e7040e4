// What the twins show, price and budget, in sentences.
import { figureNumber } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import type { Point } from "../../model/ball.ts";
import type { Touch } from "../geometry/touch.ts";
import { amount } from "./amounts.ts";
import { penaltyName } from "./ball.ts";
import { said } from "./names.ts";

export interface Pair {
  names: readonly [string, string];
  touch: Touch; // the solution, its strength and its size
  budget: number; // as given: more than the size of the solution where it does not bind
  most: number; // size of least squares
  least: Point;
}

/** The finding: one solution, two ways to say it; or why a budget has no price. */
export function twinWords({ names, touch, budget, most, least }: Pair): string {
  const who = penaltyName(touch.penalty, touch.l1Ratio);
  const w = names.map((name, j) => `${said(name)} ${touch.w[j] === 0 ? "exactly 0" : amount(touch.w[j]!)}`).join(" and ");
  if (touch.lambda === 0) {
    const loose = budget > most * (1 + 1e-9) ? `a budget of ${amount(budget)} is more than least squares spends (${amount(most)}), so it does not bind` : `a budget of ${amount(most)} is just what least squares spends`;
    return `${who}: ${loose}, and the price is 0. Both are at least squares: ${w}.`;
  }
  const from = `Least squares, ${amount(least[0])} and ${amount(least[1])}, would spend ${amount(most)}.`;
  return `${who} at the price lambda ${amount(touch.lambda)}, and within the budget t = ${amount(budget)}: the same solution, ${w}. ${from}`;
}

export const lambdaWords = ({ touch }: Pair): string => (touch.lambda === 0 ? "0: no price" : amount(touch.lambda));

export function budgetWords({ touch, budget, most }: Pair): string {
  return touch.lambda === 0 && budget > most * (1 + 1e-9) ? `${amount(budget)}: does not bind` : `${amount(budget)}, ${amount((100 * budget) / most, 2)}% of least squares'`;
}

export function tableOf({ names, touch, budget, most, least }: Pair, path: readonly Touch[]): Table {
  const format = (value: number): string => figureNumber(value, 4);
  const numeric = (label: string) => ({ label, numeric: true, format });
  return {
    caption: "Which price belongs to which budget, and the solution of both",
    columns: [
      { label: "what", numeric: false },
      numeric("price lambda"),
      numeric("budget t"),
      ...names.map((name) => numeric(`coefficient of ${name}`)),
      numeric("½ mean squared error"),
    ],
    rows: [
      ["shown", touch.lambda, budget, ...touch.w, touch.level],
      ["least squares", 0, most, ...least, null],
      ...path.map((one) => ["path", one.lambda, one.t, ...one.w, one.level]),
    ],
  };
}
