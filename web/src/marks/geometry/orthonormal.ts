// Coefficients of an orthonormal design, where each is penalised for itself: arg min over w of ½(w − z)² + penalty(w),
// z the least-squares value. Strengths of unlike penalties are compared where they fit equally well (Σ(w − z)² the same),
// since the same lambda is not the same penalty.
import { elasticNetProx, hardThreshold, ridgeShrink, softThreshold } from "../../model/penalties.ts";

export const RULES = ["l1", "l2", "elastic_net", "hard"] as const;
export type Rule = (typeof RULES)[number];

export interface Strengths {
  readonly l1: number;
  readonly l2: number; // ∞ where L1 has left nothing
  readonly elastic_net: number;
  readonly hard: number; // the cut
  readonly l1Ratio: number; // of the elastic net
}

/** What a rule makes of a least-squares value. */
export function kept(rule: Rule, z: number, at: Strengths): number {
  if (rule === "l1") return softThreshold(z, at.l1);
  if (rule === "l2") return ridgeShrink(z, at.l2);
  if (rule === "elastic_net") return elasticNetProx(z, at.elastic_net, at.l1Ratio);
  return hardThreshold(z, at.hard);
}

/** L1 at lambda, L2 and elastic net at the strengths that fit these values equally well, hard threshold with the same cut. */
export function matched(values: readonly number[], lambda: number, l1Ratio: number): Strengths {
  const total = values.reduce((sum, z) => sum + z * z, 0);
  const lost = squares(values, (z) => softThreshold(z, lambda));
  const share = total > 0 ? Math.sqrt(lost / total) : 0; // of each value that L2 takes: (λ₂/(1 + λ₂))² Σz² = lost
  return {
    l1: lambda,
    l2: share < 1 ? share / (1 - share) : Infinity,
    elastic_net: mixed(values, lambda, lost, l1Ratio),
    hard: lambda,
    l1Ratio,
  };
}

/** The elastic net's strength, by bisection: what it loses grows with the strength. */
function mixed(values: readonly number[], lambda: number, lost: number, l1Ratio: number): number {
  if (lambda === 0) return 0;
  const largest = values.reduce((most, z) => Math.max(most, Math.abs(z)), 0);
  if (lambda >= largest) return lambda / l1Ratio;
  let low = 0;
  let high = largest / l1Ratio;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (squares(values, (z) => elasticNetProx(z, middle, l1Ratio)) < lost) low = middle;
    else high = middle;
  }
  return high;
}

function squares(values: readonly number[], keep: (z: number) => number): number {
  return values.reduce((sum, z) => sum + (z - keep(z)) ** 2, 0);
}

/** What loss and penalty come to at w, for one coefficient. */
export interface Slice {
  loss(w: number): number;
  penalty(w: number): number;
  readonly slopes: readonly [left: number, right: number]; // of their sum at w = 0
  readonly minimum: number;
}

export function slice(rule: "l1" | "l2", z: number, at: Strengths): Slice {
  const l1 = rule === "l1";
  return {
    loss: (w) => 0.5 * (w - z) ** 2,
    penalty: (w) => (l1 ? at.l1 * Math.abs(w) : w === 0 ? 0 : 0.5 * at.l2 * w * w),
    slopes: l1 ? [-z - at.l1, -z + at.l1] : [-z + 0, -z + 0],
    minimum: kept(rule, z, at),
  };
}
