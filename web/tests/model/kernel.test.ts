import { beforeAll, describe, expect, it } from "vitest";

import { certificate } from "../../src/model/certificate.ts";
import { degreesOfFreedom } from "../../src/model/freedom.ts";
import { type Kernel, startKernel } from "../../src/model/kernel.ts";
import { lambdaMax, objective, type Quadratic } from "../../src/model/quadratic.ts";
import { drawn } from "../golden/random.ts";
import { type DrawnSolution, golden, problems } from "../golden/read.ts";
import { distance, kernel, sameZeros } from "./running.ts";

// Python's kernel is the same source compiled for another machine, so that only rounding may differ.
const NEAR = 1e-10;

let solver: Kernel;
beforeAll(async () => {
  solver = await kernel();
});

describe.each(problems())("the kernel on $name", ({ problem, cases }) => {
  it.each(cases)("is Python's solution at lambda $penalty.lambda, l1_ratio $penalty.l1Ratio", (one) => {
    const w = solver.solve(problem, one.penalty);
    expect(objective(problem, one.penalty, w)).toBeCloseTo(one.objective, 11);
    expect(certificate(problem, one.penalty, w).relativeGap).toBeLessThan(1e-10);
    if (one.coefficients === null) return;
    expect(distance(w, one.coefficients)).toBeLessThan(NEAR);
    sameZeros(w, one.coefficients);
  });

  it.each(cases)("has Python's degrees of freedom and lambda_max at $penalty", (one) => {
    if (one.coefficients !== null) {
      const w = Float64Array.from(one.coefficients);
      expect(degreesOfFreedom(problem, one.penalty, w)).toBeCloseTo(one.degreesOfFreedom!, 8);
    }
    if (one.lambdaMax !== null) expect(lambdaMax(problem, one.penalty.l1Ratio)).toBe(one.lambdaMax);
  });

  it("walks a path to the same solutions as it finds one by one", () => {
    const lambdas = Array.from({ length: 30 }, (_, i) => lambdaMax(problem, 1) * 10 ** (-i / 6));
    for (const l1Ratio of [1, 0.5]) {
      const { coefficients, outcomes } = solver.path(problem, lambdas, l1Ratio);
      expect(new Set(outcomes)).toEqual(new Set(["solved"]));
      lambdas.forEach((lambda, i) => {
        const penalty = { lambda, l1Ratio };
        expect(objective(problem, penalty, coefficients[i]!)).toBeCloseTo(
          objective(problem, penalty, solver.solve(problem, penalty)),
          11,
        );
      });
    }
  });
});

describe("the kernel on problems that Python drew too", () => {
  const solutions: DrawnSolution[] = golden("drawn.json");

  it("draws the same ones, to the last bit", () => {
    for (const { seed, xty } of solutions) expect([...drawn(seed).problem.xty]).toEqual(xty);
  });

  it("finds Python's solutions", () => {
    expect(solutions.length).toBe(200);
    expect(solutions.filter(({ coefficients }) => coefficients !== null).length).toBeGreaterThan(120);
    for (const one of solutions) {
      const { problem, penalty } = drawn(one.seed);
      const w = solver.solve(problem, penalty);
      expect(Math.abs(objective(problem, penalty, w) - one.objective)).toBeLessThan(1e-13 * problem.yy);
      if (one.coefficients === null) continue;
      expect(distance(w, one.coefficients), `seed ${one.seed}`).toBeLessThan(NEAR);
      sameZeros(w, one.coefficients);
    }
  });
});

describe("the kernel on problems that nobody solved before", () => {
  it("is at the optimum, by a certificate that knows nothing of it", () => {
    for (let seed = 1000; seed < 3000; seed++) {
      const { problem, penalty } = drawn(seed, 30);
      const w = solver.solve(problem, penalty);
      expect(certificate(problem, penalty, w).relativeGap, `seed ${seed}`).toBeLessThan(1e-10);
      expect(w.some((value) => Object.is(value, -0))).toBe(false);
    }
  });

  it("ends where it does from any start", () => {
    for (let seed = 0; seed < 200; seed++) {
      const { problem, penalty } = drawn(seed);
      const start = problem.xty.map((pull, j) => (problem.factors[j]! < Infinity && j % 2 ? pull : 0));
      const warm = solver.solve(problem, penalty, start);
      expect(certificate(problem, penalty, warm).relativeGap, `seed ${seed}`).toBeLessThan(1e-10);
    }
  });
});

describe("sweeps of coordinate descent", () => {
  it("never raise the objective, and go on from where they are told", () => {
    for (let seed = 0; seed < 100; seed++) {
      const { problem, penalty } = drawn(seed);
      const all = solver.sweeps(problem, penalty, 6);
      const losses = [0.5 * problem.yy, ...all.map((w) => objective(problem, penalty, w))];
      losses.slice(1).forEach((loss, i) => expect(loss).toBeLessThanOrEqual(losses[i]! * (1 + 1e-12)));
      expect(solver.sweeps(problem, penalty, 3, all[2])).toEqual(all.slice(3));
    }
  });
});

describe("a call that the kernel cannot serve", () => {
  const good: Quadratic = drawn(3).problem;
  const penalty = { lambda: 0.1, l1Ratio: 1 };
  const p = good.xty.length;

  it.each([
    ["a strength below 0", good, { lambda: -1, l1Ratio: 1 }, undefined, /lambda is -1/],
    ["an l1_ratio above 1", good, { lambda: 1, l1Ratio: 2 }, undefined, /l1_ratio is 2/],
    ["products of another size", { ...good, gram: good.gram.slice(1) }, penalty, undefined, /do not fit each other/],
    ["products that are not finite", { ...good, yy: NaN }, penalty, undefined, /not finite/],
    ["a negative factor", { ...good, factors: new Float64Array(p).fill(-1) }, penalty, undefined, /negative/],
    ["a start of another size", good, penalty, new Float64Array(p + 1), /a start of/],
  ])("is told: %s", (_, problem, asked, start, message) => {
    expect(() => solver.solve(problem as Quadratic, asked, start as Float64Array | undefined)).toThrow(message);
    expect(() => solver.sweeps(problem as Quadratic, asked, 2, start as Float64Array | undefined)).toThrow(message);
  });

  it("is told, when there is no memory for it, and the next call is served", () => {
    for (const bytes of [2 ** 32 - 4096, 2 ** 33])
      expect(() => solver.sweeps(good, penalty, Math.floor(bytes / 8 / p))).toThrow(/more memory/);
    expect(certificate(good, penalty, solver.solve(good, penalty)).relativeGap).toBeLessThan(1e-10);
  });

  it("rejects bytes that are no module", async () => {
    await expect(startKernel(new Uint8Array(8))).rejects.toThrow();
  });
});

describe("the kernel without any feature", () => {
  it("has nothing to solve", () => {
    const none = new Float64Array(0);
    const problem = { gram: none, xty: none, yy: 1, factors: none, positive: false };
    expect(solver.solve(problem, { lambda: 1, l1Ratio: 1 })).toHaveLength(0);
  });
});
