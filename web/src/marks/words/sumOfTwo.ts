// What the figure of loss and penalty as a sum shows, in sentences.
import { figureNumber } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import { slice, type Strengths } from "../geometry/orthonormal.ts";
import { amount } from "./amounts.ts";
import { said } from "./names.ts";

export interface One {
  name: string; // of the weight's feature
  z: number; // what least squares gives it
  at: Strengths;
}

/** L1 at a strength, and L2 where it asks the same price for the least-squares weight: λ₁|z| = ½λ₂z². */
export function samePrice(z: number, lambda: number): Strengths {
  return { l1: lambda, l2: z === 0 ? 0 : (2 * lambda) / Math.abs(z), elastic_net: lambda, hard: lambda, l1Ratio: 0.5 };
}

/** The finding: where either sum is lowest, and what it is the sum of there. */
export function sumWords(one: One): string {
  const { name, z, at } = one;
  const who = `The weight of ${said(name)} alone: the loss wants ${amount(z)}, a penalty wants 0`;
  if (z === 0) return `The weight of ${said(name)} alone: the loss wants 0, and so does every penalty.`;
  if (at.l1 === 0) return `${who}. At strength 0 there is no penalty, and the sum is the loss.`;
  const price = `Both penalties would charge ${amount(at.l1 * Math.abs(z))} for that (L1 at lambda ${amount(at.l1)}, L2 at lambda ${amount(at.l2)})`;
  return `${who}. ${price}: ${lowestOf(one, "l1")}, ${lowestOf(one, "l2")}.`;
}

function lowestOf({ z, at }: One, rule: "l1" | "l2"): string {
  const cut = slice(rule, z, at);
  const w = cut.minimum;
  const where = w === 0 ? "at exactly 0" : `at ${amount(w)} (loss ${amount(cut.loss(w))}, penalty ${amount(cut.penalty(w))})`;
  return `with ${rule === "l1" ? "L1" : "L2"} the sum is lowest ${where}`;
}

/** Beside the slider, and read out. */
export function priceWords({ z, at }: One): string {
  const [l1, l2] = [slice("l1", z, at).minimum, slice("l2", z, at).minimum];
  return `the weight is ${l1 === 0 ? "exactly 0" : amount(l1)} under L1 (lambda ${amount(at.l1)}), ${l2 === 0 ? "0" : amount(l2)} under L2 (lambda ${amount(at.l2)})`;
}

const ROWS = 31;

export function tableOf({ z, at }: One): Table {
  const format = (value: number): string => figureNumber(value, 4);
  const cuts = [slice("l1", z, at), slice("l2", z, at)];
  const reach = Math.abs(z) || 1;
  const ws = Array.from({ length: ROWS }, (_, i) => (Math.sign(z) || 1) * reach * (-0.5 + (1.75 * i) / (ROWS - 1)));
  const all = [...ws, 0, z, ...cuts.map(({ minimum }) => minimum)].sort((a, b) => a - b);
  return {
    caption: "Loss, penalty and their sum at values of the weight, those at the minima among them",
    columns: ["weight", "loss", "L1 penalty", "sum with L1", "L2 penalty", "sum with L2"].map((label) => ({ label, numeric: true, format })),
    rows: [...new Set(all)].map((w) => {
      const loss = cuts[0]!.loss(w);
      const [l1, l2] = cuts.map((cut) => cut.penalty(w)) as [number, number];
      return [w, loss, l1, loss + l1, l2, loss + l2];
    }),
  };
}
