import { beforeAll, describe, expect, it } from "vitest";

import { problemOf } from "../../src/marks/geometry/touch.ts";
import { train } from "../../src/model/epochs.ts";
import type { Kernel } from "../../src/model/kernel.ts";
import { objective } from "../../src/model/quadratic.ts";
import { METHODS, trajectory } from "../../src/model/trajectory.ts";
import { kernel } from "./running.ts";

let solver: Kernel;
beforeAll(async () => {
  solver = await kernel();
});

const valley = problemOf([2, 0.5], 0.9, 1);
const penalty = { lambda: 1.1, l1Ratio: 1 };
const start = Float64Array.of(-1, 2.2);

describe("ways through weight space", () => {
  it("begin at the start, and have a place for each epoch", () => {
    for (const method of METHODS) {
      const found = trajectory(valley, penalty, method, { epochs: 5, stride: 1, start }, solver);
      expect(found).toHaveLength(6);
      expect(found[0]).toBe(start);
    }
  });

  it("are those of the trainer, from the same start", () => {
    const zero = new Float64Array(2);
    for (const [method, optimizer] of [["subgradient", "gradient"], ["proximal", "proximal"], ["coordinate", "coordinate"]] as const) {
      const found = trajectory(valley, penalty, method, { epochs: 6, stride: 1, start: zero }, solver);
      const told = train(valley, penalty, { optimizer, epochs: 6 }, solver);
      told.epochs.forEach(({ coefficients }, i) => expect([...found[i + 1]!]).toEqual([...coefficients]));
    }
  });

  it("end at the minimum with its exact zero, but for the plain subgradient", () => {
    const best = solver.solve(valley, penalty);
    expect(best[1]).toBe(0);
    for (const method of ["proximal", "accelerated", "coordinate"] as const) {
      const end = trajectory(valley, penalty, method, { epochs: 400, stride: 1, start }, solver).at(-1)!;
      expect(end[1]).toBe(0);
      expect(end[0]).toBeCloseTo(best[0]!, 8);
    }
    const hovering = trajectory(valley, penalty, "subgradient", { epochs: 400, stride: 1, start }, solver).slice(300);
    expect(hovering.every((w) => w[1] !== 0)).toBe(true);
    expect(Math.max(...hovering.map((w) => Math.abs(w[1]!)))).toBeGreaterThan(0.1);
  });

  it("are within the bounds that are proved: 2L‖w₀ − w*‖²/(k + 1)² accelerated, L‖w₀ − w*‖²/2k proximal", () => {
    const best = solver.solve(valley, penalty);
    const lowest = objective(valley, penalty, best);
    const square = (start[0]! - best[0]!) ** 2 + (start[1]! - best[1]!) ** 2;
    const journey = { epochs: 60, stride: 1, start };
    const excess = (method: "proximal" | "accelerated") => trajectory(valley, penalty, method, journey, solver).map((w) => objective(valley, penalty, w) - lowest);
    const L = 1.9;
    excess("accelerated").slice(1).forEach((value, i) => expect(value).toBeLessThanOrEqual((2 * L * square) / (i + 2) ** 2));
    excess("proximal").slice(1).forEach((value, i) => expect(value).toBeLessThanOrEqual((L * square) / (2 * (i + 1))));
  });
});
