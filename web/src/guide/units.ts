// One column in other units: what becomes of its weight if columns are scaled first, and if they are not.
import { type Kernel } from "../model/kernel.ts";
import { type PageProblem } from "../model/read.ts";
import { type Quadratic } from "../model/quadratic.ts";
import { python } from "./code.ts";
import { PYTHON_PRODUCTS } from "./products.ts";

/**
 * Columns of spread 1, one of which is multiplied by `factor`. Its weight is divided by it, so that the same effect costs
 * L1 1/factor and L2 1/factor² of what it did; the weight given is per standard deviation, which is comparable.
 */
export function weightInUnits(kernel: Kernel, problem: PageProblem, j: number, lambda: number, l1Ratio: number, factor: number): number {
  const factors = problem.factors.slice();
  factors[j]! *= l1Ratio === 1 ? 1 / factor : 1 / (factor * factor);
  const other: Quadratic = { gram: problem.gram, xty: problem.xty, yy: problem.yy, factors, positive: problem.positive };
  return kernel.solve(other, { lambda, l1Ratio })[j]! * problem.unit[j]! + 0;
}

/** Python after `comparison`. */
export function unitsCode(name: string, factor: number, l1: number, l2: number): string {
  return `${PYTHON_PRODUCTS}
values, vectors = np.linalg.eigh(gram)                     # rows that have these products, and so these solutions
kept = values > 1e-12 * values.max()
n, root = len(names), values[kept] ** 0.5
X = n**0.5 * vectors[:, kept] * root @ vectors[:, kept].T
y = n**0.5 * vectors[:, kept] @ (vectors[:, kept].T @ xty / root)

j, factor = names.index(${python(name)}), ${python(factor)}
X_units = X.copy()
X_units[:, j] *= factor                                    # the same column, written in other units
lasso = lambda X: sh.Lasso(alpha=${python(l1)}, fit_intercept=False).fit(X, y).coef_[j]
ridge = lambda X: sh.ElasticNet(alpha=${python(l2)}, l1_ratio=0, fit_intercept=False).fit(X, y).coef_[j]
scaled = X_units / np.where(np.arange(n) == j, factor, 1)  # scaling undoes the units`;
}
