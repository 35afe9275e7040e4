// How far from the optimum coefficients are, proven from them alone; nothing here is shared with the kernel.
//
// The mathematics is that of shrinkage/solver/certificate.py: relative_gap = (decrement + duality gap) / ½ yy, where
// the decrement is what refitting the unpenalised columns alone would gain, and the gap a sum of terms that are each
// ≥ 0 and vanish at the optimum. Where rounding of large coefficients that nearly cancel is most of it, a dual point
// moved within the span of the active columns proves more.
import { eigen } from "./eigen.ts";
import { correlation, dot, product, restricted, smooth, type Penalty, type Quadratic } from "./quadratic.ts";

export interface Certificate {
  readonly kind: "gap" | "decrement" | "kkt"; // decrement: no penalty at all; kkt: bounded unpenalised columns
  readonly relativeGap: number; // infinite for coefficients that are not allowed
}

// Eigenvalues of correlations below this fraction of the largest are taken as dependencies.
const CUTOFF = 1e-10;
// A dual point that is feasible but for this fraction is taken as feasible but for rounding.
const NEARLY = 1e-2;
// Relative gaps between which rounding may be most of it, and a better dual point is worth its price.
const [ENOUGH, ROUNDING] = [1e-13, 1e-4];

export function certificate(problem: Quadratic, penalty: Penalty, w: Float64Array): Certificate {
  const { factors } = problem;
  const excluded = (j: number): boolean => factors[j] === Infinity;
  const free = (j: number): boolean => !excluded(j) && (factors[j] === 0 || penalty.lambda === 0);
  const all = Array.from(w.keys());
  const some = all.some(free);
  const kind = some && problem.positive ? "kkt" : all.every((j) => free(j) || excluded(j)) ? "decrement" : "gap";
  if (all.some((j) => !Number.isFinite(w[j]) || (excluded(j) && w[j] !== 0) || (problem.positive && w[j]! < 0)))
    return { kind, relativeGap: Infinity };
  if (kind === "kkt") return { kind, relativeGap: violation(problem, penalty, w) };
  const { decrement, left } = refitted(problem, correlation(problem, w), all.filter(free));
  const penalised = all.filter((j) => !free(j) && !excluded(j));
  const half = Math.max(smooth(problem, w) - decrement, 0);
  const terms = termsOf(problem, penalty, w, penalised);
  let gap = penalised.length ? terms.gap(left, half) : 0;
  const reached = relative(decrement + gap, 0.5 * problem.yy);
  if (penalty.l1Ratio > 0 && reached > ENOUGH && reached < ROUNDING)
    gap = Math.min(gap, movedGap(problem, w, all.filter(free), penalised, left, half, terms));
  return { kind, relativeGap: relative(decrement + gap, 0.5 * problem.yy) };
}

function relative(amount: number, unit: number): number {
  return amount === 0 ? 0 : unit > 0 ? amount / unit : Infinity;
}

/** What refitting the columns `free` would gain, and the correlations that it leaves. */
function refitted(problem: Quadratic, g: Float64Array, free: number[]): { decrement: number; left: Float64Array } {
  const members = varying(problem, free);
  if (!members.length) return { decrement: 0, left: g };
  const pull = members.map((j) => g[j]!);
  const step = pseudoSolved(problem, members, pull);
  return { decrement: 0.5 * dot(step, pull), left: without(problem, g, members, step) };
}

function varying(problem: Quadratic, members: number[]): number[] {
  return members.filter((j) => problem.gram[j * problem.xty.length + j]! > 0);
}

/** g − G_·M step. */
function without(problem: Quadratic, g: Float64Array, members: number[], step: Float64Array): Float64Array {
  const whole = new Float64Array(g.length);
  members.forEach((j, a) => (whole[j] = step[a]!));
  return product(problem, whole).map((value, j) => g[j]! - value);
}

/** G_MM⁺ pull, dependencies left out. */
interface ScaledPart {
  readonly members: string;
  readonly scale: number[];
  readonly correlations: Float64Array;
}
// The last part of each matrix: every epoch of a training asks for the same one.
const parts = new WeakMap<Float64Array, ScaledPart>();

/** Lengths and correlations of some columns. */
function scaledPart(problem: Quadratic, members: number[]): ScaledPart {
  const name = members.join();
  const found = parts.get(problem.gram);
  if (found?.members === name) return found;
  const k = members.length;
  const { gram } = restricted(problem, members);
  const scale = members.map((_, a) => Math.sqrt(gram[a * k + a]!));
  const made = { members: name, scale, correlations: gram.map((value, at) => value / (scale[Math.floor(at / k)]! * scale[at % k]!)) };
  parts.set(problem.gram, made);
  return made;
}

function pseudoSolved(problem: Quadratic, members: number[], pull: ArrayLike<number>): Float64Array {
  const k = members.length;
  const { scale, correlations } = scaledPart(problem, members);
  const { values, vectors } = eigen(correlations, k);
  const scaled = scale.map((length, a) => pull[a]! / length);
  const step = new Float64Array(k);
  vectors.forEach((vector, i) => {
    if (!(values[i]! > CUTOFF * values[k - 1]!)) return;
    const along = dot(vector, scaled) / values[i]!;
    for (let a = 0; a < k; a++) step[a]! += along * vector[a]!;
  });
  return step.map((value, a) => value / scale[a]!);
}

interface Terms {
  /** The duality gap of s·r⊥, s the best choice, given correlations with r⊥ and ½‖r⊥‖². */
  gap(left: Float64Array, half: number): number;
  sum(u: (j: number) => number): number;
  /** Largest share of a dual point of these correlations that is one. */
  feasible(g: Float64Array): number;
  /** Of an active coefficient: what its correlation lacks of optimality. */
  slope(g: Float64Array): (j: number) => number;
}

function termsOf(problem: Quadratic, { lambda, l1Ratio }: Penalty, w: Float64Array, penalised: number[]): Terms {
  const l1 = (j: number): number => lambda * l1Ratio * problem.factors[j]!;
  const l2 = (j: number): number => lambda * (1 - l1Ratio) * problem.factors[j]!;
  function term(j: number, u: number): number {
    const clipped = problem.positive ? Math.min(u, l1(j)) : Math.min(Math.max(u, -l1(j)), l1(j));
    const kink = Math.max(l1(j) * Math.abs(w[j]!) - w[j]! * clipped, 0);
    return l1Ratio < 1 ? kink + 0.5 * ((l2(j) * w[j]! - (u - clipped)) / Math.sqrt(l2(j))) ** 2 : kink;
  }
  const sum = (u: (j: number) => number): number => penalised.reduce((total, j) => total + term(j, u(j)), 0);
  function feasible(g: Float64Array): number {
    let s = 1;
    for (const j of penalised) {
      const reach = problem.positive ? g[j]! : Math.abs(g[j]!);
      if (reach > l1(j)) s = Math.min(s, l1(j) / reach);
    }
    return s;
  }
  function gap(left: Float64Array, half: number): number {
    const s = feasible(left);
    const at = (share: number): number => sum((j) => share * left[j]!) + (1 - share) ** 2 * half;
    if (l1Ratio === 1) return at(s);
    return s > 1 - NEARLY ? Math.min(at(1), at(s)) : at(1);
  }
  const slope = (g: Float64Array) => (j: number) => g[j]! - l1(j) * Math.sign(w[j]!) - l2(j) * w[j]!;
  return { gap, sum, slope, feasible: (g) => (l1Ratio === 1 ? feasible(g) : 1) };
}

/** The gap of r⊥ moved within the active and free columns; infinite without an active one. */
function movedGap(
  problem: Quadratic,
  w: Float64Array,
  free: number[],
  penalised: number[],
  left: Float64Array,
  half: number,
  terms: Terms,
): number {
  const active = varying(problem, penalised).filter((j) => w[j] !== 0);
  if (!active.length) return Infinity;
  const members = [...active, ...varying(problem, free)].sort((a, b) => a - b);
  const slope = terms.slope(left);
  const pull = members.map((j) => (active.includes(j) ? slope(j) : 0));
  const step = pseudoSolved(problem, members, pull);
  const moved = without(problem, left, members, step);
  const s = terms.feasible(moved);
  const along = Math.max(dot(step, members.map((j) => left[j]!)), 0);
  const away = 0.5 * (s * s * Math.max(dot(step, pull), 0) + 2 * s * (1 - s) * along) + (1 - s) ** 2 * half;
  return terms.sum((j) => s * moved[j]!) + away;
}

/** Largest violation of the optimality conditions under w ≥ 0, in units of √(Gⱼⱼ·yy): as a correlation. */
function violation(problem: Quadratic, { lambda, l1Ratio }: Penalty, w: Float64Array): number {
  const g = correlation(problem, w);
  let largest = 0;
  for (const j of varying(problem, Array.from(w.keys()))) {
    const f = problem.factors[j]!;
    if (f === Infinity) continue;
    const slope = g[j]! - lambda * f * (l1Ratio + (1 - l1Ratio) * w[j]!);
    const unit = Math.sqrt(problem.gram[j * w.length + j]! * problem.yy);
    largest = Math.max(largest, relative(w[j]! > 0 ? Math.abs(slope) : Math.max(slope, 0), unit));
  }
  return largest;
}
