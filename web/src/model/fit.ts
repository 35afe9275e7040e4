// A `Fit` from standardised coefficients, in one place for all back-ends.
import { type Backend, type Fit } from "./engine.ts";
import { type Model, type Report } from "./read.ts";

export interface Found {
  readonly lambda: number;
  readonly backend: Backend;
  readonly standardised: Float64Array; // (p) over the report's features
  readonly nonzero: number;
  readonly degreesOfFreedom: number | null;
  readonly exact: boolean;
  readonly complete: boolean;
}

export function fitOf(report: Report, model: Model, found: Found): Fit {
  const coefficients = found.standardised.map((value, j) => (value === 0 ? 0 : value / report.features[j]!.scale));
  return {
    model: model.name,
    l1Ratio: model.l1Ratio,
    ...found,
    coefficients,
    intercept: found.complete ? interceptAt(report, model, coefficients) : null,
  };
}

/** The model as the record has it, at the strength that cross-validation chose. */
export function ownFit(model: Model, degreesOfFreedom: number | null): Fit {
  return {
    model: model.name,
    lambda: model.lambda,
    l1Ratio: model.l1Ratio,
    backend: "payload",
    standardised: model.standardised,
    coefficients: model.coefficients,
    intercept: model.intercept,
    nonzero: model.nonzero,
    degreesOfFreedom,
    exact: true,
    complete: true,
  };
}

/** ȳ − Σ meanⱼ·bⱼ, with ȳ from the model's own intercept: only differences from its coefficients count. */
function interceptAt(report: Report, model: Model, coefficients: Float64Array): number {
  let intercept = model.intercept;
  report.features.forEach(({ mean }, j) => (intercept += mean * (model.coefficients[j]! - coefficients[j]!)));
  return intercept;
}

export function countNonzero(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (value !== 0) count++;
  return count;
}
