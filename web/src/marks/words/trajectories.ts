// What the figure of training in weight space shows, in sentences: where each optimizer is, and whether it has exact zeros.
import type { Point } from "../../model/ball.ts";
import { figureNumber } from "../../model/numbers.ts";
import type { Method } from "../../model/trajectory.ts";
import type { Table } from "../frame/table.ts";
import type { Penalised } from "../geometry/touch.ts";
import { amount } from "./amounts.ts";
import { listed } from "./names.ts";

export interface Run {
  method: Method;
  weights: readonly Float64Array[]; // before the first epoch, after each
  excess: readonly number[]; // of the penalised loss over its minimum
}

export interface Journeys {
  penalty: Penalised;
  lambda: number;
  stride: number; // in units of 1/L
  epoch: number;
  solution: Point;
  runs: readonly Run[]; // those that are drawn
}

const NAMES: Record<Method, string> = {
  subgradient: "plain subgradient",
  proximal: "proximal",
  accelerated: "accelerated",
  coordinate: "coordinate",
};
const WEIGHTS = ["w₁", "w₂"] as const;
export const PENALTY_NAMES: Record<Penalised, string> = { l1: "L1", l2: "L2", elastic_net: "Elastic net" };

const FAR = 100; // times the start's: it runs away

export const gone = (run: Run, epoch: number): boolean => !(run.excess[epoch]! <= FAR * Math.max(run.excess[0]!, 1e-12));

/** Whether a weight has changed its sign on the way. */
export const turns = ({ weights }: Run, j: number, epoch: number): boolean => weights.slice(1, epoch + 1).some((w, k) => w[j]! * weights[k]![j]! < 0);

/** From which epoch on a weight has been exactly 0 up to this one; null: it is not. */
export function zeroSince({ weights }: Run, which: 0 | 1, epoch: number): number | null {
  if (weights[epoch]![which] !== 0) return null;
  let first = epoch;
  while (first > 0 && weights[first - 1]![which] === 0) first--;
  return first;
}

const pair = (w: ArrayLike<number>): string => `(${[0, 1].map((j) => (w[j] === 0 ? "0" : amount(w[j]!))).join(", ")})`;

/** A row of the legend: the method, where it is, and its zeros. */
export function runWords(run: Run, epoch: number): { name: string; place: string; state: string } {
  const name = NAMES[run.method];
  if (gone(run, epoch)) return { name, place: "", state: "runs away" };
  const zeros = ([0, 1] as const).flatMap((j) => {
    const since = zeroSince(run, j, epoch);
    return since === null ? [] : [`${WEIGHTS[j]} exactly 0 since epoch ${since}`];
  });
  return { name, place: pair(run.weights[epoch]!), state: zeros.length ? zeros.join(", ") : "no exact 0" };
}

/** The finding. */
export function trajectoriesWords({ penalty, lambda, stride, epoch, solution, runs }: Journeys): string {
  const head = `${PENALTY_NAMES[penalty]} at lambda ${amount(lambda)} has its minimum at ${pair(solution)}`;
  if (!runs.length) return `${head}. No optimizer is shown.`;
  if (epoch === 0) return `${head}. All start at ${pair(runs[0]!.weights[0]!)}.`;
  const said = runs.map((run) => {
    const { name, place, state } = runWords(run, epoch);
    return place ? `${name} ${place}, ${state}` : `${name} ${state}`;
  });
  return `${head}. After ${epoch} ${epoch === 1 ? "epoch" : "epochs"} with steps of ${amount(stride)} of the safe one: ${said.join("; ")}.`;
}

/** Beside the slider of epochs, and read out. */
export function epochWords({ runs, epoch, solution }: Journeys): string {
  const wanted = solution.filter((w) => w === 0).length;
  if (!wanted) return `${epoch}`;
  const there = runs.filter(({ weights }) => [...weights[epoch]!].filter((w) => w === 0).length === wanted).map(({ method }) => NAMES[method]);
  return `${epoch}; exact zeros as at the minimum: ${there.length ? listed(there) : "none"}`;
}

export function tableOf({ runs }: Journeys): Table {
  const format = (value: number): string => figureNumber(value, 5);
  const numeric = (label: string) => ({ label, numeric: true, format });
  return {
    caption: "Both weights and the penalised loss above its minimum, by epoch",
    columns: [{ label: "epoch", numeric: true }, ...runs.flatMap(({ method }) => [...WEIGHTS, "excess"].map((what) => numeric(`${NAMES[method]} ${what}`)))],
    rows: Array.from({ length: runs[0]?.weights.length ?? 0 }, (_, k) => [k, ...runs.flatMap(({ weights, excess }) => [...weights[k]!, excess[k]!])]),
  };
}
