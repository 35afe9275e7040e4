// Training in words: the lines of the log, and what became of the weights.
import type { Optimizer } from "../../model/epochs.ts";
import { count, number, small } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import { type Run, type Trained, weightsAt } from "../geometry/runs.ts";
import { amount } from "./amounts.ts";
import { listedNames, plainName } from "./names.ts";

export const TITLES: Record<Trained, string> = { l1: "L1", l2: "L2" };
const NAMED = 4;
const LISTED = 24;

export interface Trial {
  runs: readonly Run[];
  features: readonly string[];
  optimizer: Optimizer;
  epochs: number; // asked for
  at: number; // shown
  stride: number; // the step, in units of 1/L
  spell: (lambda: number, penalty: Trained) => string;
}

/** The finding, of each penalty: which weights are exactly 0, how far from the optimum, or why it diverges. */
export function epochsWords(trial: Trial): string {
  const head = `After epoch ${trial.at} of ${trial.epochs}, by ${trial.optimizer} steps from 0:`;
  return [head, ...trial.runs.map((run, k) => `${one(trial, run)}${k < trial.runs.length - 1 ? ";" : "."}`)].join(" ");
}

function one(trial: Trial, run: Run): string {
  const who = `${TITLES[run.penalty]} at ${trial.spell(run.lambda, run.penalty)}`;
  const { epochs, diverged } = run.training;
  if (diverged && trial.at > epochs.length - 1) {
    return (
      `${who} diverges: at epoch ${Math.max(epochs.length, 1)} its loss is above where it started, because the step is ` +
      `${amount(trial.stride)} of the safe one, and 2 is too long; choose a shorter one`
    );
  }
  const weights = weightsAt(run, trial.at);
  if (!weights) return `${who} has no epoch to show`;
  const gap = epochs[Math.min(trial.at, epochs.length) - 1]!.relativeGap;
  return `${who} ${zeros(trial, run, weights)}, ${distance(gap)}`;
}

function zeros({ features, optimizer }: Trial, run: Run, weights: Float64Array): string {
  const gone = features.filter((_, j) => weights[j] === 0);
  const all = count(features.length, "weight");
  if (gone.length === features.length) return features.length === 1 ? "holds its only weight at exactly 0" : `has all ${all} exactly 0`;
  if (gone.length) return `has ${gone.length} of ${all} exactly 0 (${listedNames(gone, NAMED)})`;
  if (run.lambda === 0) return `has none of ${all} at 0, as nothing is penalised`;
  if (run.penalty === "l2") return `has none of ${all} at 0, as L2 only shrinks`;
  if (optimizer === "gradient")
    return `has none of ${all} exactly 0, because a step along λ·sign(w) overshoots 0 and comes back (proximal and coordinate steps get there)`;
  return `has none of ${all} exactly 0`;
}

/** By the gap, what is still to gain at most: a bound above the mean's whole loss says nothing. */
export function distance(gap: number): string {
  if (gap >= 1) return "not near enough to the optimum for a useful bound yet";
  return gap < 1e-12 ? "at the optimum to rounding" : `at most ${amount(gap, 1)} of the mean's loss above the optimum`;
}

/** `Epoch 1/5 Loss: L1 12.45  L2 13.10`, up to the epoch shown, then the weights: as `shrinkage train` prints them. */
export function logText({ runs, epochs, at }: Trial, factor: number): string {
  const lines = ["Training Model..."];
  const wide = String(epochs).length;
  for (let epoch = 1; epoch <= at; epoch++) {
    const each = runs
      .filter(({ training }) => training.epochs.length >= epoch)
      .map(({ penalty, training }) => `${TITLES[penalty]} ${number(factor * training.epochs[epoch - 1]!.loss, 6)}`);
    if (each.length) lines.push(`Epoch ${String(epoch).padStart(wide)}/${epochs} Loss: ${each.join("  ")}`);
  }
  for (const run of runs) {
    if (run.training.diverged && at >= run.training.epochs.length) lines.push(`${TITLES[run.penalty]} diverges.`);
    const weights = weightsAt(run, at);
    if (weights) lines.push(weightsLine(run.penalty, weights));
  }
  return lines.join("\n");
}

function weightsLine(penalty: Trained, weights: Float64Array): string {
  const shown = Array.from(weights.subarray(0, LISTED), (value) => (value === 0 ? "0.0" : number(value))).join(", ");
  const more = weights.length > LISTED ? `, … ${weights.length - LISTED} more` : "";
  return `${TITLES[penalty]} Weights: [${shown}${more}]`;
}

/** An epoch in words, beside its slider. */
export function epochWords({ runs, at, epochs }: Trial): string {
  const states = runs.map((run) => `${TITLES[run.penalty]} ${exactZeros(weightsAt(run, at))}`);
  return `${at} of ${epochs}; exact zeros: ${states.join(", ")}`;
}

const exactZeros = (weights: Float64Array | null): number => weights?.reduce((sum, w) => sum + (w === 0 ? 1 : 0), 0) ?? 0;

/** Every epoch with losses, gaps, exact zeros and all weights. */
export function tableOf({ runs, features, epochs }: Trial, factor: number): Table {
  const shown = (value: number): string => number(value);
  const columns = runs.flatMap(({ penalty }) => [
    { label: `${TITLES[penalty]} loss`, numeric: true, format: (value: number) => number(value, 6) },
    { label: `${TITLES[penalty]} relative gap`, numeric: true, format: (value: number) => small(value) },
    { label: `${TITLES[penalty]} exact zeros`, numeric: true },
  ]);
  const weights = runs.flatMap(({ penalty }) =>
    features.map((name) => ({ label: `${TITLES[penalty]} ${plainName(name)}`, numeric: true, format: shown })),
  );
  const cells = (run: Run, epoch: number): (number | null)[] => {
    const found = run.training.epochs[epoch - 1];
    if (!found) return [null, null, null];
    return [factor * found.loss, found.relativeGap, exactZeros(found.coefficients)];
  };
  return {
    caption: "Training by epoch: loss, how far it can be from its minimum, exact zeros, and all weights",
    columns: [{ label: "epoch", numeric: true }, ...columns, ...weights],
    rows: Array.from({ length: epochs }, (_, k) => [
      k + 1,
      ...runs.flatMap((run) => cells(run, k + 1)),
      ...runs.flatMap((run) => features.map((_, j) => run.training.epochs[k]?.coefficients[j] ?? null)),
    ]),
  };
}
