import { describe, expect, it } from "vitest";

import { certificate } from "../../src/model/certificate.ts";
import { eigen } from "../../src/model/eigen.ts";
import { objective } from "../../src/model/quadratic.ts";
import { drawn } from "../golden/random.ts";
import { problems } from "../golden/read.ts";

describe("the certificate", () => {
  it("is Python's, epoch by epoch of a training", () => {
    let compared = 0;
    for (const { problem, trainings } of problems())
      for (const { penalty, runs } of trainings)
        for (const { epochs } of runs)
          for (const { coefficients, relative_gap } of epochs) {
            const { relativeGap } = certificate(problem, penalty, Float64Array.from(coefficients));
            if (relative_gap > 1e-9) expect(Math.abs(relativeGap / relative_gap - 1)).toBeLessThan(1e-6);
            else expect(relativeGap).toBeLessThan(2e-9);
            compared++;
          }
    expect(compared).toBeGreaterThan(200);
  });

  it("is never less than what is left to gain", () => {
    for (const { problem, cases } of problems())
      for (const { penalty, coefficients, objective: least } of cases) {
        if (coefficients === null) continue;
        const w = Float64Array.from(coefficients, (value, j) => (problem.factors[j] === Infinity ? 0 : 0.9 * value));
        const { kind, relativeGap } = certificate(problem, penalty, w);
        if (kind === "kkt") continue;
        const left = (objective(problem, penalty, w) - least) / (0.5 * problem.yy);
        expect(relativeGap).toBeGreaterThanOrEqual(left * (1 - 1e-6) - 1e-12);
      }
  });

  it("is infinite for coefficients that are not allowed", () => {
    const { problem } = drawn(1);
    const penalty = { lambda: 0.1, l1Ratio: 1 };
    const p = problem.xty.length;
    const some = new Float64Array(p).fill(-1);
    const bounded = { ...problem, positive: true, factors: new Float64Array(p).fill(1) };
    const left = { ...problem, positive: false, factors: new Float64Array(p).fill(Infinity) };
    expect(certificate(bounded, penalty, some).relativeGap).toBe(Infinity);
    expect(certificate(left, penalty, some).relativeGap).toBe(Infinity);
    expect(certificate(problem, penalty, new Float64Array(p).fill(NaN)).relativeGap).toBe(Infinity);
  });

  it("says what it rests on", () => {
    const { problem } = drawn(1);
    const p = problem.xty.length;
    const free = { ...problem, positive: false, factors: new Float64Array(p).fill(0) };
    const zero = new Float64Array(p);
    expect(certificate(free, { lambda: 1, l1Ratio: 1 }, zero).kind).toBe("decrement");
    expect(certificate({ ...free, positive: true }, { lambda: 1, l1Ratio: 1 }, zero).kind).toBe("kkt");
    expect(certificate({ ...free, factors: zero.map(() => 1) }, { lambda: 1, l1Ratio: 1 }, zero).kind).toBe("gap");
  });
});

describe("eigenvalues by rotations", () => {
  it("make the matrix again", () => {
    for (let seed = 0; seed < 60; seed++) {
      const { gram, xty } = drawn(seed, 20).problem;
      const k = xty.length;
      const { values, vectors } = eigen(gram, k);
      const size = Math.max(...gram.map(Math.abs));
      for (let i = 0; i < k; i++)
        for (let j = 0; j < k; j++) {
          const sum = vectors.reduce((total, v, q) => total + values[q]! * v[i]! * v[j]!, 0);
          expect(Math.abs(sum - gram[i * k + j]!)).toBeLessThan(1e-13 * k * size);
        }
      expect([...values]).toEqual([...values].sort((a, b) => a - b));
    }
  });
});
