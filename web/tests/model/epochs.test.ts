import { beforeAll, describe, expect, it } from "vitest";

import { train } from "../../src/model/epochs.ts";
import { type Kernel } from "../../src/model/kernel.ts";
import { objective } from "../../src/model/quadratic.ts";
import { drawn } from "../golden/random.ts";
import { problems } from "../golden/read.ts";
import { distance, kernel, sameZeros } from "./running.ts";

let solver: Kernel;
beforeAll(async () => {
  solver = await kernel();
});

describe.each(problems().filter(({ trainings }) => trainings.length))("training on $name", ({ problem, trainings }) => {
  const runs = trainings.flatMap(({ penalty, runs }) => runs.map((run) => ({ penalty, ...run })));

  it.each(runs)("goes as Python's does: $optimizer, step $step, $penalty", ({ penalty, optimizer, step, ...told }) => {
    const options = { optimizer, epochs: 8, ...(step === null ? {} : { step }) };
    const found = train(problem, penalty, options, solver);
    expect(found.diverged).toBe(told.diverged);
    expect(found.epochs.length).toBe(told.epochs.length);
    found.epochs.forEach((epoch, i) => {
      const expected = told.epochs[i]!;
      expect(epoch.number).toBe(i + 1);
      expect(Math.abs(epoch.loss / expected.loss - 1)).toBeLessThan(1e-10);
      expect(distance(epoch.coefficients, expected.coefficients)).toBeLessThan(1e-10);
      if (optimizer !== "gradient") sameZeros(epoch.coefficients, expected.coefficients);
    });
  });
});

describe("training", () => {
  it("comes down with proximal steps, and its zeros are exact", () => {
    for (let seed = 0; seed < 60; seed++) {
      const { problem, penalty } = drawn(seed);
      const { epochs } = train(problem, penalty, { optimizer: "proximal", epochs: 30 }, solver);
      epochs.slice(1).forEach(({ loss }, i) => expect(loss).toBeLessThanOrEqual(epochs[i]!.loss * (1 + 1e-12)));
      const least = objective(problem, penalty, solver.solve(problem, penalty));
      for (const { loss, relativeGap, coefficients } of epochs) {
        const left = (loss - least) / (0.5 * problem.yy);
        if (problem.positive && problem.factors.includes(0)) continue; // certified by violations, which are no gap
        expect(relativeGap).toBeGreaterThanOrEqual(left * (1 - 1e-6) - 1e-12);
        expect(coefficients.some((value) => Object.is(value, -0))).toBe(false);
      }
    }
  });

  it("does not reach zeros along sign(w), as the update of introductions goes", () => {
    const { problem } = problems()[2]!;
    const penalty = { lambda: 0.1, l1Ratio: 1 };
    const exact = solver.solve(problem, penalty);
    const { epochs } = train(problem, penalty, { optimizer: "gradient", epochs: 200 }, solver);
    const last = epochs[199]!.coefficients;
    expect(exact.filter((value) => value === 0).length).toBeGreaterThan(3);
    expect(last.filter((value) => value === 0).length).toBe(0);
    expect(distance(last, exact)).toBeLessThan(0.2);
  });
});
