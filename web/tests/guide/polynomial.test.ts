import { beforeAll, describe, expect, it } from "vitest";

import { apart, design, free, heights, penalised } from "../../src/guide/polynomial/fit.ts";
import { spreads } from "../../src/guide/polynomial/spread.ts";
import { drawn, draws, evenly, moved, readable, truth, written } from "../../src/guide/polynomial/truth.ts";
import { type Kernel } from "../../src/model/kernel.ts";
import { kernel } from "../model/running.ts";

let solver: Kernel;
beforeAll(async () => {
  solver = await kernel();
});

const x = evenly(16);
const y = drawn(x, 0.3, 7);

describe("a polynomial without a penalty", () => {
  it("passes through as many points as it has weights, and is the polynomial itself where the points are one", () => {
    const through = free(solver, design(x, 15), y);
    expect(apart(heights(through, x), y)).toBeLessThan(1e-8);
    const cubic = free(solver, design(x, 5), x.map((at) => 2 - at + 3 * at ** 3));
    expect(cubic.level).toBeCloseTo(2, 12);
    [-1, 0, 3, 0, 0].forEach((weight, k) => expect(cubic.powers[k]).toBeCloseTo(weight, 11));
  });

  it("leaves residuals at right angles to every power, which is what least squares is", () => {
    const own = design(x, 12);
    const fitted = heights(free(solver, own, y), x);
    for (const column of own.columns) {
      const pull = column.reduce((sum, value, i) => sum + value * (y[i]! - fitted[i]!), 0);
      expect(Math.abs(pull)).toBeLessThan(1e-10);
    }
  });

  it("has huge weights at high degrees, and small ones under a penalty", () => {
    const own = design(x, 15);
    const most = (weights: Float64Array): number => Math.max(...weights.map(Math.abs));
    expect(most(free(solver, own, y).weights)).toBeGreaterThan(1e4);
    const [ridge] = penalised(solver, own, y, [0.016], 0);
    const [lasso] = penalised(solver, own, y, [0.01], 1);
    expect(most(ridge!.weights)).toBeLessThan(2);
    expect(ridge!.weights.every((weight) => weight !== 0)).toBe(true);
    expect(lasso!.weights.filter((weight) => weight === 0).length).toBeGreaterThan(5);
  });
});

describe("bias and variance", () => {
  it("with the noise add up to the mean squared error over the samples", () => {
    const noise = 0.5;
    const places = evenly(51);
    const truths = places.map(truth);
    const samples = draws(x, noise, 3, 8);
    const [at] = spreads(solver, { x, samples, degree: 9, l1Ratio: 0, noise }, [0.01], places, truths);
    const square = at!.curves.reduce((sum, curve) => sum + apart(curve, truths) ** 2 / at!.curves.length, 0);
    expect(at!.bias2 + at!.variance).toBeCloseTo(square, 12);
    expect(at!.error).toBeCloseTo(square + noise ** 2, 12);
  });

  it("trade places as the penalty grows", () => {
    const places = evenly(51);
    const all = spreads(solver, { x, samples: draws(x, 0.5, 1, 25), degree: 15, l1Ratio: 0, noise: 0.5 }, [1, 1e-2, 1e-6], places, places.map(truth));
    expect(all[0]!.bias2).toBeGreaterThan(all[1]!.bias2);
    expect(all[2]!.variance).toBeGreaterThan(all[1]!.variance);
    expect(all[1]!.error).toBeLessThan(Math.min(all[0]!.error, all[2]!.error));
  });
});

describe("points moved by hand", () => {
  it("come back from the address as they went", () => {
    const heights = new Map([
      [3, 0.5],
      [11, -1.25],
    ]);
    expect(written(heights)).toBe("3:0.5;11:-1.25");
    expect(moved(written(heights))).toEqual(heights);
  });

  it("are taken over only where the address is well formed", () => {
    for (const text of ["", "0:1", "15:-2.2"]) expect(readable(text)).toBe(true);
    for (const text of ["x", "3:99", "3:1;", "3:1e5", "3:0.50", "<b>"]) expect(readable(text)).toBe(false);
  });
});
