import { describe, expect, it } from "vitest";

import { mostly, selected, type SelectionModel } from "../../src/marks/layout/selection.ts";
import { remainWords, selectionTable, selectionWords, thresholdWords } from "../../src/marks/words/selection.ts";

const names = ["age", "bmi", "s5", "sex", "s6"];
const l1: SelectionModel = { key: "l1", label: "L1 (lasso)", values: [0.3, 1, 0.9, 0, 0.9] };

describe("selection over folds", () => {
  it("counts folds, most first, equal ones as they stand in the table", () => {
    expect(selected(l1, 10).map((one) => [one.feature, one.folds])).toEqual([[1, 10], [2, 9], [4, 9], [0, 3], [3, 0]]);
    expect(selected({ ...l1, values: [NaN, 1 / 3] }, 3)).toEqual([{ feature: 1, folds: 1 }]);
  });

  it("starts at four folds in five, and at one at least", () => {
    expect([1, 3, 5, 10, 50].map(mostly)).toEqual([1, 3, 4, 8, 40]);
  });
});

describe("selection in words", () => {
  it("says how many features all folds, some and none selected", () => {
    expect(selectionWords(names, l1, 10)).toBe("Of 5 features, L1 (lasso) selected 1 in all 10 folds, 3 in some folds and 1 in no fold.");
    expect(selectionWords(["a", "b"], { ...l1, values: [0, NaN] }, 5)).toBe("Of 1 feature, L1 (lasso) selected 1 in no fold. Of 1 feature it is not known.");
    expect(selectionWords(["a"], { ...l1, values: [NaN] }, 5)).toBe("Which features L1 (lasso) selected in each fold is not known.");
  });

  it("says what a threshold leaves", () => {
    const all = selected(l1, 10);
    expect(remainWords(names, all, 9, 10)).toBe("In at least 9 of 10 folds: 3 of 5 features: bmi, s5 and s6.");
    expect(remainWords(names, all, 0, 10)).toMatch(/all 5 features/);
    expect(remainWords(names, selected({ ...l1, values: [0, 0] }, 10), 1, 10)).toBe("In at least 1 of 10 folds: no feature.");
    const many = selected({ ...l1, values: Array(30).fill(1) }, 10);
    expect(remainWords(many.map((_, j) => `x${j}`), many, 10, 10)).toBe("In all 10 folds: all 30 features: x0, x1, x2, x3, x4, x5 and 24 more.");
    expect(thresholdWords(10, 10)).toBe("in all 10 folds");
  });

  it("is a table of counts and shares", () => {
    expect(selectionTable(names, [l1], 10, "Selection").rows[2]).toEqual(["s5", 9, 0.9]);
    expect(selectionTable(["a"], [{ ...l1, values: [NaN] }], 10, "Selection").rows[0]).toEqual(["a", null, null]);
  });
});
