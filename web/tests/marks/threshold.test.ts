import { describe, expect, it } from "vitest";

import { matched } from "../../src/marks/geometry/orthonormal.ts";
import { amount, signed } from "../../src/marks/words/amounts.ts";
import { sliceWords, standard, tableOf, thresholdWords } from "../../src/marks/words/threshold.ts";

const features = [
  { name: "bmi", correlation: 45 },
  { name: "bp", correlation: -33 },
  { name: "age", correlation: 14 },
  { name: "sex", correlation: 3 },
];
const values = features.map(({ correlation }) => correlation);
const spell = (lambda: number): string => `lambda ${amount(lambda)}`;
const say = (lambda: number, chosen = features[2]!) => thresholdWords(features, matched(values, lambda, 0.5), chosen, spell);

describe("the sentence of a threshold", () => {
  it("counts and names exact zeros, and tells L2 at the same fit", () => {
    expect(say(20)).toContain("at lambda 20, L1 takes 20 off every least-squares value: 2 of 4 features become exactly 0 (age and sex).");
    expect(say(20)).toMatch(/L2 that fits equally well \(lambda 1\.\d+\) multiplies every value by 0\.\d+ and makes none 0\./);
    expect(say(5)).toContain("1 of 4 features becomes exactly 0 (sex)");
    expect(say(2)).toContain("none becomes 0");
  });

  it("says why the chosen feature is 0 or is not", () => {
    expect(say(20)).toContain("For age the loss pulls away from 0 with 14, and L1 holds any pull up to 20");
    expect(say(20, features[0]!)).toContain("For bmi the loss pulls away from 0 with 45, more than the 20");
  });

  it("holds at both ends", () => {
    expect(say(0)).toContain("nothing is penalised");
    expect(say(50)).toContain("all 4 features become exactly 0. No finite L2 fits as badly");
    const dead = [{ name: "noise", correlation: 0 }, features[0]!];
    const words = thresholdWords(dead, matched([0, 45], 10, 0.5), dead[0]!, spell);
    expect(words).toContain("makes none 0 that was not 0 before");
    expect(words).toContain("0 under every penalty");
  });

  it("stands without features", () => {
    expect(thresholdWords([], matched([-1, 1], 0.5, 0.5), null, spell)).toContain("what lies within 0.5 of 0 becomes exactly 0");
  });

  it("has one for each slice", () => {
    const at = matched(values, 20, 0.5);
    expect(sliceWords("l1", 14, at)).toEqual({
      minimum: "minimum: exactly 0",
      slopes: "slope at 0: −34 left, +6 right",
      short: "slopes at 0: −34, +6",
    });
    expect(sliceWords("l2", 14, at).minimum).toMatch(/^minimum: \d/);
    expect(sliceWords("l2", 14, at).slopes).toBe("slope at 0: −14");
    expect(sliceWords("l2", 14, matched(values, 45, 0.5)).minimum).toBe("minimum: 0 if infinite");
  });
});

describe("what a threshold shows at first", () => {
  it("is a strength in a wide gap, and the largest feature that it makes 0", () => {
    const { lambda, feature } = standard(features, values);
    expect(lambda).toBe((14 + 33) / 2);
    expect(feature?.name).toBe("age");
  });

  it("is there for one feature, for none that correlates, and for none", () => {
    expect(standard([features[0]!], [45])).toEqual({ lambda: 22.5, feature: features[0] });
    expect(standard([{ name: "a", correlation: 0 }], [0]).lambda).toBe(0);
    expect(standard([], []).feature).toBeNull();
  });
});

it("tables hold what is drawn", () => {
  const at = matched(values, 20, 0.5);
  const table = tableOf(features, values, at, ["l1", "l2"]);
  expect(table.columns.map(({ label }) => label)[2]).toBe("L1 at 20");
  expect(table.rows[0]).toEqual(["bmi", 45, 25, 45 / (1 + at.l2)]);
  expect(table.rows[2]![2]).toBe(0);
});

it("numbers lose zeros behind their decimals, and nothing else", () => {
  expect([0.5, 20, 100, 1500, -0.25, 3e-10, 1.5e-10, 0, 12.04].map((value) => amount(value))).toEqual(
    ["0.5", "20", "100", "1,500", "−0.25", "3×10⁻¹⁰", "1.5×10⁻¹⁰", "0", "12"],
  );
});

it("slopes carry their sign", () => {
  expect([3, -3, 0].map(signed)).toEqual(["+3", "−3", "0"]);
});
