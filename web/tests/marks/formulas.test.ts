import { expect, it } from "vitest";

import { factorOf, factorWords, formulaTable, formulaTakeaway, formulaWords, shrunk, soft, softWords } from "../../src/marks/words/formulas.ts";

const at = { z: -1.4, lambda: 0.6, square: 0.3 };

it("evaluates the formulas", () => {
  expect(soft(at)).toBeCloseTo(-0.8, 12);
  expect(soft({ ...at, z: 0.5 })).toBe(0);
  expect(factorOf(at)).toBeCloseTo(1 / 3, 12);
  expect(shrunk(at)).toBeCloseTo(-1.4 / 3, 12);
});

it("puts the numbers into them", () => {
  expect(softWords(at)).toContain("= −1 · max(1.4 − 0.6, 0) = −1 · max(0.8, 0) = −0.8");
  expect(factorWords(at)).toContain("0.3 / (0.3 + 0.6) · −1.4");
  expect(formulaWords({ ...at, z: 0.5 })).toContain("exactly 0");
  expect(formulaTakeaway({ ...at, lambda: 0 })).toContain("give z back");
  expect(formulaTakeaway(at)).toContain("lose more than half");
});

it("tables z among round numbers", () => {
  expect(formulaTable(at).rows.map(([z]) => z)).toContain(-1.4);
  expect(formulaTable({ ...at, z: 2 }).rows).toHaveLength(9);
});
