import { expect, it } from "vitest";

import { timesWords, unitTable, unitTakeaway, unitWords } from "../../src/marks/words/units.ts";

const units = { name: "bmi", powers: [-1, 0, 1], l1: [0, 20, 26], l2: [1, 18, 26], fine: { powers: [], l1: [], l2: [] }, among: null, scaled: { l1: 20, l2: 18 }, at: 0 };

it("names factors", () => {
  expect([-3, 0, 2].map(timesWords)).toEqual(["÷ 1,000", "as it is", "× 100"]);
});

it("says what a change of units does, and that scaling undoes it", () => {
  expect(unitWords(units)).toContain("exactly 0 under L1 and 1 under L2");
  expect(unitWords(units)).toContain("Scaled first: 20 under L1 and 18 under L2, in whatever units.");
  expect(unitTakeaway(units)).toContain("L1 drops the column");
  expect(unitTakeaway({ ...units, at: 1 })).toContain("scaling changes nothing");
  expect(unitTakeaway({ ...units, at: 2 })).toContain("as good as not penalised");
});

it("tables factors as numbers", () => {
  expect(unitTable(units).rows).toEqual([[0.1, 0, 1, 20, 18], [1, 20, 18, 20, 18], [10, 26, 26, 20, 18]]);
});
