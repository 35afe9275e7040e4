import { describe, expect, it } from "vitest";

import { type Bowls, cloudWords, shareWords, strengthWords, tableOf, zeros } from "../../src/marks/words/zeroCloud.ts";

const bowls: Bowls = {
  least: [[2, 1], [1, -3], [0.5, 0.2], [3, 3]],
  correlations: [0, 0.3, -0.2, 0.5],
  freedom: 1.25,
  clouds: [
    { penalty: "l1", lambda: 1, points: [[1, 0], [0, -2], [0, 0], [2, 2]] },
    { penalty: "l2", lambda: 0.6, points: [[1.2, 0.6], [0.6, -2], [0.3, 0.1], [2, 2]] },
    { penalty: "elastic_net", lambda: 2, points: [[0.5, 0], [0.1, -1], [0, 0], [1, 1]] },
  ],
};

describe("the sentence of random bowls", () => {
  it("counts bowls with an exact zero under each penalty, and says how they are made equal", () => {
    expect(bowls.clouds.map(zeros)).toEqual([3, 0, 2]);
    const words = cloudWords(bowls);
    expect(words).toContain("Of 4 random bowls, those with a weight at exactly 0: L1 3 of 4 (75%), L2 0 of 4 (0%), Elastic net 2 of 4 (50%).");
    expect(words).toContain("Under L1 both weights are 0 in 1.");
    expect(words).toContain("L1 at lambda 1 keeps 1.25 weights a bowl on average, and L2 (lambda 0.6) is as strong as that in effective degrees of freedom.");
  });

  it("holds where nothing is left", () => {
    expect(cloudWords({ ...bowls, freedom: 0 })).toContain("No finite L2 is worth as little as L1");
  });

  it("is short beside the slider and above a panel", () => {
    expect(strengthWords(bowls)).toBe("lambda 1; bowls with an exact 0: L1 3, L2 0, Elastic net 2");
    expect(shareWords(bowls.clouds[1]!)).toBe("0 of 4 (0%)");
  });
});

it("tables hold every bowl and every solution", () => {
  expect(tableOf(bowls).rows[1]).toEqual([2, 1, -3, 0.3, 0, -2, 0.6, -2, 0.1, -1]);
});
