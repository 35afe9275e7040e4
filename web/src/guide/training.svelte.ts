// Training on the table of the guide, as figures of it share it.
import { type Training, train } from "../model/epochs.ts";
import { type Optimizer } from "../model/epochs.ts";
import { strength } from "../report/context.ts";
import { python, sourceOf } from "./code.ts";
import { type Dataset, type Guide } from "./dataset.svelte.ts";
import { matchedL2 } from "./matched.ts";

export type Trained = "l1" | "l2";

export interface Asked {
  penalty: Trained;
  lambda: number;
  optimizer: Optimizer;
  epochs: number;
  step?: number;
}

/** Trains on the products that the page holds: of all features, or of the 50 largest where there are more. */
export function trainer(guide: Guide): ((asked: Asked) => Training) | null {
  const { problem } = guide.present.report;
  return (
    problem &&
    (({ penalty, lambda, ...options }) => train(problem, { lambda, l1Ratio: penalty === "l1" ? 1 : 0 }, options, guide.kernel))
  );
}

export function featureNames({ report }: Dataset): string[] {
  return report.problem?.features.map((feature) => report.features[feature]!.name) ?? [];
}

export function rangesOf({ engine, report }: Dataset): Record<Trained, { strong: number; weak: number }> {
  const ends = (name: Trained): { strong: number; weak: number } => {
    const [weak, strong] = engine.range(name) ?? [report.models[name].lambda / 100 || 0.01, report.models[name].lambda * 100 || 100];
    return { strong, weak };
  };
  return { l1: ends("l1"), l2: ends("l2") };
}

export const spelled =
  ({ report }: Dataset) =>
  (lambda: number, penalty: Trained): string =>
    strength(report, report.models[penalty], lambda);

/** The strength of L1, and that of L2 which is worth as many weights as L1 uses there. */
export function matchedStrengths(guide: Guide, l1: number): Record<Trained, number> {
  const { problem } = guide.present.report;
  return { l1, l2: problem ? matchedL2(guide.kernel, problem, l1, rangesOf(guide.present).l2) : l1 };
}

/** Python that trains the same: losses on the mean scale and weights per standard deviation. */
export function trainingCode(dataset: Dataset, name: Trained, lambda: number, optimizer: string, epochs: number): string {
  const { problem, target } = dataset.report;
  const less = problem && !problem.complete ? `# The page trains only the ${problem.features.length} features that matter most; this trains all, so that its numbers are others.\n` : "";
  return `${less}${name} = sh.train(${python(sourceOf(dataset))}, target=${python(target)}, penalty="${name}", lam=${python(lambda)}, lambda_convention="lam",
              optimizer="${optimizer}", epochs=${epochs}).last`;
}
