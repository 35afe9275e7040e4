// A lasso path on a table whose truth is known: which features it takes wrongly, which it misses, and how far its predictions are off.
import { type Kernel } from "../model/kernel.ts";
import { lambdaMax } from "../model/quadratic.ts";
import { python } from "./code.ts";
import { drawn, grid, problemOf } from "./synthetic.ts";

export const SIZES = [1.5, -1.2, 0.9, -0.7, 0.5, -0.35]; // of the features that matter: one in each pair, and the later ones are faint
export const FEATURES = 30;
export const POINTS = 60;
const WEAKEST = 0.01; // of the strength that leaves no feature
const CORRELATION = 0.5; // within pairs

/** The features that matter are the first of their pairs: each has an idle one beside it that is like it. */
export const TRUTH: readonly number[] = Array.from({ length: FEATURES }, (_, j) => (j % 2 === 0 ? (SIZES[j / 2] ?? 0) : 0));

export interface Step {
  lambda: number;
  wrong: number; // idle features that are in: false positives
  missed: number; // features that matter and are out: false negatives
  error: number; // RMSE on new rows
}

export function steps(kernel: Kernel, rows: number, noise: number, seed: number): Step[] {
  const problem = problemOf(drawn(seed, rows, TRUTH, noise, CORRELATION));
  const lambdas = grid(lambdaMax(problem, 1), WEAKEST, POINTS);
  return kernel.path(problem, lambdas, 1).coefficients.map((w, k) => ({
    lambda: lambdas[k]!,
    wrong: TRUTH.filter((truth, j) => truth === 0 && w[j] !== 0).length,
    missed: TRUTH.filter((truth, j) => truth !== 0 && w[j] === 0).length,
    error: Math.sqrt(squaredDistance(w) + noise * noise),
  }));
}

/** Mean square by which predictions for new rows differ from the truth: d'Σd, Σ being known. */
function squaredDistance(w: Float64Array): number {
  const off = w.map((value, j) => value - TRUTH[j]!);
  let sum = 0;
  for (let j = 0; j < FEATURES; j += 2) sum += off[j]! ** 2 + off[j + 1]! ** 2 + 2 * CORRELATION * off[j]! * off[j + 1]!;
  return sum;
}

/** The strongest of the strengths at which something is smallest. */
export function smallest(all: readonly Step[], of: (step: Step) => number): number {
  return all.reduce((best, step, k) => (of(step) < of(all[best]!) ? k : best), 0);
}

export const errorOf = (step: Step): number => step.error;
export const mistakes = (step: Step): number => step.wrong + step.missed;

/** Python after PYTHON_NORMALS and PYTHON_TABLE. */
export function truthCode(rows: number, noise: number, seed: number, at: number): string {
  return `truth = np.zeros(${FEATURES})
truth[0:${2 * SIZES.length}:2] = [${SIZES.join(", ")}]
X, y = table(${seed}, ${rows}, truth, ${python(noise)}, ${CORRELATION})
top = np.abs(X.T @ y).max() / ${rows}
lams, W, _ = sh.lasso_path(X, y, alphas=np.geomspace(top, ${WEAKEST} * top, ${POINTS}))
wrong = ((W != 0) & (truth == 0)[:, None]).sum(axis=0)     # idle, but in
missed = ((W == 0) & (truth != 0)[:, None]).sum(axis=0)    # matters, but out
D = W - truth[:, None]
error = ((D**2).sum(axis=0) + 2 * ${CORRELATION} * (D[0::2] * D[1::2]).sum(axis=0) + ${python(noise)}**2) ** 0.5  # of new rows
at, predicting, finding = ${at}, int(error.argmin()), int((wrong + missed).argmin())`;
}
