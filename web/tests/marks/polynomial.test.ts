import { describe, expect, it } from "vitest";

import { type Curve, polynomialWords, strengthWords, tableOf } from "../../src/marks/words/polynomial.ts";
import { type Many, spreadWords } from "../../src/marks/words/biasVariance.ts";

const curve: Curve = { degree: 3, points: 16, noise: 0.3, rule: "none", lambda: 0, train: 0.283, test: 0.322, weights: [1.5, 0.1, -1.1] };

describe("the sentence of a polynomial", () => {
  it("tells both errors and what nobody can foretell", () => {
    expect(polynomialWords(curve)).toBe(
      "A polynomial of degree 3 for 16 points, no penalty: on them it errs by 0.283, on new points by 0.322 (0.3 is noise that nobody can foretell). Its largest weight is 1.5.",
    );
    expect(polynomialWords({ ...curve, noise: 0 })).not.toContain("noise");
  });

  it("says when it passes through every point, and when signs alternate", () => {
    const wild = [2, -4, -34, 44, 594, -176, -4028, 155];
    expect(polynomialWords({ ...curve, train: 1e-12, weights: wild })).toContain("it passes through every one of them, and errs on new points by 0.322");
    expect(polynomialWords({ ...curve, weights: [3, 1, -400, 1, 500, 1, -600] })).toMatch(/, and the signs of the large weights alternate among odd powers\.$/);
    expect(polynomialWords({ ...curve, weights: [3, 1, 400, 1, 500, 1, -600] })).not.toContain("alternate");
  });

  it("counts exact zeros under L1", () => {
    const lasso: Curve = { ...curve, rule: "l1", lambda: 0.01, weights: [1, 0, -1] };
    expect(polynomialWords(lasso)).toContain("L1 at lambda 0.01");
    expect(polynomialWords(lasso)).toContain("1 of 3 weights is exactly 0");
    expect(polynomialWords({ ...lasso, weights: [0, 0, 0] })).toContain("what is left is the mean");
    expect(strengthWords(lasso)).toBe("lambda 0.01: training error 0.283, on new points 0.322");
  });

  it("has a row for each point, each place of the course and each weight", () => {
    const course = { over: "degree" as const, at: [1, 2, 3], train: [3, 2, 1], test: [3, 2, 4] };
    const table = tableOf([0, 1], [0.5, 0.7], [0.4, 0.6], course, curve.weights);
    expect(table.rows).toHaveLength(2 + 3 + 3);
    expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
  });
});

describe("the sentence of bias and variance", () => {
  const parts = { bias2: [0.4, 0.02, 0.01], variance: [0.01, 0.06, 0.25], error: [0.66, 0.33, 0.51] };
  const many: Many = { rule: "l2", degree: 15, samples: 25, noise: 0.5, lambdas: [1, 0.02, 1e-6], parts, at: 2 };

  it("points to the strength that errs least, whichever side it is", () => {
    expect(spreadWords(many)).toContain("bias² 0.01, variance 0.25; with the noise of 0.25 that makes an error of 0.51.");
    expect(spreadWords(many)).toContain("least at lambda 0.02, a stronger penalty: 0.33");
    expect(spreadWords({ ...many, at: 0 })).toContain("a weaker penalty");
    expect(spreadWords({ ...many, at: 1 })).toContain("the least at any strength here");
  });
});
