// Whole pages that Python wrote, against what its solvers find at strengths of the grid and between them.
import { beforeAll, describe, expect, it } from "vitest";

import { certificate } from "../../src/model/certificate.ts";
import { type Engine, type Fit } from "../../src/model/engine.ts";
import { type Kernel } from "../../src/model/kernel.ts";
import { kernelEngine } from "../../src/model/kernel_engine.ts";
import { payloadEngine } from "../../src/model/payload.ts";
import { objective } from "../../src/model/quadratic.ts";
import { read } from "../../src/model/read.ts";
import { type ModelName } from "../../src/model/report.ts";
import { golden } from "../golden/read.ts";
import { distance, kernel, sameZeros } from "./running.ts";

interface Solution {
  model: ModelName;
  lambda: number;
  objective: number;
  standardized: number[] | null; // null: many solve the problem, and only objectives can be compared
  intercept: number | null;
  degrees_of_freedom: number | null;
}

const PAGES: { name: string; data: unknown; solutions: Solution[] }[] = golden("pages.json");
const [PAYLOAD, KERNEL] = [1e-10, 1e-9]; // promised are 1e-8 and 1e-6
const PROMISED = 1e-8;
const STRONGEST = 1e3; // of an L2 grid, in units of the largest eigenvalue

/** At least `near`; for L2 what rounding of the largest eigenvalue leaves of 1/(values + lambda) where a value is 0. */
function nearness(engine: Engine, { model, lambda }: Solution, near: number): number {
  const rounding = model === "l2" ? (Number.EPSILON * engine.range("l2")![1]) / STRONGEST / lambda : 0;
  return Math.min(PROMISED, Math.max(near, rounding));
}

let solver: Kernel;
beforeAll(async () => {
  solver = await kernel();
});

describe.each(PAGES)("the page of $name", ({ data, solutions }) => {
  const report = read(data);
  const problem = report.problem!;

  function agrees(engine: Engine, one: Solution, near: number): Fit {
    const fit = engine.at(one.model, one.lambda);
    const penalty = { lambda: one.lambda, l1Ratio: fit.l1Ratio! };
    const w = Float64Array.from(problem.features, (feature, j) => fit.standardised[feature]! / problem.unit[j]!);
    expect(Math.abs(objective(problem, penalty, w) - one.objective)).toBeLessThan(near * problem.yy);
    expect(certificate(problem, penalty, w).relativeGap).toBeLessThan(1e-9);
    expect(fit.exact && fit.complete).toBe(true);
    if (one.standardized === null) return fit;
    expect(distance(fit.standardised, one.standardized)).toBeLessThan(near);
    sameZeros(fit.standardised, one.standardized);
    const intercept = one.intercept!;
    expect(Math.abs(fit.intercept! - intercept)).toBeLessThan(near * Math.max(1, Math.abs(intercept)));
    expect(fit.degreesOfFreedom).toBeCloseTo(one.degrees_of_freedom!, 7);
    expect(fit.nonzero).toBe(one.standardized.filter((value) => value !== 0).length);
    return fit;
  }

  const exact = solutions.filter(({ model }) => payloadEngine(report).exact(model));
  it.each(exact)("payload: $model at lambda $lambda", (one) => {
    const engine = payloadEngine(report);
    expect(agrees(engine, one, nearness(engine, one, PAYLOAD)).backend).toBe("payload");
  });

  it("has exact paths of both, L1 and L2", () => {
    const kinds = (["l1", "l2"] as const).map((name) => report.models[name].path?.exact?.kind ?? null);
    expect(kinds).toEqual(report.positive ? ["knots", null] : ["knots", "spectrum"]);
  });

  it.each(solutions)("kernel: $model at lambda $lambda", (one) => {
    const engine = kernelEngine(report, solver)!;
    agrees(engine, one, nearness(engine, one, KERNEL));
  });

  it("gives, by the kernel, what the payload records at every point of an elastic net's grid", () => {
    const { path } = report.models.elastic_net;
    for (const lambda of path!.lambda) {
      const [recorded, solved] = [payloadEngine(report), kernelEngine(report, solver)!].map((each) =>
        each.at("elastic_net", lambda),
      ) as [Fit, Fit];
      expect(distance(solved.standardised, recorded.standardised)).toBeLessThan(KERNEL);
      sameZeros(solved.standardised, recorded.standardised);
      expect(solved.degreesOfFreedom).toBeCloseTo(recorded.degreesOfFreedom!, 7);
    }
  });
});
