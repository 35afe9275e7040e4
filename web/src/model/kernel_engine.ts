// Models solved in the page, where it holds the whole problem: exact at every strength and l1_ratio.
import { type Engine, type Fit } from "./engine.ts";
import { countNonzero, fitOf, ownFit } from "./fit.ts";
import { degreesOfFreedom } from "./freedom.ts";
import { type Kernel } from "./kernel.ts";
import { payloadFit, rangeOf, within } from "./payload.ts";
import { type Model, type PageProblem, type Report } from "./read.ts";

/** null where the page does not hold the products of all features: its problem is then another than the models'. */
export function kernelEngine(report: Report, kernel: Kernel): Engine | null {
  const { problem } = report;
  if (!problem?.complete) return null;
  return {
    backend: "kernel",
    range: (name) => rangeOf(report.models[name].path),
    exact: () => true,
    at(name, asked) {
      const model = report.models[name];
      if (!model.path || model.l1Ratio === null) return payloadFit(report, model, asked);
      const lambda = within(model.path, asked);
      // From zero each time: where a slider stands decides what it shows, and not where it came from.
      const w = kernel.solve(problem, { lambda, l1Ratio: model.l1Ratio });
      return solvedFit(report, problem, model, lambda, w);
    },
  };
}

function solvedFit(report: Report, problem: PageProblem, model: Model, lambda: number, w: Float64Array): Fit {
  const degrees = degreesOfFreedom(problem, { lambda, l1Ratio: model.l1Ratio! }, w);
  if (lambda === model.lambda) return ownFit(model, degrees);
  const standardised = new Float64Array(report.features.length);
  problem.features.forEach((feature, j) => (standardised[feature] = w[j]! * problem.unit[j]! + 0));
  return fitOf(report, model, {
    lambda,
    backend: "kernel",
    standardised,
    nonzero: countNonzero(standardised),
    degreesOfFreedom: degrees,
    exact: true,
    complete: true,
  });
}
