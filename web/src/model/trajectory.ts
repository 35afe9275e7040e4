// Where each optimizer goes from a start, epoch by epoch, for pictures of weight space.
//
//     subgradient  w ← w − t·(−q + lam·ρ·sign(w) + lam·(1 − ρ)·w)
//     proximal     w ← prox_{t·penalty}(w + t·q)                                   (ISTA)
//     accelerated  the same from v = w + (s − 1)/s⁺ · (w − w⁻),  s⁺ = (1 + √(1 + 4s²))/2   (FISTA; Beck & Teboulle 2009)
//     coordinate   a sweep of the kernel's coordinate descent
//
// with q = c − Gw and t a multiple of 1/L, L the largest curvature of what is differentiated.
import { curvatureOf, gradientStep, proximalStep } from "./epochs.ts";
import type { Kernel } from "./kernel.ts";
import type { Penalty, Quadratic } from "./quadratic.ts";

export const METHODS = ["subgradient", "proximal", "accelerated", "coordinate"] as const;
export type Method = (typeof METHODS)[number];

export interface Journey {
  readonly epochs: number;
  readonly stride: number; // the step, in units of 1/L
  readonly start: Float64Array;
}

/** Weights before the first epoch and after each. */
export function trajectory(problem: Quadratic, penalty: Penalty, method: Method, journey: Journey, kernel: Kernel): Float64Array[] {
  const { epochs, stride, start } = journey;
  if (method === "coordinate") return [start, ...kernel.sweeps(problem, penalty, epochs, start)];
  const step = stride / curvatureOf(problem, penalty, method === "subgradient" ? "gradient" : "proximal");
  if (method === "accelerated") return accelerated(problem, penalty, step, journey);
  const move = method === "proximal" ? proximalStep : gradientStep;
  const found = [start];
  for (let epoch = 0; epoch < epochs; epoch++) found.push(move(problem, penalty, found.at(-1)!, step));
  return found;
}

function accelerated(problem: Quadratic, penalty: Penalty, step: number, { epochs, start }: Journey): Float64Array[] {
  const found = [start];
  let from: Float64Array = start;
  let s = 1;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const now = found.at(-1)!;
    const w = proximalStep(problem, penalty, from, step);
    const next = (1 + Math.sqrt(1 + 4 * s * s)) / 2;
    from = w.map((value, j) => value + ((s - 1) / next) * (value - now[j]!));
    found.push(w);
    s = next;
  }
  return found;
}
