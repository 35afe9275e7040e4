import { describe, expect, it } from "vitest";

import { alongLine, beyond, cvRange, smallest } from "../../src/marks/layout/cvRange.ts";
import { endLabels } from "../../src/marks/layout/ends.ts";
import { countsAbove } from "../../src/marks/layout/counts.ts";
import { type CvCurveData, cutWords, cvCurveTable, cvCurveWords } from "../../src/marks/words/cvCurve.ts";

const lambdas = [10, 1, 0.1, 0.01];
const data: CvCurveData = {
  lambdas,
  values: [80, 60, 56, 58],
  se: [2, 2.5, 2.1, 2.2],
  folds: [[78, 58, 55, 57], [82, 62, 57, 59]],
  train: [79, 58, 52, 50],
  counts: [0, 3, 7, 10],
  mean: 80,
  marks: [
    { lambda: 0.1, label: "min", dashed: false },
    { lambda: 1, label: "1 SE", dashed: true },
  ],
};

describe("the range of a CV curve", () => {
  const range = (values: number[], more: object = {}) => cvRange({ values, se: null, mean: null, others: [], ...more });

  it("holds the curve, one standard error about it, and the mean's level", () => {
    const { low, high } = cvRange({ ...data, mean: 83, others: [] });
    expect(low).toBeLessThan(53.9);
    expect(high).toBeGreaterThan(83);
  });

  it("cuts a curve that explodes at the weak end, and says so", () => {
    const values = [2, 1.5, 1, 1.2, 40, 1000];
    const cut = range(values, { mean: 2 });
    expect(cut.high).toBeLessThan(5);
    expect(beyond(values, cut)).toBe(1000);
    expect(cutWords(cut, values, [[1, 1], [1, 700]])).toMatch(/^Cut off above [\d.]+: the curve reaches 1,000 and 1 of 2 folds up to 700\.$/);
    expect(cutWords(range([2, 1]), [2, 1], [])).toBe("");
  });

  it("makes room for folds up to the best strength, but not for what they do beyond it", () => {
    const values = [2, 1, 1.5];
    expect(range(values, { others: [[3, 1.2, 90]] }).high).toBeGreaterThan(3);
    expect(range(values, { others: [[3, 1.2, 90]] }).high).toBeLessThan(4);
    expect(range(values, { others: [[9000, 1.2, 1.2]] }).high).toBeLessThan(5);
  });

  it("never goes below 0 for errors, and has a height even where nothing differs", () => {
    expect(range([1, 0.5, 0.4], { others: [[0.5, 0.1, 0]] }).low).toBe(0);
    for (const values of [[3, 3, 3], [0, 0], [NaN, 7, NaN], [12345678]]) {
      const { low, high } = range(values);
      expect(high).toBeGreaterThan(low);
    }
    expect(range([NaN, NaN])).toEqual({ low: 0, high: 1 });
  });
});

describe("a curve between its strengths", () => {
  it("is straight on the logarithmic axis, exact at its points, and stays at its ends", () => {
    expect(alongLine(lambdas, [80, 60, 56, 58], 0.1)).toBe(56);
    expect(alongLine(lambdas, [80, 60, 56, 58], Math.sqrt(0.1))).toBeCloseTo(58, 10);
    expect(alongLine(lambdas, [80, 60, 56, 58], 1e9)).toBe(80);
    expect(alongLine(lambdas, [80, 60, 56, 58], 0)).toBe(58);
    expect(alongLine([], [], 1)).toBeNaN();
  });

  it("has its smallest value at the first of equal ones, unknown ones aside", () => {
    expect(smallest([NaN, 2, 1, 1])).toBe(2);
    expect(smallest([NaN])).toBe(-1);
  });

  it("has names beside the ends of lines, apart, with the number of what has left the drawing", () => {
    const ends = [{ kind: "curve", text: "CV error", value: 1000 }, { kind: "train", text: "training", value: 5 }, { kind: "mean", text: "the mean", value: 5.1 }, { kind: "none", text: "none", value: NaN }];
    const labels = endLabels(ends, (value) => 200 - 10 * value, 10, 40, 200);
    expect(labels.map((label) => label.text)).toEqual(["↑ 1,000", "training", "the mean"]);
    expect(labels[0]!.from).toBe(40);
    expect(Math.abs(labels[1]!.to - labels[2]!.to)).toBeGreaterThanOrEqual(15);
  });

  it("has counts above it that leave each other room", () => {
    const xs = Array.from({ length: 200 }, (_, i) => 50 + 2 * i);
    const found = countsAbove(xs, xs, 50, 450);
    expect(found.length).toBeGreaterThan(3);
    found.slice(1).forEach((one, i) => expect(one.x - found[i]!.x).toBeGreaterThanOrEqual(35));
    expect(countsAbove([], [], 0, 100)).toEqual([]);
  });
});

describe("a CV curve in words", () => {
  it("says where the error is smallest, against the mean, and how few features come close", () => {
    expect(cvCurveWords(data)).toBe(
      "The cross-validated error is smallest, 56.00 ± 2.1, at lambda 0.100 with 7 features: 30% below the mean's 80.00. " +
        "At 1.00, the strongest within one standard error, it is 60.00 with 3 features.",
    );
  });

  it("says that it is smallest at an end, and when nothing beats the mean", () => {
    const words = cvCurveWords({ ...data, values: [80, 81, 82, 83], se: null, counts: [0, 1, 2, 3], marks: [] });
    expect(words).toBe(
      "The cross-validated error is smallest, 80.00, at lambda 10.0 (the strongest of the path) with 0 features: the same as the mean's 80.00.",
    );
  });

  it("says so where nothing is known", () => {
    expect(cvCurveWords({ ...data, values: [NaN, NaN, NaN, NaN] })).toBe("No cross-validated error is known along this path.");
  });

  it("is a table with every fold, in full", () => {
    const table = cvCurveTable(data, "L1");
    expect(table.columns.map((column) => column.label)).toEqual(["lambda", "CV RMSE", "standard error", "training RMSE", "features used", "fold 1", "fold 2"]);
    expect(table.rows[2]).toEqual([0.1, 56, 2.1, 52, 7, 55, 57]);
    expect(cvCurveTable({ ...data, se: null, train: null, counts: null, folds: [] }, "L1").rows[0]).toEqual([10, 80]);
  });
});
