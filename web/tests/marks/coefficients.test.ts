import { describe, expect, it } from "vitest";

import { type CoefficientModel, extent, largest, largestOf, ordered, stretched, valuesIn } from "../../src/marks/layout/coefficients.ts";
import { laneOf } from "../../src/marks/layout/lanes.ts";
import { coefficientsTable, coefficientsWords, coefficientWords, leftOutWords } from "../../src/marks/words/coefficients.ts";

const names = ["age", "bmi", "s5", "sex"];
const l1: CoefficientModel = { key: "l1", label: "L1 (lasso)", values: [0, 25.1, -22, 0], original: [0, 5, -40, 0] };
const l2: CoefficientModel = { key: "l2", label: "L2 (ridge)", values: [1, 20, -18, -9] };

describe("the order of features", () => {
  it("is by size in one model, and among its zeros by size in the others", () => {
    expect(ordered(4, [l1, l2], "l1")).toEqual([1, 2, 3, 0]);
    expect(ordered(4, [l1, l2], "table")).toEqual([0, 1, 2, 3]);
    expect(ordered(4, [l1, l2], "none")).toEqual([0, 1, 2, 3]);
  });

  it("puts what is not known last", () => {
    expect(ordered(3, [{ ...l1, values: [NaN, 0, 2] }], "l1")).toEqual([2, 1, 0]);
  });
});

describe("the axis of coefficients", () => {
  it("starts at 0 and ends at the largest on each side", () => {
    expect(extent([l1.values, l2.values], [0, 1, 2])).toEqual({ low: -22, high: 25.1 });
    expect(extent([l1.values], [0, 3])).toEqual({ low: -1, high: 1 });
    expect(extent([[NaN, 3]], [0, 1])).toEqual({ low: 0, high: 3 });
  });

  it("grows in round steps with coefficients that move, and never shrinks below the models", () => {
    expect(stretched({ low: -2, high: 7 }, { low: -1, high: 5 })).toEqual({ low: -2, high: 7 });
    expect(stretched({ low: -2, high: 7 }, { low: -2.1, high: 7.1 })).toEqual({ low: -5, high: 10 });
    expect(stretched({ low: 0, high: 0 }, { low: -0.3, high: 1200 })).toEqual({ low: -0.5, high: 2000 });
  });
});

describe("a model's lane", () => {
  const laid = (outlined: boolean) =>
    laneOf({ values: [0, 2, -3, NaN], features: [2, 0, 3, 1], shape: "disc", outlined, zero: 100, x: (value) => 100 + 10 * value, y: (row) => 20 * row });

  it("has a bar and a sign for what is not 0, a hollow sign for what is, and a number for each", () => {
    const { bars, solid, hollow, texts } = laid(false);
    expect(bars).toBe("M100,0H70M100,60H120");
    expect(solid.match(/M/g)).toHaveLength(2);
    expect(hollow.match(/M/g)).toHaveLength(1);
    expect(texts.map(({ feature, x, text, end }) => [feature, x, text, end])).toEqual([
      [2, 61, "−3.00", true],
      [0, 109, "0", false],
      [3, 109, "not known", false],
      [1, 129, "+2.00", false],
    ]);
  });

  it("is outlined where it moves, without signs at the ends", () => {
    const { bars, solid, hollow } = laid(true);
    expect(bars).toBe("M100,-4H70v8H100ZM100,56H120v8H100Z");
    expect(solid).toBe("");
    expect(hollow).not.toBe("");
  });
});

describe("coefficients in words", () => {
  it("carry their sign, and 0 only where they are exactly 0", () => {
    expect([25.1, -0.3124, 0, -0, 1e-12, NaN].map(coefficientWords)).toEqual(["+25.1", "−0.312", "0", "0", "+1.00×10⁻¹²", "not known"]);
  });

  it("says the largest, and how many each model sets to exactly 0", () => {
    expect(coefficientsWords(names, [l1, l2], l1, "standardised")).toBe(
      "Largest with L1 (lasso), per standard deviation: bmi (+25.1) and s5 (−22.0). L1 (lasso) sets 2 of 4 features to exactly 0, L2 (ridge) none.",
    );
    expect(coefficientsWords(names, [l2], l2, "standardised")).toMatch(/None is exactly 0\.$/);
  });

  it("says that units differ where bars cannot be compared", () => {
    expect(coefficientsWords(names, [l1], l1, "original")).toContain("Units differ");
    expect(valuesIn(l1, "original")).toBe(l1.original);
    expect(valuesIn(l2, "original")).toBe(l2.values);
  });

  it("says so where all are 0, none is known, or no model is shown", () => {
    const none = { ...l1, values: [0, 0, 0, 0] };
    expect(coefficientsWords(names, [none], none, "standardised")).toBe("Every coefficient with L1 (lasso) is exactly 0.");
    const unknown = { ...l1, values: [NaN, NaN, NaN, NaN] };
    expect(coefficientsWords(names, [unknown], unknown, "standardised")).toContain("No coefficient with L1 (lasso) is known.");
    expect(coefficientsWords(names, [], undefined, "standardised")).toBe("No model is shown.");
  });

  it("says what the drawing leaves out, with the largest of it", () => {
    expect(leftOutWords(names, [l1, l2], [0, 3])).toBe("2 more features are not drawn; the largest is sex with −9.00 per standard deviation with L2 (ridge).");
    expect(leftOutWords(names, [l1], [0])).toBe("1 more feature is not drawn: 0 in every model shown.");
    expect(leftOutWords(names, [l1], [])).toBe("");
    expect(largestOf([l1, l2], [])).toBeNull();
    expect(largest([[NaN, -3], [1, 2]], 1)).toBe(3);
    expect(largest([[NaN]], 0)).toBe(0);
  });

  it("is a table of both units, in full", () => {
    const { columns, rows } = coefficientsTable(names, [l1, l2], "Coefficients");
    expect(columns.map((column) => column.label)).toEqual(["feature", "L1 (lasso), per standard deviation", "L2 (ridge), per standard deviation", "L1 (lasso), original units"]);
    expect(rows[2]).toEqual(["s5", -22, -18, -40]);
  });
});
