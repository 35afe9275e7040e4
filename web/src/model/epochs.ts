// The trainer one can watch, as shrinkage/solver/epochs.py: one strength, from w = 0, an epoch at a time.
//
//     coordinate   a sweep of the kernel's coordinate descent
//     proximal     w ← prox_{t·penalty}(w + t·q),  t = 1/λ_max(G)                        (ISTA)
//     gradient     w ← w − t·(−q + lam·ρ·f·sign(w) + lam·(1 − ρ)·f·w)                    (a subgradient step)
//
// with q = c − Gw. The third is the update that introductions show; it hovers about 0 and never gets there.
import { certificate } from "./certificate.ts";
import { eigen } from "./eigen.ts";
import { type Kernel } from "./kernel.ts";
import { softThreshold } from "./penalties.ts";
import { correlation, objective, type Penalty, type Quadratic } from "./quadratic.ts";

export const OPTIMIZERS = ["coordinate", "proximal", "gradient"] as const;
export type Optimizer = (typeof OPTIMIZERS)[number];

export interface Epoch {
  readonly number: number; // from 1
  readonly loss: number; // the objective of quadratic.ts
  readonly coefficients: Float64Array;
  readonly relativeGap: number; // of the certificate: an upper bound of how far the loss is above its minimum
}

export interface Training {
  readonly epochs: readonly Epoch[];
  readonly step: number | null; // on the objective of quadratic.ts; null: coordinate descent has none
  readonly diverged: boolean; // the loss rose above its start and the step is beyond 2/L: the last epoch shows it
}

export interface Options {
  readonly optimizer: Optimizer;
  readonly epochs: number;
  readonly step?: number; // default 1/L; on the textbook's objective, Σ(y − ŷ)² + …, it is this divided by 2W
}

/** Trains from zero. Coordinate descent needs the kernel. */
export function train(problem: Quadratic, penalty: Penalty, options: Options, kernel: Kernel): Training {
  if (options.optimizer === "coordinate") {
    const swept = kernel.sweeps(problem, penalty, options.epochs);
    return { epochs: swept.map((w, i) => epochOf(problem, penalty, i + 1, w)), step: null, diverged: false };
  }
  const curvature = curvatureOf(problem, penalty, options.optimizer);
  const step = options.step ?? 1 / curvature;
  const move = options.optimizer === "proximal" ? proximalStep : gradientStep;
  const epochs: Epoch[] = [];
  let w = new Float64Array(problem.xty.length);
  for (let number = 1; number <= options.epochs; number++) {
    w = move(problem, penalty, w, step);
    const epoch = epochOf(problem, penalty, number, w);
    if (!Number.isFinite(epoch.loss)) return { epochs, step, diverged: true };
    epochs.push(epoch);
    if (step >= 2 / curvature && !(epoch.loss <= 0.5 * problem.yy)) return { epochs, step, diverged: true };
  }
  return { epochs, step, diverged: false };
}

function epochOf(problem: Quadratic, penalty: Penalty, number: number, w: Float64Array): Epoch {
  const { relativeGap } = certificate(problem, penalty, w);
  return { number, loss: objective(problem, penalty, w), coefficients: w, relativeGap };
}

export function proximalStep(
  problem: Quadratic,
  { lambda, l1Ratio }: Penalty,
  w: Float64Array,
  step: number,
): Float64Array<ArrayBuffer> {
  const q = correlation(problem, w);
  return Float64Array.from(w, (value, j) => {
    const f = problem.factors[j]!;
    if (f === Infinity) return 0;
    const moved = value + step * q[j]!;
    const kept = problem.positive ? Math.max(moved, 0) : moved;
    return softThreshold(kept, step * lambda * l1Ratio * f) / (1 + step * lambda * (1 - l1Ratio) * f) + 0;
  });
}

export function gradientStep(
  problem: Quadratic,
  { lambda, l1Ratio }: Penalty,
  w: Float64Array,
  step: number,
): Float64Array<ArrayBuffer> {
  const q = correlation(problem, w);
  const p = w.length;
  return Float64Array.from(w, (value, j) => {
    const f = problem.factors[j]!;
    if (f === Infinity || !(problem.gram[j * p + j]! > 0)) return 0;
    const pull = lambda * f * (l1Ratio * Math.sign(value) + (1 - l1Ratio) * value);
    const moved = value - step * (pull - q[j]!);
    return (problem.positive ? Math.max(moved, 0) : moved) + 0;
  });
}

/** Largest curvature L of what the optimizer differentiates: of squared error, and of the L2 part for gradient. */
export function curvatureOf(problem: Quadratic, { lambda, l1Ratio }: Penalty, optimizer: Optimizer): number {
  const p = problem.xty.length;
  let largest = p ? eigen(problem.gram, p).values[p - 1]! : 0;
  if (optimizer === "gradient") {
    const finite = problem.factors.filter(Number.isFinite);
    largest += lambda * (1 - l1Ratio) * finite.reduce((most, f) => Math.max(most, f), 0);
  }
  return largest > 0 ? largest : 1;
}
