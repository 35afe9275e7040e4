import { describe, expect, it } from "vitest";

import { ring } from "../../src/marks/geometry/rings.ts";
import { problemOf, type Touch } from "../../src/marks/geometry/touch.ts";
import { budgetWords, twinWords } from "../../src/marks/words/twins.ts";
import { priceWords, samePrice, sumWords, tableOf } from "../../src/marks/words/sumOfTwo.ts";
import { slice } from "../../src/marks/geometry/orthonormal.ts";
import { objective } from "../../src/model/quadratic.ts";

describe("contours of loss + penalty", () => {
  const problem = problemOf([2.4, 0.9], 0.4, 1);

  it("lie where the objective is so much above its value at the point they surround", () => {
    for (const [penalty, w] of [
      [{ lambda: 0, l1Ratio: 1 }, [2.4, 0.9]],
      [{ lambda: 2.5, l1Ratio: 1 }, [0.26, 0]],
      [{ lambda: 2.76, l1Ratio: 1 }, [0, 0]],
    ] as const) {
      const at = objective(problem, penalty, Float64Array.from(w));
      for (const rise of [0.1, 1, 20])
        for (const point of ring(problem, penalty, w, rise, 1e3)) {
          const risen = objective(problem, penalty, Float64Array.from(point)) - at;
          expect(Math.abs(risen - rise)).toBeLessThan(1e-9 * (1 + rise));
        }
    }
  });

  it("end at the far side of a valley", () => {
    const copies = problemOf([1, 1], 1, 1);
    const points = ring(copies, { lambda: 0, l1Ratio: 1 }, [1, 1], 1, 50);
    expect(Math.max(...points.map(([x, y]) => Math.hypot(x - 1, y - 1)))).toBeCloseTo(50, 6);
  });
});

describe("the sentence of the twins", () => {
  const touch: Touch = { penalty: "l1", lambda: 26.8, l1Ratio: 1, w: [18, 0], t: 18, level: 1, loss: [0, 0], holds: [0, 0] };
  const pair = { names: ["bmi", "s6"] as const, touch, budget: 18, most: 53.8, least: [38.4, 15.4] as const };

  it("says that price and budget have one solution, and its zeros", () => {
    expect(twinWords(pair)).toBe(
      "L1 at the price lambda 26.8, and within the budget t = 18: the same solution, bmi 18 and s6 exactly 0. Least squares, 38.4 and 15.4, would spend 53.8.",
    );
    expect(budgetWords(pair)).toBe("18, 33% of least squares'");
  });

  it("says when the budget does not bind", () => {
    const loose = { ...pair, touch: { ...touch, lambda: 0, w: [38.4, 15.4] as const }, budget: 60 };
    expect(twinWords(loose)).toContain("a budget of 60 is more than least squares spends (53.8), so it does not bind, and the price is 0");
    expect(budgetWords(loose)).toBe("60: does not bind");
    expect(twinWords({ ...loose, budget: 53.8 })).toContain("just what least squares spends");
  });
});

describe("the sum of two", () => {
  it("compares penalties where they ask the same for the least-squares weight", () => {
    const at = samePrice(-40, 10);
    expect(slice("l1", -40, at).penalty(-40)).toBeCloseTo(slice("l2", -40, at).penalty(-40), 12);
    expect(samePrice(0, 1).l2).toBe(0);
  });

  it("tells where each sum is lowest", () => {
    const one = { name: "bmi", z: 40, at: samePrice(40, 10) };
    expect(sumWords(one)).toContain("with L1 the sum is lowest at 30 (loss 50, penalty 300)");
    expect(sumWords({ ...one, at: samePrice(40, 40) })).toContain("with L1 the sum is lowest at exactly 0");
    expect(sumWords({ ...one, at: samePrice(40, 0) })).toContain("the sum is the loss");
    expect(sumWords({ name: "noise", z: 0, at: samePrice(0, 0) })).toContain("so does every penalty");
    expect(priceWords({ ...one, at: samePrice(40, 40) })).toBe("the weight is exactly 0 under L1 (lambda 40), 13.3 under L2 (lambda 2)");
  });

  it("lists the minima among its values", () => {
    const one = { name: "bmi", z: 40, at: samePrice(40, 10) };
    const weights = tableOf(one).rows.map(([w]) => w);
    expect(weights).toContain(30);
    expect(new Set(weights).size).toBe(weights.length);
  });
});
