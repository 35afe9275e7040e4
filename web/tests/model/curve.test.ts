import { describe, expect, it } from "vitest";

import { curve, curveAt } from "../../src/model/curve.ts";
import { read } from "../../src/model/read.ts";
import { nearest, placeIn } from "../../src/model/search.ts";
import { GRID, page } from "./page.ts";

const path = read(page()).models.l1.path!;

describe("the cross-validation curve", () => {
  it("is what was measured at the grid's points", () => {
    curve(path).forEach((point, i) => {
      expect(point).toMatchObject({ lambda: GRID[i], mse: path.cvMse[i], measured: true, nearest: i });
      expect(point.rmse).toBe(Math.sqrt(path.cvMse[i]!));
      expect(point.trainMse).toBe(path.trainMse[i]);
    });
    expect(curveAt(path, GRID[5]!).rmseSe).toBe(0.2 / (2 * Math.sqrt(path.cvMse[5]!)));
  });

  it("is interpolated in log lambda in between, and says so", () => {
    const point = curveAt(path, Math.sqrt(GRID[7]! * GRID[8]!));
    expect(point.mse).toBeCloseTo((path.cvMse[7]! + path.cvMse[8]!) / 2, 12);
    expect(point.measured).toBe(false);
  });

  it("does not know a spread that was not measured", () => {
    expect(curveAt(path, GRID[3]!)).toMatchObject({ mseSe: null, rmseSe: null });
    expect(curveAt(path, Math.sqrt(GRID[3]! * GRID[4]!)).mseSe).toBeNull();
    expect(curveAt(path, Math.sqrt(GRID[4]! * GRID[5]!)).mseSe).toBeCloseTo(0.2, 12);
  });

  it("ends at its ends", () => {
    expect(curveAt(path, 100).mse).toBe(path.cvMse[0]);
    expect(curveAt(path, 0).mse).toBe(path.cvMse[20]);
    expect([nearest(path.lambda, 100), nearest(path.lambda, 0)]).toEqual([0, 20]);
  });
});

describe("the place of a strength", () => {
  const decreasing = Float64Array.from([8, 4, 2, 1]);

  it("is a row, or a share of the way to the next", () => {
    expect(placeIn(decreasing, 4, Math.log)).toEqual({ row: 1, share: 0 });
    expect(placeIn(decreasing, 3, (value) => value)).toEqual({ row: 1, share: 0.5 });
    expect(placeIn(decreasing, Math.sqrt(2), Math.log).share).toBeCloseTo(0.5, 12);
    expect(placeIn(Float64Array.from([2]), 1, Math.log)).toEqual({ row: 0, share: 0 });
  });

  it("forgives the rounding of a slider's logarithm", () => {
    for (const [i, lambda] of GRID.entries())
      expect(placeIn(path.lambda, Math.exp(Math.log(lambda)), Math.log)).toEqual({ row: i, share: 0 });
  });

  it("is nearest in ratio", () => {
    expect([7, 5.7, 5.6, 1.42, 1.41].map((value) => nearest(decreasing, value))).toEqual([0, 0, 1, 2, 3]);
  });
});
