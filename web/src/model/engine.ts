// One interface over whatever computes coefficients in the page, and a choice between them for each model.
import { kernelEngine } from "./kernel_engine.ts";
import { type Kernel } from "./kernel.ts";
import { payloadEngine } from "./payload.ts";
import { type Report } from "./read.ts";
import { type ModelName } from "./report.ts";

/** payload: what Python computed, read at any strength; kernel: the solver itself, compiled to WebAssembly. */
export type Backend = "payload" | "kernel";

/** A model's fit at one strength. */
export interface Fit {
  readonly model: ModelName;
  readonly lambda: number;
  readonly l1Ratio: number | null;
  readonly backend: Backend;
  /** (p) over the report's features; a zero is exactly 0, never −0. */
  readonly standardised: Float64Array;
  /** (p) in original units. */
  readonly coefficients: Float64Array;
  /** null where it cannot be known, because not all coefficients are (`complete`). */
  readonly intercept: number | null;
  /** Coefficients that are not 0, of features beyond the page's too. */
  readonly nonzero: number;
  /** Effective degrees of freedom, the intercept not counted; null where the record does not say. */
  readonly degreesOfFreedom: number | null;
  /** The solution at this strength; false: interpolated between solutions at strengths of the grid. */
  readonly exact: boolean;
  /** Whether every coefficient is known; false: some features are left out of the page's path and stand here as 0. */
  readonly complete: boolean;
}

export interface Engine {
  readonly backend: Backend;
  /** Weakest and strongest strength that a slider may ask for; null: the model has its own strength alone. */
  range(model: ModelName): readonly [weakest: number, strongest: number] | null;
  /** Whether `at` gives solutions everywhere in the range, rather than interpolated ones. */
  exact(model: ModelName): boolean;
  /** The model's fit at a strength; strengths beyond the range are taken to its ends. */
  at(model: ModelName, lambda: number): Fit;
}

/** For each model the engine that gives its solutions exactly, if there is one: the payload rather than the kernel. */
export function engineFor(report: Report, kernel: Kernel | null): Engine {
  const payload = payloadEngine(report);
  const solver = kernel && kernelEngine(report, kernel);
  const pick = (model: ModelName): Engine => (solver && !payload.exact(model) ? solver : payload);
  return {
    backend: "payload",
    range: (model) => pick(model).range(model),
    exact: (model) => pick(model).exact(model),
    at: (model, lambda) => pick(model).at(model, lambda),
  };
}
