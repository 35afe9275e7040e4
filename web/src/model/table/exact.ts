// A path at every strength: L1 by its knots, L2 by its spectrum, each held against the grid before it is believed
// (path/exact.py). Where optima are not unique, the points of the grid go on with what holds at every strength.
import { type Curve } from "./curves.ts";
import { dot, times } from "./dense.ts";
import { type KnotRows, type Problem } from "./solver.ts";

export const PATH_FEATURES = 200;
// Numbers beyond which a record does without, and so a page.
const [KNOT_NUMBERS, BASIS_NUMBERS] = [120_000, 100_000];
// Differences from the grid: of a coefficient, in units of the path's largest, and of the objective.
const [ALIKE, AS_GOOD] = [1e-9, 1e-10];
const LOST_PULL = 64; // a pull so small, in units of its rounding, is none

/** w(lam) = Σ basis · pull/(values + lam): eigenvalues (r), pulls (r), and a vector (p) each. */
export interface Expansion {
  readonly values: readonly number[];
  readonly pull: readonly number[];
  readonly basis: readonly Float64Array[];
}

/** form: the path at every strength; coefficients: (m, p) at those of the grid, to go on with. */
export interface Exact<Form> {
  readonly form: Form;
  readonly coefficients: Float64Array;
}

export function exactLasso(problem: Problem, curve: Curve): Exact<KnotRows> | null {
  if (curve.lams.length < 2 || !problem.members.length) return null;
  const found = problem.knots(curve.lams, KNOT_NUMBERS);
  return found && held(problem, curve, found, found.onGrid);
}

export function exactRidge(problem: Problem, curve: Curve): Exact<Expansion> | null {
  const found = expansion(problem);
  const p = problem.trained.xty.length;
  if (!found || largestOnPath([curve.walks[0]!.coefficients], p).length * found.values.length > BASIS_NUMBERS)
    return null;
  const onGrid = new Float64Array(curve.lams.length * p);
  curve.lams.forEach((lam, i) => {
    const own = onGrid.subarray(i * p, (i + 1) * p);
    found.basis.forEach((vector, r) => {
      const term = found.pull[r]! / (found.values[r]! + lam);
      for (let j = 0; j < p; j++) own[j]! += term * vector[j]!;
    });
  });
  return held(problem, curve, found, onGrid);
}

function expansion(problem: Problem): Expansion | null {
  if (!problem.reduced) return null;
  const { values, rows } = problem.reduced.vectors();
  const pull = rows.map((row) => dot(row, problem.xty));
  const size = (row: Float64Array): number => row.reduce((sum, value, a) => sum + Math.abs(value * problem.xty[a]!), 0);
  const least = problem.trained.xty.length * Number.EPSILON * values[values.length - 1]!;
  const kept = [...rows.keys()].filter(
    (i) => values[i]! > least || Math.abs(pull[i]!) > LOST_PULL * Number.EPSILON * size(rows[i]!),
  );
  return {
    values: kept.map((i) => values[i]!),
    pull: kept.map((i) => pull[i]!),
    basis: kept.map((i) => problem.spread(rows[i]!)),
  };
}

/** At most so many features that are not 0 somewhere, by their largest size on paths (·, p), in feature order. */
export function largestOnPath(paths: readonly Float64Array[], p: number, most = PATH_FEATURES): number[] {
  const size = new Float64Array(p);
  for (const path of paths)
    for (let at = 0, j = 0; at < path.length; at++, j = j + 1 < p ? j + 1 : 0)
      if (Math.abs(path[at]!) > size[j]!) size[j] = Math.abs(path[at]!);
  const some = [...size.keys()].filter((j) => size[j]! > 0);
  return some
    .sort((a, b) => size[b]! - size[a]!)
    .slice(0, most)
    .sort((a, b) => a - b);
}

/** `form` with the grid's coefficients if those are its own, with its own if they are as good, else null. */
function held<Form>(problem: Problem, curve: Curve, form: Form, onGrid: Float64Array): Exact<Form> | null {
  const { coefficients } = curve.walks[0]!;
  let [largest, apart] = [0, 0];
  for (let at = 0; at < coefficients.length; at++) {
    largest = Math.max(largest, Math.abs(coefficients[at]!));
    apart = Math.max(apart, Math.abs(onGrid[at]! - coefficients[at]!));
  }
  if (apart <= ALIKE * largest) return { form, coefficients };
  const isAsGood = curve.lams.every(
    (lam, i) => rise(problem, curve, lam, i, onGrid) <= AS_GOOD * 0.5 * problem.trained.yy,
  );
  return isAsGood ? { form, coefficients: onGrid } : null;
}

/** How much larger the objective is at `others` than on the path, at a point of the grid, without the difference of two
 * sums that are far larger. */
function rise({ trained }: Problem, { l1Ratio, walks }: Curve, lam: number, i: number, others: Float64Array): number {
  const p = trained.xty.length;
  const w = walks[0]!.coefficients.subarray(i * p, (i + 1) * p);
  const other = others.subarray(i * p, (i + 1) * p);
  const step = w.map((value, j) => other[j]! - value);
  const slope = times(
    trained.gram,
    w.map((value, j) => value + 0.5 * step[j]!),
  ).map((value, j) => value - trained.xty[j]!);
  let penalty = 0;
  for (let j = 0; j < p; j++)
    penalty += l1Ratio * (Math.abs(other[j]!) - Math.abs(w[j]!)) + (1 - l1Ratio) * 0.5 * (other[j]! + w[j]!) * step[j]!;
  return dot(step, slope) + lam * penalty;
}
