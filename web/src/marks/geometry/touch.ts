// Where the ball of a penalty touches a contour of squared error, in the plane of two coefficients.
import { bowl, type Point } from "../../model/ball.ts";
import { strengthWhere } from "../../model/halving.ts";
import { correlation, lambdaMax, type Quadratic, size, smooth } from "../../model/quadratic.ts";

export const PENALTIES = ["l1", "l2", "elastic_net"] as const;
export type Penalised = (typeof PENALTIES)[number];

/** The exact solution for two columns: their products (2 × 2 by rows), their products with the target, and the penalty. */
export type Solve = (
  gram: Float64Array,
  xty: Float64Array,
  lambda: number,
  l1Ratio: number,
  factors: Float64Array,
) => ArrayLike<number>;

export interface Touch {
  readonly penalty: Penalised;
  readonly lambda: number;
  readonly l1Ratio: number;
  readonly w: Point;
  readonly t: number; // size of the ball
  readonly level: number; // squared error, ½ mean
  readonly loss: Point; // how hard the loss pulls at each coefficient: |xⱼᵀr|
  readonly holds: Point; // how hard the penalty can pull against it
}

export const ratioOf = (penalty: Penalised, l1Ratio: number): number =>
  penalty === "l1" ? 1 : penalty === "l2" ? 0 : l1Ratio;

export function touch(problem: Quadratic, solve: Solve, penalty: Penalised, lambda: number, mixed: number): Touch {
  const l1Ratio = ratioOf(penalty, mixed);
  const w = Float64Array.from(solve(problem.gram, problem.xty, lambda, l1Ratio, problem.factors));
  const left = correlation(problem, w);
  const hold = (j: number): number => lambda * problem.factors[j]! * (l1Ratio + (1 - l1Ratio) * Math.abs(w[j]!));
  return {
    penalty,
    lambda,
    l1Ratio,
    w: [w[0]! + 0, w[1]! + 0],
    t: size(problem, l1Ratio, w),
    level: smooth(problem, w),
    loss: [Math.abs(left[0]!), Math.abs(left[1]!)],
    holds: [hold(0), hold(1)],
  };
}

/** Mean curvature of squared error: the natural unit of an L2 strength. */
function curvature(problem: Quadratic): number {
  const mean = (problem.gram[0]! + problem.gram[3]!) / 2;
  return mean > 0 ? mean : 1;
}

const DECADES = { l1: 3, l2: 5, elastic_net: 4 }; // that a slider spans

/** Strengths between which a solution goes from nothing to nearly least squares. */
export function strengths(problem: Quadratic, penalty: Penalised, mixed: number): { strong: number; weak: number } {
  const l1Ratio = ratioOf(penalty, mixed);
  const strong = l1Ratio > 0 ? lambdaMax(problem, l1Ratio) : 100 * curvature(problem);
  const top = strong > 0 ? strong : 1; // no column has to do with the target
  return { strong: top, weak: top * 10 ** -DECADES[penalty] };
}

/** A strength of `penalty` whose solution has that squared error; null: none of finite strength has. */
export function sameFit(
  problem: Quadratic,
  solve: Solve,
  penalty: Penalised,
  mixed: number,
  level: number,
): number | null {
  const l1Ratio = ratioOf(penalty, mixed);
  const nothing = smooth(problem, new Float64Array(2));
  const { least } = bowl(problem);
  const range = nothing - least;
  if (!(level - least > 1e-12 * range)) return 0;
  if (nothing - level <= 1e-9 * range) return l1Ratio > 0 ? lambdaMax(problem, l1Ratio) : null;
  const { strong } = strengths(problem, penalty, mixed);
  const error = (lambda: number): number => {
    const w = solve(problem.gram, problem.xty, lambda, l1Ratio, problem.factors);
    return smooth(problem, Float64Array.from(w));
  };
  // Squared error grows with the strength.
  return strengthWhere((lambda) => -error(lambda), -level, Math.exp(-30) * strong, (l1Ratio > 0 ? 1 : Math.exp(20)) * strong);
}

/** Solutions from none to least squares. L1's are linear in lambda between knots; L2's bend in its logarithm. */
export function trail(problem: Quadratic, solve: Solve, penalty: Penalised, mixed: number, points = 91): Touch[] {
  const { strong } = strengths(problem, penalty, mixed);
  const at = (k: number): number => {
    const part = k / (points - 1);
    if (k === points - 1) return 0;
    return penalty === "l1" ? strong * (1 - part) : strong * 10 ** (3 - 7 * part) * (penalty === "l2" ? 1 : 1e-3);
  };
  return Array.from({ length: points }, (_, k) => touch(problem, solve, penalty, at(k), mixed));
}

/** How nearly the columns are copies of each other, but for their length: 1 or −1, else what their correlation is. */
export function correlationOf({ gram }: Quadratic): number {
  const length = Math.sqrt(gram[0]! * gram[3]!);
  if (!(length > 0)) return 0;
  const found = gram[1]! / length;
  return 1 - Math.abs(found) < 1e-10 ? Math.sign(found) : found;
}

/** Of L1, where it leaves one coefficient exactly 0, if it does anywhere; else in the middle of its range. */
export function standardStrength(problem: Quadratic, solve: Solve): number {
  const { strong } = strengths(problem, "l1", 1);
  const both = (lambda: number): boolean => {
    const w = solve(problem.gram, problem.xty, lambda, 1, problem.factors);
    return w[0] !== 0 && w[1] !== 0;
  };
  let entry = 0; // of the second coefficient
  for (let k = 40; k > 0 && entry === 0; k--) if (both((strong * k) / 41)) entry = (strong * k) / 41;
  return entry < 0.95 * strong ? entry + 0.25 * (strong - entry) : 0.5 * strong;
}

/** Two columns of those lengths and that correlation, whose least-squares coefficients are `w`. */
export function problemOf(w: Point, correlated: number, spread: number): Quadratic {
  const cross = correlated * spread;
  const xty = Float64Array.of(w[0] + cross * w[1], cross * w[0] + spread * spread * w[1]);
  const explained = w[0] * xty[0]! + w[1] * xty[1]!;
  return {
    gram: Float64Array.of(1, cross, cross, spread * spread),
    xty,
    yy: explained + 1, // whatever is left is noise of variance 1
    factors: Float64Array.of(1, 1),
    positive: false,
  };
}
