// The race of L1 and L2 on tables whose truth is known: the error on new rows can be written down, and is not estimated.
import { cholesky, solved } from "../model/cholesky.ts";
import { type Kernel } from "../model/kernel.ts";
import { type Quadratic, lambdaMax } from "../model/quadratic.ts";
import { python } from "./code.ts";
import { drawn, grid, problemOf } from "./synthetic.ts";

export const FEATURES = 40;
export const COUNTS = [1, 2, 4, 8, 16, 28, 40]; // features that matter
export const DRAWS = 8;
const POINTS = 20;
const SIGNAL = 2; // Σ w²: the same whatever the truth

export interface Race {
  l1: number; // RMSE on new rows, at the best strength, mean over draws
  l2: number;
  none: number;
}

/** `count` weights of equal size and alternating sign, the others 0. */
export function truthOf(count: number): number[] {
  return Array.from({ length: FEATURES }, (_, j) => (j < count ? (j % 2 ? -1 : 1) * Math.sqrt(SIGNAL / count) : 0));
}

/** The race for each of COUNTS. Columns are independent with variance 1: a new row's error has mean square ‖w − truth‖² + noise². */
export function races(kernel: Kernel, rows: number, noise: number, seed: number): Race[] {
  const found = COUNTS.map((): Race => ({ l1: 0, l2: 0, none: 0 }));
  const strengths = grid(100, 1e-6, POINTS);
  for (let draw = 0; draw < DRAWS; draw++) {
    const luck = problemOf(drawn(1000 * seed + draw, rows, Array<number>(FEATURES).fill(0), 1));
    const factors = strengths.map((lambda) => cholesky(raised(luck.gram, lambda), FEATURES)); // the same whatever the truth
    COUNTS.forEach((count, k) => {
      const truth = truthOf(count);
      const error = (w: Float64Array): number => Math.sqrt(w.reduce((sum, value, j) => sum + (value - truth[j]!) ** 2, noise * noise));
      const problem = explained(luck, truth, noise);
      const lasso = kernel.path(problem, grid(lambdaMax(problem, 1), 1e-3, POINTS), 1).coefficients;
      const ridge = factors.map((lower) => error(solved(lower, problem.xty)));
      found[k]!.l1 += Math.min(...lasso.map(error)) / DRAWS;
      found[k]!.l2 += Math.min(...ridge) / DRAWS;
      found[k]!.none += ridge.at(-1)! / DRAWS;
    });
  }
  return found;
}

/** The problem of y = X·truth + noise·z, where `luck` is that of z alone. */
function explained(luck: Quadratic, truth: readonly number[], noise: number): Quadratic {
  const p = truth.length;
  const pull = Float64Array.from(truth, (_, j) => truth.reduce((sum, value, k) => sum + luck.gram[j * p + k]! * value, 0));
  const xty = pull.map((value, j) => value + noise * luck.xty[j]!);
  // y'y = truth'G truth + 2 noise·truth'X'z + noise²·z'z, all divided by n
  const yy = truth.reduce((sum, value, j) => sum + value * (pull[j]! + 2 * noise * luck.xty[j]!), noise * noise * luck.yy);
  return { ...luck, xty, yy };
}

/** G + lambda·I */
function raised(gram: Float64Array, lambda: number): Float64Array {
  const sum = gram.slice();
  for (let j = 0; j < FEATURES; j++) sum[j * FEATURES + j]! += lambda;
  return sum;
}

export function raceCode(count: number, rows: number, noise: number, seed: number): string {
  return `truth = np.array([(-1) ** j * (${SIGNAL} / ${count}) ** 0.5 if j < ${count} else 0.0 for j in range(${FEATURES})])
error = lambda W: ((W - truth[:, None]) ** 2).sum(axis=0) + ${python(noise)}**2   # of new rows: columns are independent
errors = [[], []]
for draw in range(${DRAWS}):
    X, y = table(${1000 * seed} + draw, ${rows}, truth, ${python(noise)})
    top = np.abs(X.T @ y).max() / ${rows}
    lasso = sh.lasso_path(X, y, alphas=np.geomspace(top, 1e-3 * top, ${POINTS}))[1]
    ridge = [np.linalg.solve(X.T @ X / ${rows} + lam * np.eye(${FEATURES}), X.T @ y / ${rows}) for lam in np.geomspace(100, 1e-4, ${POINTS})]
    errors[0].append(error(lasso).min() ** 0.5)
    errors[1].append(error(np.array(ridge).T).min() ** 0.5)`;
}
