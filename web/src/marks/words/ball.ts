// What the figure of ball and contours shows, in sentences.
import type { Point } from "../../model/ball.ts";
import type { Table } from "../frame/table.ts";
import { figureNumber } from "../../model/numbers.ts";
import type { Penalised, Touch } from "../geometry/touch.ts";
import { amount } from "./amounts.ts";
import { said } from "./names.ts";

export type Spell = (lambda: number, penalty: Penalised) => string;

export interface Scene {
  names: readonly [string, string];
  touch: Touch;
  twin: Touch | null; // the other penalty where it fits equally well; null where no finite strength does
  twinned: boolean; // whether it is shown
  least: Point;
  correlation: number;
  spell: Spell;
}

export function penaltyName(penalty: Penalised, l1Ratio: number): string {
  return penalty === "l1" ? "L1" : penalty === "l2" ? "L2" : `Elastic net (l1_ratio ${amount(l1Ratio)})`;
}

/** The finding: where the ball touches, what that makes exactly 0, what the other penalty does at the same fit, and why. */
export function ballWords(scene: Scene): string {
  const { touch, twin, twinned, correlation } = scene;
  const parts = [where(scene)];
  if (twinned && touch.lambda > 0) parts.push(beside(scene, twin));
  if (touch.lambda > 0) parts.push(because(scene));
  if (Math.abs(correlation) === 1) parts.push(copies(scene));
  return parts.filter(Boolean).join(" ");
}

function where({ names, touch, least, correlation, spell }: Scene): string {
  const { penalty, lambda, w } = touch;
  if (lambda === 0)
    return `At ${spell(0, penalty)} nothing is penalised: the solution is least squares, ${both(names, w)}.`;
  const who = `${penaltyName(penalty, touch.l1Ratio)} at ${spell(lambda, penalty)}`;
  if (w[0] === 0 && w[1] === 0) {
    if (least[0] === 0 && least[1] === 0) return `Least squares itself is at 0: neither column has to do with the target.`;
    return `${who} has shrunk its budget to a point: ${both(names, w)}.`;
  }
  const shortest = Math.abs(correlation) === 1 ? ", the shortest of many" : "";
  return `${who} touches ${place(names, touch, least)} (least squares${shortest}: ${amount(least[0])} and ${amount(least[1])}).`;
}

/** `at a corner: bp is exactly 0, bmi is 23.8`. */
function place(names: readonly [string, string], { penalty, w }: Touch, least: Point): string {
  const zero = w[0] === 0 ? 0 : w[1] === 0 ? 1 : null;
  if (zero === null) {
    const side = { l1: "along an edge", l2: "off the axes", elastic_net: "on a rounded side" }[penalty];
    return `${side}: ${both(names, w)}, neither exactly 0`;
  }
  const other = zero === 0 ? 1 : 0;
  const [gone, kept] = [said(names[zero]), said(names[other])];
  const value = amount(w[other]);
  if (penalty !== "l2") return `at a corner: ${gone} is exactly 0, ${kept} is ${value}`;
  const why = least[zero] === 0 ? "as it is under least squares" : "by chance of these numbers";
  return `on an axis: ${gone} is 0, ${why}, ${kept} is ${value}`;
}

const both = (names: readonly [string, string], w: Point): string =>
  names.map((name, j) => `${said(name)} ${w[j] === 0 ? "exactly 0" : amount(w[j]!)}`).join(" and ");

function beside({ names, touch, least, spell }: Scene, twin: Touch | null): string {
  if (!twin) return "No finite L2 fits as badly as that.";
  if (touch.w[0] === 0 && touch.w[1] === 0) return "";
  const who = penaltyName(twin.penalty, twin.l1Ratio);
  return `${who} at the same fit (${spell(twin.lambda, twin.penalty)}) touches ${place(names, twin, least)}.`;
}

function because({ names, touch }: Scene): string {
  const { penalty, w, loss, holds } = touch;
  if (penalty === "l2") return "L2 pulls by lambda times the coefficient, which is no pull at 0: it never holds one there.";
  const held = [0, 1].filter((j) => w[j] === 0 && holds[j]! > 0);
  if (held.length === 2)
    return `The loss pulls with ${amount(loss[0])} and ${amount(loss[1])}; the penalty holds up to ${amount(Math.max(...holds))}.`;
  if (held.length === 1) {
    const j = held[0]!;
    return `${said(names[j]!)} stays at 0 because the loss pulls it with ${amount(loss[j]!)}, and the kink holds up to ${amount(holds[j]!)}.`;
  }
  if (penalty === "l1" && holds[0] === holds[1])
    return `The loss pulls both with ${amount(holds[0])}, as hard as the penalty.`;
  return `The loss pulls with ${amount(holds[0])} and ${amount(holds[1])}, as hard as the penalty.`;
}

function copies({ touch, correlation }: Scene): string {
  const valley = `The columns are ${correlation > 0 ? "copies" : "mirror images"} of each other, so that the contours are a valley without end`;
  if (touch.lambda === 0) return `${valley}: every point on its floor fits equally well.`;
  if (touch.penalty === "l1") return `${valley}, along an edge of the diamond: any split between the two is as good, and L1 settles for one.`;
  return `${valley}: ${penaltyName(touch.penalty, touch.l1Ratio)} shares between the two.`;
}

/** Below a feature of the bars: what it is held at. */
export function barWords(value: number, loss: number, holds: number): string {
  if (value !== 0) return `coefficient ${amount(value)}: in balance`;
  if (holds === 0) return loss < 1e-12 ? "coefficient 0: no pull" : "coefficient 0";
  return `exactly 0: held, ${amount(Math.max(holds - loss, 0))} to spare`;
}

export function tableOf(scene: Scene, samples: readonly Touch[]): Table {
  const format = (value: number): string => figureNumber(value, 4);
  const numeric = (label: string) => ({ label, numeric: true, format });
  const [a, b] = scene.names;
  const row = (what: string, one: Touch) => [what, one.lambda, ...one.w, one.t, one.level, ...one.loss, ...one.holds];
  const none = [null, null, null, null, null, null];
  const shown = penaltyName(scene.touch.penalty, scene.touch.l1Ratio);
  const twin = scene.twinned && scene.twin ? [row(`${penaltyName(scene.twin.penalty, scene.twin.l1Ratio)}, same fit`, scene.twin)] : [];
  return {
    caption: "The solution shown, the other penalty at the same fit, and the path",
    columns: [
      { label: "what", numeric: false },
      numeric("lambda"),
      ...[a, b].map((name) => numeric(`coefficient of ${name}`)),
      numeric("size of the budget"),
      numeric("½ mean squared error"),
      ...[a, b].map((name) => numeric(`pull of the loss on ${name}`)),
      ...[a, b].map((name) => numeric(`hold of the penalty on ${name}`)),
    ],
    rows: [
      row(`${shown}, shown`, scene.touch),
      ...twin,
      ["least squares", 0, ...scene.least, ...none],
      ...samples.map((one) => row(`${shown}, path`, one)),
    ],
  };
}

/** The strength, and what is exactly 0 there: beside the slider, and read out. */
export function strengthWords({ names, touch, spell }: Scene): string {
  const zeros = names.filter((_, j) => touch.w[j] === 0).map(said);
  const state = zeros.length === 2 ? "both exactly 0" : zeros.length === 1 ? `${zeros[0]} exactly 0` : "neither is 0";
  return `${spell(touch.lambda, touch.penalty)}: ${state}`;
}
