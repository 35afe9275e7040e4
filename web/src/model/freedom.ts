// Effective degrees of freedom of a solution, the intercept not counted, as shrinkage/path/freedom.py:
//
//     tr G_A (G_A + l2 F)⁻¹  =  |A| − l2 · Σⱼ fⱼ [(G_A + l2 F)⁻¹]ⱼⱼ,      l2 = lambda·(1 − ρ), A where w is not 0
//
// which is |A| for L1 (Zou, Hastie & Tibshirani 2007).
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

/** L with LL' = a (k, k), below and on the diagonal. Pivots that rounding makes negative are as good as 0. */
function cholesky(a: Float64Array, k: number): Float64Array {
  const lower = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * k + j]!;
      for (let t = 0; t < j; t++) sum -= lower[i * k + t]! * lower[j * k + t]!;
      if (i > j) lower[i * k + j] = sum / lower[j * k + j]!;
      else lower[i * k + i] = Math.sqrt(Math.max(sum, Number.EPSILON * a[i * k + i]!));
    }
  return lower;
}

/** [(LL')⁻¹]ⱼⱼ: the squared length of column j of L⁻¹. */
function inverseDiagonal(lower: Float64Array, k: number, j: number): number {
  const column = new Float64Array(k);
  let square = 0;
  for (let i = j; i < k; i++) {
    let sum = i === j ? 1 : 0;
    for (let t = j; t < i; t++) sum -= lower[i * k + t]! * column[t]!;
    column[i] = sum / lower[i * k + i]!;
    square += column[i]! * column[i]!;
  }
  return square;
}
