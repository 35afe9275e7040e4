// What the table itself says about which penalty suits it.
import { eigen } from "../model/eigen.ts";
import { type Kernel } from "../model/kernel.ts";
import { type PageProblem, type Report } from "../model/read.ts";
import { type Dataset } from "./dataset.svelte.ts";
import { normal } from "./random.ts";

export interface Alike {
  names: [string, string];
  features: [number, number]; // indices into the report's features
  correlation: number;
  among: number | null; // columns that were looked at, where they are not all
}

export interface Diagnosis {
  rows: number; // that models are fitted on
  features: number;
  alike: Alike | null; // the two features most like each other
  zeros: { l1: number; l2: number };
  choice: string;
  tie: boolean;
}

export function diagnosis({ data, report }: Dataset): Diagnosis {
  const zeros = (name: "l1" | "l2"): number => report.features.length - report.models[name].nonzero;
  return {
    rows: data.rows.train,
    features: report.features.length,
    alike: report.problem && mostAlike(report.problem, report),
    zeros: { l1: zeros("l1"), l2: zeros("l2") },
    choice: data.verdict.choice,
    tie: data.verdict.tie,
  };
}

function mostAlike({ gram, xty, features, complete }: PageProblem, report: Report): Alike | null {
  const k = xty.length;
  let best: Alike | null = null;
  for (let i = 0; i < k; i++)
    for (let j = i + 1; j < k; j++) {
      const size = Math.sqrt(gram[i * k + i]! * gram[j * k + j]!);
      const correlation = size > 0 ? gram[i * k + j]! / size : 0;
      if (best === null || Math.abs(correlation) > Math.abs(best.correlation)) {
        const both: [number, number] = [features[i]!, features[j]!];
        best = { names: [report.features[both[0]]!.name, report.features[both[1]]!.name], features: both, correlation, among: complete ? null : k };
      }
    }
  return best;
}

export const DRAWS = 40;

/**
 * Typical move of a weight (per standard deviation) when the noise in the target is drawn again, rows and truth being as they
 * are: c becomes c + σ/√n · G^½ z with z standard normal, as noise of size σ makes it. Each penalty at its chosen strength.
 */
export function moves(kernel: Kernel, report: Report, sigma: number): { l1: number; l2: number } | null {
  const { problem } = report;
  if (!problem) return null;
  const k = problem.xty.length;
  const half = squareRoot(problem.gram, k);
  const next = normal(1);
  const scale = sigma / Math.sqrt(report.weight);
  const drawn = Array.from({ length: DRAWS }, () => {
    const z = Float64Array.from({ length: k }, next);
    const xty = problem.xty.map((value, i) => value + scale * half.slice(i * k, (i + 1) * k).reduce((sum, h, j) => sum + h * z[j]!, 0));
    return { gram: problem.gram, xty, yy: problem.yy, factors: problem.factors, positive: problem.positive };
  });
  const typical = (name: "l1" | "l2"): number => {
    const penalty = { lambda: report.models[name].lambda, l1Ratio: name === "l1" ? 1 : 0 };
    return spreadOf(drawn.map((one) => kernel.solve(one, penalty).map((value, j) => value * problem.unit[j]!)));
  };
  return { l1: typical("l1"), l2: typical("l2") };
}

/** Root of the mean variance of the weights. */
function spreadOf(draws: readonly Float64Array[]): number {
  const k = draws[0]!.length;
  let sum = 0;
  for (let j = 0; j < k; j++) {
    const mean = draws.reduce((total, w) => total + w[j]!, 0) / draws.length;
    sum += draws.reduce((total, w) => total + (w[j]! - mean) ** 2, 0) / draws.length;
  }
  return Math.sqrt(sum / k);
}

/** The symmetric root of a matrix without negative eigenvalues. */
function squareRoot(matrix: Float64Array, k: number): Float64Array {
  const { values, vectors } = eigen(matrix, k);
  const root = new Float64Array(k * k);
  vectors.forEach((v, r) => {
    const size = Math.sqrt(Math.max(values[r]!, 0));
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) root[i * k + j]! += size * v[i]! * v[j]!;
  });
  return root;
}

/** Python after PYTHON_PRODUCTS: the largest correlation of two columns. */
export const PYTHON_ALIKE = `size = np.diag(gram) ** 0.5
alike = np.abs(gram / np.outer(size, size) - np.eye(len(names))).max()`;

/** Python after PYTHON_PRODUCTS and PYTHON_NORMALS: \`move(penalty)\`. */
export const pythonMoves = (rows: number): string => `values, vectors = np.linalg.eigh(gram)
kept = values > 1e-12 * values.max()
k, root = len(names), values.clip(0) ** 0.5
half = vectors * root @ vectors.T                           # the symmetric root of gram
X = k**0.5 * half                                           # rows that have these products
z = normals(1, ${DRAWS} * k).reshape(${DRAWS}, k)
drawn = xty + sigma / ${rows}**0.5 * z @ half               # what new noise makes of xty

def weights(model, c):
    if model.name == "l2":
        return np.linalg.solve(gram + model.lam * np.eye(k), c)
    y = k**0.5 * vectors[:, kept] @ (vectors[:, kept].T @ c / root[kept])
    return sh.Lasso(alpha=model.lam, fit_intercept=False).fit(X, y).coef_

move = lambda model: float(np.var([weights(model, c) for c in drawn], axis=0).mean() ** 0.5)`;
