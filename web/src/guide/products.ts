// The quadratic problem of the table that the guide is about, in the page and in Python.
import { type Single } from "../marks/words/threshold.ts";
import { type Report } from "../model/read.ts";

/** Each feature alone: the least-squares weight of its standardised column. */
export function singles(report: Report): Single[] {
  const { problem } = report;
  if (!problem) return [];
  const p = problem.xty.length;
  return problem.features.flatMap((feature, j) => {
    const square = problem.gram[j * p + j]!;
    return square > 0 ? [{ name: report.features[feature]!.name, correlation: problem.xty[j]! / Math.sqrt(square) }] : [];
  });
}

/** Python after `comparison`: products of standardised columns, `gram`, and with the target, `xty`, by `names`. */
export const PYTHON_PRODUCTS = `products = cmp.record.products
names = products.features
gram = np.zeros((len(names), len(names)))
gram[np.triu_indices(len(names))] = np.frombuffer(products.gram)
gram += np.triu(gram, 1).T
xty = np.frombuffer(products.xty)`;
