// Trainings for pictures: the model's own, over a coordinate descent that is written out.
import type { Kernel } from "../../src/model/kernel.ts";
import { type Training, train } from "../../src/model/epochs.ts";
import { softThreshold } from "../../src/model/penalties.ts";
import type { Penalty, Quadratic } from "../../src/model/quadratic.ts";

function sweeps(problem: Quadratic, { lambda, l1Ratio }: Penalty, count: number): Float64Array[] {
  const p = problem.xty.length;
  const w = new Float64Array(p);
  return Array.from({ length: count }, () => {
    for (let j = 0; j < p; j++) {
      const length = problem.gram[j * p + j]!;
      let aim = problem.xty[j]! + length * w[j]!;
      for (let k = 0; k < p; k++) aim -= problem.gram[j * p + k]! * w[k]!;
      if (length > 0) w[j] = softThreshold(aim, lambda * l1Ratio) / (length + lambda * (1 - l1Ratio)) + 0;
    }
    return w.slice();
  });
}

export const training =
  (problem: Quadratic) =>
  ({ penalty, lambda, ...options }: { penalty: "l1" | "l2"; lambda: number } & Parameters<typeof train>[2]): Training =>
    train(problem, { lambda, l1Ratio: penalty === "l1" ? 1 : 0 }, options, { sweeps } as unknown as Kernel);

/** The strengths between which sliders go. */
export function ranges(problem: Quadratic): Record<"l1" | "l2", { strong: number; weak: number }> {
  const strong = problem.xty.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return { l1: { strong, weak: strong / 1000 }, l2: { strong: 100, weak: 1e-3 } };
}
