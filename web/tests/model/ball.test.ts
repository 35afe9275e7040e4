import { beforeAll, describe, expect, it } from "vitest";

import { ball, bowl, contact, contour, type Point } from "../../src/model/ball.ts";
import { type Kernel } from "../../src/model/kernel.ts";
import { elasticNetProx, hardThreshold, ridgeShrink, softThreshold } from "../../src/model/penalties.ts";
import { lambdaMax, type Quadratic, restricted, size, smooth } from "../../src/model/quadratic.ts";
import { uniform } from "../golden/random.ts";
import { problems } from "../golden/read.ts";
import { kernel } from "./running.ts";

let solver: Kernel;
beforeAll(async () => {
  solver = await kernel();
});

const two = (factors: number[] = [1, 1]): Quadratic => ({
  gram: Float64Array.from([1, 0.6, 0.6, 2]),
  xty: Float64Array.from([2, 1]),
  yy: 6,
  factors: Float64Array.from(factors),
  positive: false,
});

describe("the ball of a penalty", () => {
  it.each([1, 0.5, 0.1, 0])("has every point of its boundary at its size: l1_ratio %d", (l1Ratio) => {
    for (const factors of [[1, 1], [2, 0.5]]) {
      const points = ball(l1Ratio, 0.7, factors);
      for (const point of points) expect(size(two(factors), l1Ratio, Float64Array.from(point))).toBeCloseTo(0.7, 12);
      expect(points).toHaveLength(360);
    }
  });

  it("is a diamond with exact corners for L1, and a circle for L2", () => {
    const corners = ball(1, 2, [1, 1], 8).filter((_, i) => i % 2 === 0);
    expect(corners.map(([x, y]) => [x + 0, y + 0])).toEqual([[2, 0], [0, 2], [-2, 0], [0, -2]]);
    for (const [x, y] of ball(0, 2)) expect(Math.hypot(x, y)).toBeCloseTo(2, 12);
  });
});

describe("the bowl of squared error", () => {
  it("has contours of one level", () => {
    const own = bowl(two());
    const { closed, lines } = contour(own, own.least + 0.3, 5);
    expect(closed).toBe(true);
    for (const point of lines[0]!) expect(smooth(two(), Float64Array.from(point))).toBeCloseTo(own.least + 0.3, 12);
    expect(contour(own, own.least - 0.1, 5).lines).toEqual([]);
  });

  it("has its centre at least squares", () => {
    const { centre } = bowl(two());
    const exact = solver.solve(two(), { lambda: 0, l1Ratio: 1 });
    expect(Math.hypot(centre[0] - exact[0]!, centre[1] - exact[1]!)).toBeLessThan(1e-14);
  });

  it("is a valley where one column is a copy of the other", () => {
    const copies = { ...two(), gram: Float64Array.from([1, 1, 1, 1]), xty: Float64Array.from([2, 2]) };
    const own = bowl(copies);
    expect(own.centre[0]).toBeCloseTo(1, 12);
    expect(own.centre[1]).toBeCloseTo(1, 12);
    const { closed, lines } = contour(own, own.least + 0.5, 4);
    expect(closed).toBe(false);
    expect(lines).toHaveLength(2);
    for (const point of lines.flat()) expect(smooth(copies, Float64Array.from(point))).toBeCloseTo(own.least + 0.5, 11);
  });

  it("is flat where nothing varies", () => {
    const flat = { ...two(), gram: new Float64Array(4), xty: new Float64Array(2) };
    expect(bowl(flat).centre).toEqual([0, 0]);
    expect(contour(bowl(flat), 10, 4).lines).toEqual([]);
  });
});

describe("where they touch", () => {
  it.each([1, 0.5, 0])("no point of the ball has less error: l1_ratio %d", (l1Ratio) => {
    const table = problems()[2]!.problem;
    for (const members of [[0, 3], [1, 2]]) {
      const problem = restricted(table, members);
      for (const share of [0.8, 0.3, 0.05]) {
        const w = solver.solve(problem, { lambda: share * lambdaMax(problem, 1), l1Ratio });
        const { point, t, level } = contact(problem, l1Ratio, w);
        expect(point).toEqual([w[0], w[1]]);
        for (const each of ball(l1Ratio, t)) {
          const error = smooth(problem, Float64Array.from(each));
          expect(error).toBeGreaterThanOrEqual(level * (1 - 1e-12));
        }
        const own = bowl(problem);
        const touching = contour(own, level, 9).lines[0]!;
        const away = ([x, y]: Point): number => Math.hypot(x - w[0]!, y - w[1]!);
        expect(Math.min(...touching.map(away))).toBeLessThan(0.02 * Math.max(...touching.map(away)));
      }
    }
  });
});

describe("each penalty on one coefficient", () => {
  it("finds the least of ½(w − z)² + penalty", () => {
    const draw = uniform(5);
    for (let turn = 0; turn < 200; turn++) {
      const [z, strength, l1Ratio] = [4 * (draw() - 0.5), 2 * draw(), draw()];
      const price = (w: number): number =>
        0.5 * (w - z) ** 2 + strength * (l1Ratio * Math.abs(w) + 0.5 * (1 - l1Ratio) * w * w);
      const found = elasticNetProx(z, strength, l1Ratio);
      for (const aside of [1e-4, -1e-4, 0.1, -0.1]) expect(price(found + aside)).toBeGreaterThan(price(found));
      expect(elasticNetProx(z, strength, 1)).toBe(softThreshold(z, strength));
      expect(elasticNetProx(z, strength, 0)).toBe(ridgeShrink(z, strength));
    }
  });

  it("has exact zeros for L1 and best subset only", () => {
    expect([0.5, -0.5, 1, -1].map((z) => softThreshold(z, 1))).toEqual([0, 0, 0, 0]);
    expect([softThreshold(1.5, 1), softThreshold(-1.5, 1)]).toEqual([0.5, -0.5]);
    expect([0.5, -0.5, 1.5].map((z) => hardThreshold(z, 1))).toEqual([0, 0, 1.5]);
    expect(ridgeShrink(1e-9, 100)).toBeGreaterThan(0);
    expect(Object.is(elasticNetProx(-0.1, 1, 1), 0)).toBe(true);
  });
});
