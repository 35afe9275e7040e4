import { describe, expect, it } from "vitest";

import { kept, matched, type Rule, slice } from "../../src/marks/geometry/orthonormal.ts";
import { normal } from "../../gallery/data/random.ts";

const draw = normal(3);
const values = Array.from({ length: 30 }, () => 5 * draw());
const lost = (rule: Rule, lambda: number, ratio = 0.5): number => {
  const at = matched(values, lambda, ratio);
  return values.reduce((sum, z) => sum + (z - kept(rule, z, at)) ** 2, 0);
};

describe("strengths that are matched", () => {
  it.each([0.01, 0.7, 3, 9])("fit equally well at lambda %f", (lambda) => {
    expect(lost("l2", lambda) / lost("l1", lambda)).toBeCloseTo(1, 12);
    for (const ratio of [0.05, 0.5, 1])
      expect(lost("elastic_net", lambda, ratio) / lost("l1", lambda)).toBeCloseTo(1, 10);
  });

  it("are all 0 where nothing is penalised, whatever the values", () => {
    expect(matched(values, 0, 0.5)).toMatchObject({ l1: 0, l2: 0, elastic_net: 0 });
    expect(matched([0, 0], 0, 0.5)).toMatchObject({ l1: 0, l2: 0, elastic_net: 0 });
  });

  it("take everything where L1 leaves nothing", () => {
    const at = matched([3, -2], 3, 0.5);
    expect(at.l2).toBe(Infinity);
    for (const rule of ["l1", "l2", "elastic_net", "hard"] as const) expect(kept(rule, 3, at)).toBe(0);
  });
});

describe("the slice of one coefficient", () => {
  const least = (rule: "l1" | "l2", z: number, lambda: number): number => {
    const at = matched([z, 4, -1], lambda, 0.5);
    const { loss, penalty } = slice(rule, z, at);
    let best = 0;
    for (let w = -6; w <= 6; w += 1e-3) if (loss(w) + penalty(w) < loss(best) + penalty(best)) best = w;
    return best;
  };

  it.each([-5, -1.2, 0.3, 2.5])("has its minimum where its sum is least, z = %f", (z) => {
    for (const rule of ["l1", "l2"] as const) {
      const at = matched([z, 4, -1], 1.5, 0.5);
      expect(slice(rule, z, at).minimum).toBeCloseTo(least(rule, z, 1.5), 2);
    }
  });

  it("turns up on both sides of 0 exactly where L1 makes a zero, and never under L2", () => {
    for (const z of values) {
      const at = matched(values, 3, 0.5);
      const [left, right] = slice("l1", z, at).slopes;
      expect(left <= 0 && right >= 0).toBe(slice("l1", z, at).minimum === 0);
      expect(slice("l2", z, at).minimum).not.toBe(0);
      const [before, after] = slice("l2", z, at).slopes;
      expect(before).toBe(after);
      expect(before).not.toBe(0);
    }
  });

  it("has the slopes of its own sum", () => {
    const at = matched(values, 2, 0.5);
    for (const rule of ["l1", "l2"] as const) {
      const cut = slice(rule, 1.7, at);
      const sum = (w: number): number => cut.loss(w) + cut.penalty(w);
      expect(cut.slopes[0]).toBeCloseTo((sum(0) - sum(-1e-6)) / 1e-6, 4);
      expect(cut.slopes[1]).toBeCloseTo((sum(1e-6) - sum(0)) / 1e-6, 4);
    }
  });
});
