import { describe, expect, it } from "vitest";

import { shrunkAt, spectrumOf, thresholded, weightsAt } from "../../src/guide/spectrum.ts";
import { directionsWords, shareText, strengthWords, tableOf } from "../../src/marks/words/directions.ts";

// Two nearly equal columns that pull alike, and a third that is alone.
const problem = {
  gram: Float64Array.of(1, 0.9, 0, 0.9, 1, 0, 0, 0, 1),
  xty: Float64Array.of(2, 1.5, 1),
  yy: 10,
  factors: Float64Array.of(1, 1, 1),
  positive: false,
};
const names = ["a", "b", "c"];
const at = (lambda: number, uncorrelated = false) => shrunkAt(problem, names, spectrumOf(problem, uncorrelated), lambda, uncorrelated);

describe("what L2 does along directions", () => {
  it("is d²/(d² + lambda), and solves the ridge problem", () => {
    const { directions, freedom } = at(0.1);
    expect(directions.map(({ variance }) => variance)).toEqual([expect.closeTo(1.9, 12), expect.closeTo(1, 12), expect.closeTo(0.1, 12)]);
    expect(directions.map(({ kept }) => kept)[2]).toBeCloseTo(0.5, 12);
    expect(freedom).toBeCloseTo(1.9 / 2 + 1 / 1.1 + 0.5, 12);
    const w = weightsAt(spectrumOf(problem, false), 0.1);
    expect(1.1 * w[0]! + 0.9 * w[1]!).toBeCloseTo(2, 12);
    expect(0.9 * w[0]! + 1.1 * w[1]!).toBeCloseTo(1.5, 12);
  });

  it("gives least squares of least length where it is not unique", () => {
    const flat = { ...problem, gram: Float64Array.of(1, 1, 0, 1, 1, 0, 0, 0, 1), xty: Float64Array.of(2, 2, 1) };
    const w = weightsAt(spectrumOf(flat, false), 0);
    expect([...w]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12), expect.closeTo(1, 12)]);
  });

  it("has an L1 beside it that keeps as many weights", () => {
    expect([...thresholded(problem, 2)]).toEqual([0.75, 0.25, 0]);
    expect([...thresholded(problem, 0.3)]).toEqual([0, 0, 0]);
    expect([...thresholded(problem, 3)]).toEqual([1.5, 1, 0.5]);
  });
});

describe("the sentence of directions", () => {
  it("tells the ends, what all are worth, and weights that fare best and worst", () => {
    const words = directionsWords(at(0.1));
    expect(words).toContain("At lambda 0.1 L2 keeps 95% along the direction in which the rows vary most (variance 1.9), and 50% along the one in which they vary least (0.1).");
    expect(words).toContain("All together are worth 2.36 of 3 weights.");
    expect(words).toContain("Against least squares b keeps 24%, and c keeps 91%.");
    expect(directionsWords(at(0.3))).toContain("b has changed its sign");
  });

  it("says when proportional is right, and what L1 does then", () => {
    const words = directionsWords(at(1, true));
    expect(words).toContain("Were the columns uncorrelated, every direction would have variance 1, and at lambda 1 L2 would keep the same 50% of every weight: only then is “proportional” right.");
    expect(words).toContain("nothing of 1.");
    expect(words).toContain("All together are worth 1.5 of 3 weights.");
  });

  it("holds for one column and for none", () => {
    const one = { ...problem, gram: Float64Array.of(1), xty: Float64Array.of(2) };
    expect(directionsWords(shrunkAt(one, ["a"], spectrumOf(one, false), 1, false))).toContain("With one column there is one direction: L2 keeps 50%");
    const none = { ...problem, gram: new Float64Array(), xty: new Float64Array() };
    expect(directionsWords(shrunkAt(none, [], spectrumOf(none, false), 1, false))).toContain("no direction");
  });

  it("is short beside the slider and at bars", () => {
    expect(strengthWords(at(0.1))).toBe("lambda 0.1: worth 2.36 of 3 weights");
    expect([0.36, -0.12, 0, null].map(shareText)).toEqual(["36%", "−12%", "0", "–"]);
  });
});

it("tables hold directions and weights, and L1 where it is drawn", () => {
  expect(tableOf(at(0.1)).columns).toHaveLength(6);
  const table = tableOf(at(1, true));
  expect(table.columns).toHaveLength(7);
  expect(table.rows[0]).toEqual([1, 1, 0.5, "a", 2, 1, 0.75]);
});
