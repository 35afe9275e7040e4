// Correlated twins, redrawn many times: what each penalty gives to which twin, at the strength where it errs least over all draws.
import { type Kernel } from "../model/kernel.ts";
import { lambdaMax } from "../model/quadratic.ts";
import { python } from "./code.ts";
import { drawn, grid, problemOf } from "./synthetic.ts";

export const DRAWS = 60;
export const ROWS = 40;
export const NOISE = 1.5;
const POINTS = 16;
const IDLE = 4; // further features, that do nothing
export const PRICED = ["l1", "l2", "elastic_net"] as const;
export type Priced = (typeof PRICED)[number];
const RATIOS: Readonly<Record<Priced, number>> = { l1: 1, l2: 0, elastic_net: 0.5 };

export interface Cloud {
  lambda: number;
  twins: readonly (readonly [number, number])[]; // their weights, one pair a draw
  idle: number; // mean number of idle features in
  error: number; // RMSE on new rows over all draws
}

export const truthOf = (only: boolean): [number, number] => (only ? [2, 0] : [1, 1]);

/** Each penalty has one strength for all draws: that of the smallest true error. */
export function clouds(kernel: Kernel, correlation: number, only: boolean, seed: number): Record<Priced, Cloud> {
  const truth = [...truthOf(only), ...Array<number>(IDLE).fill(0)];
  const problems = Array.from({ length: DRAWS }, (_, k) => problemOf(drawn(1000 * seed + k, ROWS, truth, NOISE, correlation)));
  const top = Math.max(...problems.map((problem) => lambdaMax(problem, 1)));
  const cloud = (name: Priced): Cloud => {
    const lambdas = name === "l1" ? grid(top, 1e-3, POINTS) : name === "l2" ? grid(10, 1e-4, POINTS) : grid(2 * top, 1e-3, POINTS);
    const all = problems.map((problem) => kernel.path(problem, lambdas, RATIOS[name]).coefficients);
    const squares = lambdas.map((_, k) => all.reduce((sum, path) => sum + squaredDistance(path[k]!, truth, correlation), 0) / DRAWS);
    const best = squares.indexOf(Math.min(...squares));
    const fits = all.map((path) => path[best]!);
    return {
      lambda: lambdas[best]!,
      twins: fits.map((w) => [w[0]! + 0, w[1]! + 0]),
      idle: fits.reduce((sum, w) => sum + w.slice(2).filter((value) => value !== 0).length, 0) / DRAWS,
      error: Math.sqrt(squares[best]! + NOISE * NOISE),
    };
  };
  return { l1: cloud("l1"), l2: cloud("l2"), elastic_net: cloud("elastic_net") };
}

/** d'Σd: pairs of neighbours have the correlation, others none. */
function squaredDistance(w: Float64Array, truth: readonly number[], correlation: number): number {
  let sum = 0;
  for (let j = 0; j < w.length; j += 2) {
    const [a, b] = [w[j]! - truth[j]!, w[j + 1]! - truth[j + 1]!];
    sum += a * a + b * b + 2 * correlation * a * b;
  }
  return sum;
}

export function twinsCode(correlation: number, only: boolean, seed: number): string {
  const p = 2 + IDLE;
  return `truth, rho, n = np.array([${[...truthOf(only), ...Array<number>(IDLE).fill(0)].map((value) => value.toFixed(1)).join(", ")}]), ${python(correlation)}, ${ROWS}
tables = [table(${1000 * seed} + draw, n, truth, ${python(NOISE)}, rho) for draw in range(${DRAWS})]
top = max(np.abs(X.T @ y).max() / n for X, y in tables)
lams = {"l1": np.geomspace(top, 1e-3 * top, ${POINTS}), "l2": np.geomspace(10, 1e-3, ${POINTS}), "elastic_net": np.geomspace(2 * top, 2e-3 * top, ${POINTS})}

def path(name, X, y):
    if name == "l2":
        return np.array([np.linalg.solve(X.T @ X / n + lam * np.eye(${p}), X.T @ y / n) for lam in lams[name]]).T
    return sh.enet_path(X, y, l1_ratio=1.0 if name == "l1" else 0.5, alphas=lams[name])[1]

found = {}
for name in lams:
    W = np.array([path(name, X, y) for X, y in tables])     # draws, features, strengths
    D = W - truth[:, None]
    square = ((D**2).sum(axis=1) + 2 * rho * (D[:, 0::2] * D[:, 1::2]).sum(axis=1)).mean(axis=0)  # true, over all draws
    best = int(square.argmin())                             # one strength a penalty
    found[name] = (float(lams[name][best]), W[:, :, best])
one = {name: float(((W[:, :2] != 0).sum(axis=1) == 1).mean()) for name, (_, W) in found.items()}
apart = {name: float(np.abs(W[:, 0] - W[:, 1]).mean()) for name, (_, W) in found.items()}
idle = {name: float((W[:, 2:] != 0).sum(axis=1).mean()) for name, (_, W) in found.items()}  # others that are used`;
}
