// Soft threshold and shrinkage factor with numbers in them.
import { ridgeShrink, softThreshold } from "../../model/penalties.ts";
import type { Table } from "../frame/table.ts";
import { amount } from "./amounts.ts";

export interface Inserted {
  z: number;
  lambda: number;
  square: number; // d²
}

/** With d² = 1 the L2 weight of one column is z/(1 + lambda). */
export const factorOf = ({ lambda, square }: Inserted): number => (square === 0 ? 0 : square / (square + lambda));
export const shrunk = (at: Inserted): number => (at.square === 0 ? 0 : ridgeShrink(at.z, at.lambda / at.square));
export const soft = ({ z, lambda }: Inserted): number => softThreshold(z, lambda) + 0;

export function softWords(at: Inserted): string {
  const { z, lambda } = at;
  const inside = amount(Math.abs(z) - lambda);
  return `S(z, λ) = sign(z) · max(|z| − λ, 0) = ${z < 0 ? "−1" : z > 0 ? "+1" : "0"} · max(${amount(Math.abs(z))} − ${amount(lambda)}, 0) = ${z < 0 ? "−1" : z > 0 ? "+1" : "0"} · max(${inside}, 0) = ${amount(soft(at))}`;
}

export function factorWords(at: Inserted): string {
  return `d² / (d² + λ) · z = ${amount(at.square)} / (${amount(at.square)} + ${amount(at.lambda)}) · ${amount(at.z)} = ${amount(factorOf(at))} · ${amount(at.z)} = ${amount(shrunk(at))}`;
}

export function formulaWords(at: Inserted): string {
  const one = soft(at) === 0 ? `L1 makes ${amount(at.z)} exactly 0, since it lies within λ of 0` : `L1 takes ${amount(at.lambda)} from ${amount(at.z)} and leaves ${amount(soft(at))}`;
  return `${one}. L2 keeps ${amount(100 * factorOf(at))}% of it along a direction of variance ${amount(at.square)}: ${amount(shrunk(at))}.`;
}

export function formulaTakeaway(at: Inserted): string {
  const { lambda, square } = at;
  if (lambda === 0) return "Without a price both formulas give z back.";
  const half = square === lambda ? "Here d² = λ, and exactly half is kept." : square > lambda ? `Directions with more variance than λ = ${amount(lambda)} keep more than half.` : `Directions with less variance than λ = ${amount(lambda)} lose more than half.`;
  return `L1 subtracts, L2 multiplies. ${half} Each such direction counts d²/(d²+λ) = ${amount(factorOf(at))} degrees of freedom.`;
}

/** Along z, the other numbers held. */
export function formulaTable(at: Inserted): Table {
  const format = (value: number): string => (value === 0 ? "0" : amount(value, 4));
  return {
    caption: `Soft threshold and shrinkage at λ = ${amount(at.lambda)}, d² = ${amount(at.square)}`,
    columns: ["z", "soft threshold of z", "shrinkage factor", "shrunk z"].map((label) => ({ label, numeric: true, format })),
    rows: [...new Set([-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, at.z])].sort((a, b) => a - b).map((z) => {
      const one = { ...at, z };
      return [z, soft(one), factorOf(one), shrunk(one)];
    }),
  };
}
