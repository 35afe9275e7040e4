// Squared error without its rows, as shrinkage/problem.py states it:
//
//     smooth(w) = ½ (yy − 2 c·w + w·G w),      penalty(w) = lambda · Σⱼ fⱼ ( ρ·|wⱼ| + (1 − ρ)/2 · wⱼ² )
//
// and the objective is their sum. f = 0 leaves a coefficient free, f = ∞ leaves it out.

export interface Quadratic {
  readonly gram: Float64Array; // (p, p) by rows, symmetric
  readonly xty: Float64Array; // (p)
  readonly yy: number;
  readonly factors: Float64Array; // (p)
  readonly positive: boolean; // coefficients are held at or above 0
}

export interface Penalty {
  readonly lambda: number;
  readonly l1Ratio: number; // ρ: 1 is L1, 0 is L2
}

/** (k, k) by rows, from its upper triangle by rows with the diagonal in it. */
export function fullSymmetric(upper: Float64Array, k: number): Float64Array {
  const full = new Float64Array(k * k);
  let at = 0;
  for (let i = 0; i < k; i++)
    for (let j = i; j < k; j++) {
      full[i * k + j] = upper[at]!;
      full[j * k + i] = upper[at]!;
      at++;
    }
  return full;
}

/** The problem of some features alone, the others held at 0. */
export function restricted(problem: Quadratic, members: readonly number[]): Quadratic {
  const p = problem.xty.length;
  const k = members.length;
  const gram = new Float64Array(k * k);
  members.forEach((i, a) => members.forEach((j, b) => (gram[a * k + b] = problem.gram[i * p + j]!)));
  const pick = (from: Float64Array): Float64Array => Float64Array.from(members, (j) => from[j]!);
  return { ...problem, gram, xty: pick(problem.xty), factors: pick(problem.factors) };
}

/** G w. */
export function product(problem: Quadratic, w: Float64Array): Float64Array {
  const p = w.length;
  const result = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += problem.gram[i * p + j]! * w[j]!;
    result[i] = sum;
  }
  return result;
}

/** c − G w: the correlation of each column with the residual, minus the gradient of `smooth`. */
export function correlation(problem: Quadratic, w: Float64Array): Float64Array {
  return product(problem, w).map((value, j) => problem.xty[j]! - value);
}

/** ½ mean squared error of w. */
export function smooth(problem: Quadratic, w: Float64Array): number {
  return 0.5 * (problem.yy - 2 * dot(problem.xty, w) + dot(w, product(problem, w)));
}

export function penaltyValue(problem: Quadratic, { lambda, l1Ratio }: Penalty, w: Float64Array): number {
  return lambda * size(problem, l1Ratio, w);
}

/** Σⱼ fⱼ ( ρ·|wⱼ| + (1 − ρ)/2 · wⱼ² ): what a ball of the penalty bounds. */
export function size(problem: Quadratic, l1Ratio: number, w: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < w.length; j++)
    if (w[j] !== 0) sum += problem.factors[j]! * (l1Ratio * Math.abs(w[j]!) + 0.5 * (1 - l1Ratio) * w[j]! * w[j]!);
  return sum;
}

export function objective(problem: Quadratic, penalty: Penalty, w: Float64Array): number {
  return smooth(problem, w) + penaltyValue(problem, penalty, w);
}

/** Smallest lambda at which every penalised coefficient is 0, where no column is free; ρ must be above 0. */
export function lambdaMax(problem: Quadratic, l1Ratio: number): number {
  let largest = 0;
  for (let j = 0; j < problem.xty.length; j++) {
    const f = problem.factors[j]!;
    const reach = problem.positive ? problem.xty[j]! : Math.abs(problem.xty[j]!);
    if (f > 0 && f < Infinity) largest = Math.max(largest, reach / f);
  }
  return largest / l1Ratio;
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
