import { describe, expect, it } from "vitest";

import { ticks } from "../../src/marks/frame/ticks.ts";

describe("ticks", () => {
  const labels = (low: number, high: number): string[] => ticks(low, high, 5).map((tick) => tick.label);

  it("stand at round numbers within the range, with like decimals", () => {
    expect(labels(0, 1)).toEqual(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    expect(labels(-7.9, 25)).toEqual(["−5", "0", "5", "10", "15", "20", "25"]);
  });

  it("tell one from the next, however large or small they are beside their distance", () => {
    for (const [low, high] of [[12.2e6, 12.5e6], [9.9e6, 1.02e7], [-2e11, 3e10], [3e-7, 3.6e-7], [1.00001e12, 1.00002e12], [0, 2e-300]] as const) {
      const shown = labels(low, high);
      expect(shown.length).toBeGreaterThan(2);
      expect(new Set(shown).size).toBe(shown.length);
    }
    expect(labels(12.2e6, 12.5e6)[1]).toBe("1.225e7");
  });
});
