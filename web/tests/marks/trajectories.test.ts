import { describe, expect, it } from "vitest";

import { epochWords, gone, type Journeys, type Run, runWords, tableOf, trajectoriesWords, turns, zeroSince } from "../../src/marks/words/trajectories.ts";

const ways = (...all: [number, number][]): Float64Array[] => all.map((w) => Float64Array.from(w));
const plain: Run = { method: "subgradient", weights: ways([-1, 2], [0.5, 0.3], [1.3, -0.1], [1.3, 0.2]), excess: [4, 1, 0.1, 0.2] };
const proximal: Run = { method: "proximal", weights: ways([-1, 2], [0.5, 0], [1.2, 0], [1.35, 0]), excess: [4, 1, 0.01, 0] };
const lost: Run = { ...plain, method: "accelerated", excess: [4, 50, 300, 5000] };

const at = (epoch: number, runs: Run[] = [plain, proximal]): Journeys => ({ penalty: "l1", lambda: 0.9, stride: 0.6, epoch, solution: [1.35, 0], runs });

describe("the sentence of ways through weight space", () => {
  it("tells where each optimizer is, and since when it has an exact zero", () => {
    expect(trajectoriesWords(at(3))).toBe(
      "L1 at lambda 0.9 has its minimum at (1.35, 0). After 3 epochs with steps of 0.6 of the safe one: plain subgradient (1.3, 0.2), no exact 0; proximal (1.35, 0), w₂ exactly 0 since epoch 1.",
    );
    expect(trajectoriesWords(at(1))).toContain("After 1 epoch with");
    expect(trajectoriesWords(at(0))).toContain("All start at (−1, 2).");
    expect(trajectoriesWords(at(3, []))).toContain("No optimizer is shown.");
  });

  it("says who runs away", () => {
    expect(gone(lost, 1)).toBe(false);
    expect(gone(lost, 3)).toBe(true);
    expect(runWords(lost, 3)).toEqual({ name: "accelerated", place: "", state: "runs away" });
    expect(gone({ ...lost, excess: [4, NaN, NaN, NaN] }, 2)).toBe(true);
  });

  it("sees a sign change, and none in a zero", () => {
    expect(turns(plain, 1, 3)).toBe(true);
    expect(turns(plain, 1, 1)).toBe(false);
    expect(turns(proximal, 1, 3)).toBe(false);
  });

  it("counts a zero from where it has stayed one", () => {
    expect(zeroSince(proximal, 1, 3)).toBe(1);
    expect(zeroSince(proximal, 0, 3)).toBeNull();
    expect(zeroSince({ ...proximal, weights: ways([1, 0], [1, 0.1], [1, 0], [1, 0]) }, 1, 3)).toBe(2);
  });

  it("is short beside the slider", () => {
    expect(epochWords(at(3))).toBe("3; exact zeros as at the minimum: proximal");
    expect(epochWords(at(0))).toBe("0; exact zeros as at the minimum: none");
    expect(epochWords({ ...at(3), solution: [1, 0.2] })).toBe("3");
  });
});

it("tables hold every epoch of every run", () => {
  const { rows, columns } = tableOf(at(3));
  expect(columns).toHaveLength(7);
  expect(rows[3]).toEqual([3, 1.3, 0.2, 0.2, 1.35, 0, 0]);
});
