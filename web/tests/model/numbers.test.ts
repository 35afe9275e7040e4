import { describe, expect, it } from "vitest";

import * as numbers from "../../src/model/numbers.ts";
import { golden } from "../golden/read.ts";

const told = golden("formats.json");

describe("numbers are written as Python writes them", () => {
  it.each<[string, (...given: never[]) => unknown]>([
    ["numbers", numbers.number],
    ["figure_numbers", numbers.figureNumber],
    ["exact", numbers.exact],
    ["labels", numbers.label],
    ["small", numbers.small],
    ["columns", numbers.column],
  ])("%s", (name, format) => {
    expect(told[name].length).toBeGreaterThan(100);
    for (const [...given] of told[name]) {
      const expected = given.pop();
      expect(format(...(given as never[])), JSON.stringify(given)).toEqual(expected);
    }
  });

  it("counts, with their nouns", () => {
    for (const [value, rows, matches] of told.counts) {
      expect(numbers.count(value, "row")).toBe(rows);
      expect(numbers.count(value, "match", "matches")).toBe(matches);
    }
  });

  it("what is not there, and what is not finite", () => {
    expect(numbers.number(null)).toBe("–");
    expect(numbers.small(null)).toBe("–");
    expect([NaN, Infinity, -Infinity].map((value) => numbers.number(value))).toEqual(["nan", "inf", "-inf"]);
  });
});
