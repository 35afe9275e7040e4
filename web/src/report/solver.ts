// The kernel as marks of two coefficients take it.
import type { Solve } from "../marks/geometry/touch.ts";
import { type Kernel } from "../model/kernel.ts";

export function solver(kernel: Kernel): Solve {
  return (gram, xty, lambda, l1Ratio, factors) =>
    // yy only sets how small is small: the most that two columns of this size can explain
    kernel.solve({ gram, xty, yy: bound(gram, xty), factors, positive: false }, { lambda, l1Ratio });
}

function bound(gram: Float64Array, xty: Float64Array): number {
  const p = xty.length;
  let sum = 0;
  for (let j = 0; j < p; j++) sum += gram[j * p + j]! > 0 ? xty[j]! ** 2 / gram[j * p + j]! : 0;
  return sum;
}
