import { describe, expect, it } from "vitest";

import { linear, log, nice, step } from "../../src/model/scales.ts";
import { uniform } from "../golden/random.ts";

describe("a linear axis", () => {
  it("goes from numbers to positions and back", () => {
    const x = linear([0, 10], [100, 200]);
    expect([x(0), x(5), x(10), x(-1)]).toEqual([100, 150, 200, 90]);
    expect([x.invert(100), x.invert(150), x.invert(200)]).toEqual([0, 5, 10]);
    const down = linear([0, 10], [200, 100]);
    expect([down(0), down(10), down.invert(150)]).toEqual([200, 100, 5]);
  });

  it("puts a domain of one point in the middle", () => {
    const x = linear([3, 3], [0, 100]);
    expect(x(3)).toBe(50);
    expect(x.ticks()).toEqual([3]);
  });

  it("has round ticks inside its domain", () => {
    expect(linear([0, 1], [0, 1]).ticks(5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linear([-0.31, 0.29], [0, 1]).ticks(6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2]);
    expect(linear([1234, 5678], [0, 1]).ticks(5)).toEqual([2000, 3000, 4000, 5000]);
    expect(linear([1, 0], [0, 1]).ticks(2)).toEqual([0, 0.5, 1]);
    expect(linear([-1, 1], [0, 1]).ticks(2).some((tick) => Object.is(tick, -0))).toBe(false);
  });

  it("has ticks of one step of 1, 2 or 5, about as many as asked, for any domain", () => {
    const draw = uniform(2);
    for (let turn = 0; turn < 500; turn++) {
      const low = (draw() - 0.5) * 10 ** (8 * draw() - 4);
      const high = low + 10 ** (8 * draw() - 4);
      const ticks = linear([low, high], [0, 1]).ticks(6);
      const size = step(high - low, 6);
      expect([1, 2, 5]).toContain(Math.round(size / 10 ** Math.floor(Math.log10(size) + 1e-9)));
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(7);
      ticks.slice(1).forEach((tick, i) => expect(Math.abs((tick - ticks[i]!) / size - 1)).toBeLessThan(1e-6));
      expect(ticks[0]!).toBeGreaterThanOrEqual(low - 1e-8 * size);
      expect(ticks[ticks.length - 1]!).toBeLessThanOrEqual(high + 1e-8 * size);
      const [outer, end] = nice([low, high]);
      expect(outer).toBeLessThanOrEqual(low + 1e-8 * size);
      expect(end).toBeGreaterThanOrEqual(high - 1e-8 * size);
      expect(end - outer).toBeLessThanOrEqual(high - low + 2 * size * (1 + 1e-8));
    }
  });
});

describe("a logarithmic axis", () => {
  it("goes from numbers to positions and back", () => {
    const x = log([0.01, 100], [0, 400]);
    expect([0.01, 100].map(x)).toEqual([0, 400]);
    expect(x(1)).toBeCloseTo(200, 12);
    expect([x.invert(0), x.invert(400)]).toEqual([0.01, 100]); // its ends to the last bit
    expect(x.invert(200)).toBeCloseTo(1, 12);
  });

  it("has decades for ticks, every so many where there are many", () => {
    expect(log([1e-4, 10], [0, 1]).ticks(8)).toEqual([1e-4, 1e-3, 0.01, 0.1, 1, 10]);
    expect(log([1e-9, 1e3], [0, 1]).ticks(5)).toEqual([1e-9, 1e-6, 1e-3, 1, 1000]);
    expect(log([1e3, 1e-9], [0, 1]).ticks(5)).toEqual([1e-9, 1e-6, 1e-3, 1, 1000]);
  });

  it("has 1, 2 and 5 where there are few, and round numbers where there are none", () => {
    expect(log([0.7, 30], [0, 1]).ticks()).toEqual([1, 2, 5, 10, 20]);
    expect(log([20, 40], [0, 1]).ticks(4)).toEqual([20, 25, 30, 35, 40]);
  });

  it("has no place for 0", () => {
    expect(() => log([0, 1], [0, 1])).toThrow(/use a linear one/);
  });
});
