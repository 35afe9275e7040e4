// What the figure of a kink shows, in sentences: one weight, the pull of its loss at 0, and a penalty that holds it or not.
import { figureNumber } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import { kept, slice, type Strengths } from "../geometry/orthonormal.ts";
import { amount } from "./amounts.ts";

/** L1 at lambda, and L2 where both ask the same for a weight of 1: λ₁ = ½λ₂. */
export function pricedAtOne(lambda: number): Strengths {
  return { l1: lambda, l2: 2 * lambda, elastic_net: lambda, hard: lambda, l1Ratio: 0.5 };
}

/** The finding: whether the kink holds the weight, and that nothing holds it under L2. */
export function kinkWords(z: number, at: Strengths): string {
  const pull = amount(Math.abs(z));
  if (z === 0) return "The loss does not pull at 0 at all: its own minimum is there, and so is every sum's.";
  if (at.l1 === 0) return `The loss pulls a weight of 0 with ${pull}, and no penalty pushes back: the minimum is that of the loss, ${amount(z)}.`;
  const [w1, w2] = [kept("l1", z, at), kept("l2", z, at)];
  const held =
    w1 === 0
      ? `at most what the kink of L1 can hold, ${amount(at.l1)}: the minimum is exactly 0`
      : `more than the ${amount(at.l1)} that the kink of L1 can hold: the minimum is at ${amount(w1)}, ${amount(at.l1)} short of least squares`;
  const l2 = `L2, at a strength that charges as much for a weight of 1 (lambda ${amount(at.l2)}), has slope 0 at 0 and holds nothing there: its minimum is at ${amount(w2)}`;
  return `The loss pulls a weight of 0 with ${pull}, ${held}. ${l2}.`;
}

/** Above the balance of pulls. */
export function balanceWords(rule: "l1" | "l2", z: number, at: Strengths): string {
  if (rule === "l2") return "pushes at 0: 0, whatever lambda is";
  const holds = `pushes at 0: anything up to ${amount(at.l1)}`;
  return kept("l1", z, at) === 0 ? holds : `${holds}, too little`;
}

export function strengthWords(z: number, at: Strengths): string {
  const w = kept("l1", z, at);
  return `${amount(at.l1)}: L1's minimum is ${w === 0 ? "exactly 0" : amount(w)}, L2's ${amount(kept("l2", z, at))}`;
}

export function pullWords(z: number, at: Strengths): string {
  const side = z === 0 ? "" : z > 0 ? " to the right" : " to the left";
  return `${amount(Math.abs(z))}${side}, ${Math.abs(z) <= at.l1 ? "at most lambda" : "more than lambda"}`;
}

const ROWS = 33;

export function tableOf(z: number, at: Strengths, from: number, to: number): Table {
  const format = (value: number): string => figureNumber(value, 4);
  const cuts = [slice("l1", z, at), slice("l2", z, at)] as const;
  const ws = Array.from({ length: ROWS }, (_, i) => from + (i / (ROWS - 1)) * (to - from));
  const all = [...new Set([...ws, 0, ...cuts.map(({ minimum }) => minimum)])].sort((a, b) => a - b);
  const push = (w: number): string | number => (w === 0 ? `${amount(-at.l1)} to ${amount(at.l1)}` : Math.sign(w) * at.l1);
  return {
    caption: "Loss and penalties at values of the weight, and how hard each pulls or pushes there",
    columns: [
      ...["weight", "loss", "sum with L1", "sum with L2", "pull of the loss"].map((label) => ({ label, numeric: true, format })),
      { label: "push of L1", numeric: true, format },
      { label: "push of L2", numeric: true, format },
    ],
    rows: all.map((w) => {
      const loss = cuts[0].loss(w);
      return [w, loss, loss + cuts[0].penalty(w), loss + cuts[1].penalty(w), z - w, push(w), at.l2 * w];
    }),
  };
}
