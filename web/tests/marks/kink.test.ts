import { describe, expect, it } from "vitest";

import { balanceWords, kinkWords, pricedAtOne, pullWords, strengthWords, tableOf } from "../../src/marks/words/kink.ts";

const at = pricedAtOne(0.8);

describe("the sentence of a kink", () => {
  it("says that a weak pull is held at exactly 0, and by L1 alone", () => {
    const words = kinkWords(0.6, at);
    expect(words).toContain("pulls a weight of 0 with 0.6, at most what the kink of L1 can hold, 0.8: the minimum is exactly 0.");
    expect(words).toContain("(lambda 1.6), has slope 0 at 0 and holds nothing there: its minimum is at 0.231.");
    expect(kinkWords(-0.6, at)).toContain("its minimum is at −0.231");
  });

  it("says how far a strong pull gets", () => {
    expect(kinkWords(1, at)).toContain("more than the 0.8 that the kink of L1 can hold: the minimum is at 0.2, 0.8 short of least squares");
  });

  it("holds without a pull, and without a penalty", () => {
    expect(kinkWords(0, at)).toContain("does not pull at 0 at all");
    expect(kinkWords(0.6, pricedAtOne(0))).toContain("no penalty pushes back: the minimum is that of the loss, 0.6.");
  });

  it("has short ones for panels and sliders", () => {
    expect(balanceWords("l1", 0.6, at)).toBe("pushes at 0: anything up to 0.8");
    expect(balanceWords("l1", 0.9, at)).toBe("pushes at 0: anything up to 0.8, too little");
    expect(balanceWords("l2", 0.6, at)).toContain("0, whatever lambda is");
    expect(strengthWords(0.6, at)).toBe("0.8: L1's minimum is exactly 0, L2's 0.231");
    expect(pullWords(-0.9, at)).toBe("0.9 to the left, more than lambda");
  });
});

it("asks the same for a weight of 1 under both", () => {
  expect(at.l1).toBe(0.5 * at.l2);
});

it("tables the kink as a range of pushes", () => {
  const table = tableOf(0.6, at, -1.5, 1.5);
  const row = table.rows.find(([w]) => w === 0)!;
  expect(row[1]).toBeCloseTo(0.18, 12);
  expect(row[5]).toBe("−0.8 to 0.8");
  expect(row[6]).toBe(0);
  expect(table.rows.map(([w]) => w)).toContain(0.6 / 2.6);
});
