import { describe, expect, it } from "vitest";

import { barText, gapOf, kktWords, strengthWords, tableOf } from "../../src/marks/words/kkt.ts";

const features = [
  { name: "bmi", pull: 9, weight: 22 },
  { name: "s3", pull: -9 - 1e-14, weight: -4 },
  { name: "age", pull: 2.6, weight: 0 },
  { name: "sex", pull: -4.2, weight: 0 },
];
const spell = (lambda: number): string => `lambda ${lambda}`;
const unused = features.map((feature) => ({ ...feature, weight: 0 }));

describe("the sentence of optimality", () => {
  it("tells who is in use, how exactly the pulls are lambda, and who is pulled hardest of the rest", () => {
    const words = kktWords(features, 9, spell);
    expect(words).toContain("At lambda 9 2 of 4 weights are in use (bmi and s3), and the loss pulls at each of them with exactly lambda (to rounding).");
    expect(words).toContain("The 2 at 0 are pulled no harder, the hardest sex with 4.2.");
  });

  it("holds where one is in use, or none, or all", () => {
    expect(kktWords([features[0]!, features[2]!], 9, spell)).toContain(
      "1 of 2 weights is in use (bmi), and the loss pulls at it with exactly lambda (to rounding). The one at 0, age, is pulled with 2.6",
    );
    expect(kktWords(unused, 9.5, spell)).toBe("At lambda 9.5 no weight is in use: the loss pulls at none harder than lambda. The hardest pull is on s3 with 9.");
    expect(kktWords(features.slice(0, 2), 9, spell)).not.toContain("at 0");
  });

  it("looks at weights in use alone for the gap", () => {
    expect(gapOf(features, 9)).toBe(9 + 1e-14 - 9);
    expect(gapOf(unused, 9)).toBe(0);
  });

  it("is short beside slider and bars", () => {
    expect(strengthWords(features, 9, spell)).toBe("lambda 9: 2 of 4 reach it");
    expect(features.map(barText)).toEqual(["= λ, weight 22", "= λ, weight −4", "2.6, weight 0", "4.2, weight 0"]);
  });
});

it("tables hold pulls with their sign and how far they are from lambda", () => {
  expect(tableOf(features, 9).rows[3]).toEqual(["sex", -4.2, 4.2 - 9, 0]);
});
