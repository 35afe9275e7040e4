// Which model to use, and how sure that is, from cross-fitted errors alone (selection/verdict.py).
import { type ModelName } from "../report.ts";
import { tQuantile } from "./quantile.ts";

export type Competitor = ModelName | "mean";
export const MODELS: readonly ModelName[] = ["none", "l1", "l2", "elastic_net"];
const ORDER: readonly Competitor[] = ["mean", "l1", "l2", "elastic_net", "none"];
const NO_WORSE_RMSE = 1.01;
const CONFIDENCE = 0.975;

/** difference: mean paired difference of fold MSE; standardError: Nadeau & Bengio 2003. */
interface Pair {
  readonly difference: number;
  readonly standardError: number;
}

/** choice: what to use; best, runnerUp: smallest and second smallest cross-fitted error; errors: smallest first. */
export interface Judged extends Pair {
  readonly choice: Competitor;
  readonly tie: boolean;
  readonly best: Competitor;
  readonly runnerUp: Competitor;
  readonly errors: ReadonlyMap<Competitor, number>;
  readonly bestModel: ModelName; // whatever the mean does
}

/** foldErrors: cross-fitted errors (k) by name; heldOutShare: n_test/n_train of a fold. */
export function judge(foldErrors: Readonly<Record<Competitor, Float64Array>>, heldOutShare: number): Judged {
  // stable
  const ranked = ORDER.map((name): [Competitor, number] => [name, mean(foldErrors[name])]).sort((a, b) => a[1] - b[1]);
  const [best, runnerUp] = [ranked[0]![0], ranked[1]![0]];
  const pair = paired(foldErrors[best], foldErrors[runnerUp], heldOutShare);
  const folds = foldErrors[best].length;
  return {
    ...pair,
    ...{ best, runnerUp, errors: new Map(ranked) },
    tie: Math.abs(pair.difference) <= tQuantile(CONFIDENCE, Math.max(folds - 1, 1)) * pair.standardError,
    choice: ORDER.find((name) => noWorse(foldErrors[name], foldErrors[best], heldOutShare))!,
    bestModel: ranked.find(([name]) => name !== "mean")![0] as ModelName,
  };
}

function paired(first: Float64Array, second: Float64Array, heldOutShare: number): Pair {
  const difference = first.map((one, k) => one - second[k]!);
  const folds = difference.length;
  const middle = mean(difference);
  const variance = difference.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (folds - 1);
  return { difference: middle, standardError: Math.sqrt((1 / folds + heldOutShare) * variance) };
}

/** Within one standard error and within 1% of RMSE of the best. */
function noWorse(errors: Float64Array, best: Float64Array, heldOutShare: number): boolean {
  const { difference, standardError } = paired(errors, best, heldOutShare);
  return Math.sqrt(mean(errors)) <= NO_WORSE_RMSE * Math.sqrt(mean(best)) && difference <= standardError;
}

export const mean = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;
