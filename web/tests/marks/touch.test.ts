import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { solve } from "../../gallery/data/kernel.ts";
import { pair } from "../../gallery/data/plane.ts";
import { normal, uniform } from "../../gallery/data/random.ts";
import { ball, bowl, contour, type Point } from "../../src/model/ball.ts";
import { correlation, lambdaMax, objective, type Quadratic, size, smooth } from "../../src/model/quadratic.ts";
import { startKernel } from "../../src/model/kernel.ts";
import { solver } from "../../src/report/solver.ts";
import { drawable, standardPair } from "../../src/marks/geometry/pairs.ts";
import * as geometry from "../../src/marks/geometry/touch.ts";
import { project, windowAround } from "../../src/marks/geometry/window.ts";

const draw = normal(5);
const some = uniform(6);
const problems: Quadratic[] = [
  ...Array.from({ length: 25 }, () => pair(3 * draw(), 3 * draw(), 1.9 * some() - 0.95, 0.3 + 2 * some())),
  pair(1, 1, 1), // copies
  pair(2, -1, -1),
  pair(2, 0, 0),
];
const ratio = 0.4;

describe("the solver of the gallery", () => {
  it("finds no worse than any point nearby", () => {
    for (const problem of problems)
      for (const l1Ratio of [0, ratio, 1]) {
        const penalty = { lambda: 0.7, l1Ratio };
        const w = Float64Array.from(solve(problem.gram, problem.xty, 0.7, l1Ratio, problem.factors));
        const least = objective(problem, penalty, w);
        for (let k = 0; k < 40; k++)
          expect(objective(problem, penalty, w.map((v) => v + 0.05 * draw()))).toBeGreaterThanOrEqual(least - 1e-12);
      }
  });
});

describe("the kernel in the page", () => {
  it("touches where the closed form does, with the same exact zeros", async () => {
    const file = new URL("../../../src/shrinkage/web/kernel.wasm", import.meta.url);
    const kernel = solver(await startKernel(Uint8Array.from(readFileSync(file))));
    for (const problem of problems.filter((one) => Math.abs(geometry.correlationOf(one)) < 1))
      for (const penalty of geometry.PENALTIES)
        for (const lambda of [0, 0.05, 0.6, 4]) {
          const found = geometry.touch(problem, kernel, penalty, lambda, ratio).w;
          const exact = geometry.touch(problem, solve, penalty, lambda, ratio).w;
          for (const j of [0, 1] as const) {
            expect(found[j]).toBeCloseTo(exact[j], 9);
            expect(found[j] === 0).toBe(exact[j] === 0);
          }
        }
  });
});

describe("a contact", () => {
  for (const penalty of geometry.PENALTIES)
    it(`of ${penalty} lies on the ball and on the contour, and there alone they meet`, () => {
      for (const problem of problems) {
        const { w, t, level, l1Ratio } = geometry.touch(problem, solve, penalty, 0.6, ratio);
        if (w[0] === 0 && w[1] === 0) continue;
        expect(size(problem, l1Ratio, Float64Array.from(w))).toBeCloseTo(t, 12);
        expect(smooth(problem, Float64Array.from(w))).toBeCloseTo(level, 12);
        const onBall = Math.min(...ball(l1Ratio, t).map((point) => distance(point, w)));
        expect(onBall).toBeLessThan(0.02 * Math.hypot(...w));
        // The ball is the constraint: nothing inside it fits better, so that the contour stays outside of it.
        for (const point of ball(l1Ratio, t))
          expect(smooth(problem, Float64Array.from(point))).toBeGreaterThan(level - 1e-9 * (1 + level));
        const { lines } = contour(bowl(problem), level, 50);
        for (const [x, y] of lines.flat())
          expect(size(problem, l1Ratio, Float64Array.of(x, y))).toBeGreaterThan(t * (1 - 1e-9) - 1e-12);
      }
    });

  it("balances the pulls: equal where a coefficient is not 0, held where it is", () => {
    for (const problem of problems)
      for (const penalty of geometry.PENALTIES) {
        const { w, loss, holds } = geometry.touch(problem, solve, penalty, 0.6, ratio);
        for (const j of [0, 1] as const)
          if (w[j] !== 0) expect(loss[j]).toBeCloseTo(holds[j], 9);
          else expect(loss[j]).toBeLessThanOrEqual(holds[j] + 1e-9);
      }
  });

  it("is where the gradients of loss and penalty are collinear, off the axes", () => {
    for (const problem of problems) {
      const { w } = geometry.touch(problem, solve, "l2", 0.6, ratio);
      const [a, b] = correlation(problem, Float64Array.from(w));
      expect(a! * w[1] - b! * w[0]).toBeCloseTo(0, 9); // the ball's normal is w
    }
  });
});

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

describe("the strength at the same fit", () => {
  it("fits the same", () => {
    for (const problem of problems)
      for (const [from, to] of [["l1", "l2"], ["l2", "l1"], ["elastic_net", "l1"], ["l1", "elastic_net"]] as const) {
        const { level, w } = geometry.touch(problem, solve, from, 0.6, ratio);
        if (w[0] === 0 && w[1] === 0) continue;
        const lambda = geometry.sameFit(problem, solve, to, ratio, level)!;
        expect(geometry.touch(problem, solve, to, lambda, ratio).level).toBeCloseTo(level, 8);
      }
  });

  it("is 0 for least squares, and none for nothing", () => {
    const problem = pair(2, 1, 0.3);
    expect(geometry.sameFit(problem, solve, "l2", 0.5, bowl(problem).least)).toBe(0);
    const nothing = smooth(problem, new Float64Array(2));
    expect(geometry.sameFit(problem, solve, "l2", 0.5, nothing)).toBeNull();
    expect(geometry.sameFit(problem, solve, "l1", 0.5, nothing)).toBe(lambdaMax(problem, 1));
  });

  it("is 0 where nothing can be fitted", () => {
    const problem = pair(0, 0, 0.3);
    const { level } = geometry.touch(problem, solve, "l1", 1, 1);
    expect(geometry.sameFit(problem, solve, "l2", 0.5, level)).toBe(0);
  });
});

describe("the trail of solutions", () => {
  it("goes from nothing to least squares", () => {
    for (const penalty of geometry.PENALTIES) {
      const problem = pair(2, -1, 0.3);
      const trail = geometry.trail(problem, solve, penalty, ratio);
      expect(Math.hypot(...trail[0]!.w)).toBeLessThan(1e-3);
      expect(distance(trail.at(-1)!.w, bowl(problem).centre)).toBeLessThan(1e-9);
      for (let k = 1; k < trail.length; k++) expect(trail[k]!.lambda).toBeLessThan(trail[k - 1]!.lambda);
    }
  });
});

describe("what is shown at first", () => {
  it("is a corner, where L1 has one", () => {
    for (const problem of problems.slice(0, 25)) {
      const { w } = geometry.touch(problem, solve, "l1", geometry.standardStrength(problem, solve), 1);
      expect([w[0] === 0, w[1] === 0].filter(Boolean)).toHaveLength(1);
    }
  });

  it("is there even where nothing correlates", () => {
    expect(geometry.standardStrength(pair(0, 0, 0.3), solve)).toBeGreaterThan(0);
  });

  it("are two features that may be drawn, with the strongest of them", () => {
    const gram = Float64Array.of(1, 0, 0.2, 0, 0, 0, 0, 0, 0.2, 0, 1, 0.5, 0, 0, 0.5, 1);
    const problem = { gram, xty: Float64Array.of(1, 0, 3, -2), yy: 20, factors: Float64Array.of(1, 1, 1, 1), positive: false };
    expect(drawable(problem)).toEqual([0, 2, 3]);
    expect(standardPair(problem)![0]).toBe(2);
    expect(drawable({ ...problem, factors: Float64Array.of(0, 1, Infinity, 2) })).toEqual([3]);
    expect(standardPair({ ...problem, factors: Float64Array.of(0, 1, Infinity, 2) })).toBeNull();
  });

  it("are no copies, if there are others", () => {
    const gram = Float64Array.of(1, 1, 0.1, 1, 1, 0.1, 0.1, 0.1, 1);
    const problem = { gram, xty: Float64Array.of(3, 3, 1), yy: 20, factors: Float64Array.of(1, 1, 1), positive: false };
    expect(standardPair(problem)).toEqual([0, 2]);
  });
});

it("columns that are copies are told from columns that are nearly so", () => {
  expect(geometry.correlationOf(pair(1, 1, 1, 3))).toBe(1);
  expect(geometry.correlationOf(pair(1, 1, -1, 3))).toBe(-1);
  expect(geometry.correlationOf(pair(1, 1, 0.999, 3))).toBeCloseTo(0.999, 12);
});

it("a problem that is edited has the least-squares point that was asked for", () => {
  const { centre } = bowl(geometry.problemOf([2, -3], 0.6, 1.7));
  expect(centre[0]).toBeCloseTo(2, 10);
  expect(centre[1]).toBeCloseTo(-3, 10);
});

describe("the window", () => {
  const box = { left: 40, right: 440, top: 20, bottom: 220 };

  it("has equal scales, shows all points, and goes back and forth", () => {
    const seen = project(windowAround([[3, 1], [-1, -8]], 2), box);
    expect(seen.x(1) - seen.x(0)).toBeCloseTo(seen.y(0) - seen.y(1), 10);
    for (const [x, y] of [[3, 1], [-1, -8], [2, 2], [-2, -2]] as const) {
      expect(seen.x(x)).toBeGreaterThan(box.left);
      expect(seen.x(x)).toBeLessThan(box.right);
      expect(seen.y(y)).toBeGreaterThan(box.top);
      expect(seen.y(y)).toBeLessThan(box.bottom);
      const [back, up] = seen.point(seen.x(x), seen.y(y));
      expect([back, up].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([x, y]);
    }
  });

  it("is one unit where all is 0", () => {
    expect(windowAround([[0, 0]], 0)).toEqual({ x: [-1, 1], y: [-1, 1] });
  });
});
