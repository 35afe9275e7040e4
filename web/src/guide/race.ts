// The race of L1 and L2 on tables whose truth is known: the error on new rows can be written down, and is not estimated.
import { type Kernel } from "../model/kernel.ts";
import { lambdaMax } from "../model/quadratic.ts";
import { python } from "./code.ts";
import { drawn, grid, problemOf } from "./synthetic.ts";

export const FEATURES = 40;
export const COUNTS = [1, 2, 4, 8, 16, 28, 40]; // features that matter
export const DRAWS = 8;
const POINTS = 40;
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

/** Columns are independent with variance 1, so that a new row's error has mean square ‖w − truth‖² + noise². */
export function raced(kernel: Kernel, count: number, rows: number, noise: number, seed: number): Race {
  const truth = truthOf(count);
  const error = (w: Float64Array): number => Math.sqrt(w.reduce((sum, value, j) => sum + (value - truth[j]!) ** 2, noise * noise));
  const found: Race = { l1: 0, l2: 0, none: 0 };
  for (let draw = 0; draw < DRAWS; draw++) {
    const problem = problemOf(drawn(1000 * seed + draw, rows, truth, noise));
    const lasso = kernel.path(problem, grid(lambdaMax(problem, 1), 1e-3, POINTS), 1).coefficients;
    const ridge = kernel.path(problem, grid(100, 1e-6, POINTS), 0).coefficients;
    found.l1 += Math.min(...lasso.map(error)) / DRAWS;
    found.l2 += Math.min(...ridge.map(error)) / DRAWS;
    found.none += error(ridge.at(-1)!) / DRAWS;
  }
  return found;
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
