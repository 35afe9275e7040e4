// L2 at the strength where it is worth as many weights as L1 uses: how the two are compared fairly.
import { degreesOfFreedom } from "../model/freedom.ts";
import type { Kernel } from "../model/kernel.ts";
import type { Quadratic } from "../model/quadratic.ts";

const TURNS = 50; // halvings of a range of decades: beyond rounding

/** The strength between `weak` and `strong` whose degrees of freedom, which fall as it grows, are `wanted`; else the nearer end. */
export function strengthWorth(wanted: number, freedom: (lambda: number) => number, weak: number, strong: number): number {
  let [low, high] = [Math.log(weak), Math.log(strong)];
  for (let turn = 0; turn < TURNS; turn++) {
    const middle = (low + high) / 2;
    if (freedom(Math.exp(middle)) > wanted) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/** Of the problem's own solutions: L2's strength that is worth as many weights as L1 uses at `lambda`. */
export function matchedL2(kernel: Kernel, problem: Quadratic, lambda: number, { weak, strong }: { weak: number; strong: number }): number {
  const used = kernel.path(problem, [lambda], 1).coefficients[0]!.filter((w) => w !== 0).length;
  const all = new Float64Array(problem.xty.length).fill(1); // L2 leaves none out
  return strengthWorth(used, (at) => degreesOfFreedom(problem, { lambda: at, l1Ratio: 0 }, all), weak, strong);
}
