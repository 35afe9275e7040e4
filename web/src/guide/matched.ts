// L2 at the strength where it is worth as many weights as L1 uses: how the two are compared fairly.
import { degreesOfFreedom } from "../model/freedom.ts";
import { strengthWhere } from "../model/halving.ts";
import type { Kernel } from "../model/kernel.ts";
import type { Quadratic } from "../model/quadratic.ts";

/** Of the problem's own solutions: L2's strength that is worth as many weights as L1 uses at `lambda`. */
export function matchedL2(kernel: Kernel, problem: Quadratic, lambda: number, { weak, strong }: { weak: number; strong: number }): number {
  const used = kernel.path(problem, [lambda], 1).coefficients[0]!.filter((w) => w !== 0).length;
  const all = new Float64Array(problem.xty.length).fill(1); // L2 leaves none out
  return strengthWhere((at) => degreesOfFreedom(problem, { lambda: at, l1Ratio: 0 }, all), used, weak, strong);
}
