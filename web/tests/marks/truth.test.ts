import { describe, expect, it } from "vitest";

import { judgedTable, judgedTakeaway, judgedWords, mistakeWords } from "../../src/marks/words/truth.ts";

const steps = [
  { lambda: 1, wrong: 0, missed: 1, error: 2.1 },
  { lambda: 0.2, wrong: 5, missed: 0, error: 1.5 },
  { lambda: 0.1, wrong: 9, missed: 0, error: 1.6 },
];
const against = { steps, at: 2, predicting: 1, finding: 0, real: 6, noise: 1.4 };

describe("a path against the truth", () => {
  it("counts both kinds of mistake", () => {
    expect(mistakeWords(steps[0]!)).toBe("no idle feature in, 1 of the true ones missed");
    expect(mistakeWords(steps[1]!)).toBe("5 idle features in, none of the true ones missed");
    expect(mistakeWords({ ...steps[0]!, wrong: 1 })).toContain("1 idle feature in");
  });

  it("says where it stands, and where each aim is best", () => {
    const words = judgedWords(against);
    expect(words).toContain("At lambda 0.100 the lasso has 9 idle features in");
    expect(words).toContain("predicts best at 0.200");
    expect(words).toContain("fewest mistakes at 1.00");
  });

  it("says what finding costs", () => {
    expect(judgedTakeaway(against)).toBe("What predicts best has 5 features too many. A penalty 5.0 times as strong makes 1 mistake instead of 5, and errs 40% more on new rows.");
    expect(judgedTakeaway({ ...against, finding: 1 })).toContain("one strength serves both");
  });

  it("tables every step", () => {
    expect(judgedTable(against).rows).toEqual(steps.map(({ lambda, wrong, missed, error }) => [lambda, wrong, missed, error]));
  });
});
