// Effective degrees of freedom of a solution, the intercept not counted, as shrinkage/path/freedom.py:
//
//     tr G_A (G_A + l2 F)⁻¹  =  |A| − l2 · Σⱼ fⱼ [(G_A + l2 F)⁻¹]ⱼⱼ,      l2 = lambda·(1 − ρ), A where w is not 0
//
// which is |A| for L1 (Zou, Hastie & Tibshirani 2007).
import { cholesky, inverseDiagonal } from "./cholesky.ts";
import { type Penalty, type Quadratic, restricted } from "./quadratic.ts";

export function degreesOfFreedom(problem: Quadratic, { lambda, l1Ratio }: Penalty, w: Float64Array): number {
  const active = Array.from(w.keys()).filter((j) => w[j] !== 0);
  const l2 = lambda * (1 - l1Ratio);
  if (l2 === 0) return active.length;
  const { gram, factors } = restricted(problem, active);
  const k = active.length;
  for (let j = 0; j < k; j++) gram[j * k + j]! += l2 * factors[j]!;
  const lower = cholesky(gram, k);
  let lost = 0;
  for (let j = 0; j < k; j++) if (factors[j]! > 0) lost += factors[j]! * inverseDiagonal(lower, k, j);
  return k - l2 * lost;
}
