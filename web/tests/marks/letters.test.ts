import { describe, expect, it } from "vitest";

import { barRows } from "../../src/marks/layout/bars.ts";
import { flow } from "../../src/marks/layout/flow.ts";
import { fitted, widthOf } from "../../src/marks/layout/letters.ts";
import { MODEL_SHAPES, signPath } from "../../src/marks/parts/signs.ts";
import { isolated, listed, listedNames, plainName, said } from "../../src/marks/words/names.ts";

describe("names", () => {
  it("show characters without a shape as escapes, and never turn the text around them", () => {
    expect(plainName("a\u202eb\u0000c\nd\u00ad")).toBe("a\\u202eb\\x00c\\nd\\xad");
    expect(plainName("👩‍👧")).toBe("👩‍👧");
    expect(plainName("  ")).toBe("(no name)");
    expect(said("عدد الغرف")).toBe("\u2068عدد الغرف\u2069");
    expect(isolated("bmi")).toBe("bmi");
  });

  it("lose their middle in a sentence where they are long", () => {
    const short = said(`begin${"x".repeat(5000)}end`);
    expect(short).toHaveLength(40);
    expect(short).toMatch(/^begin.*….*end$/);
  });

  it("stand in lists as people write them", () => {
    expect(["", "a", "a,b", "a,b,c"].map((all) => listed(all.split(",").filter(Boolean)))).toEqual(["", "a", "a and b", "a, b and c"]);
    expect(listedNames(["a", "b", "c"], 2)).toBe("a, b and c");
    expect(listedNames(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
  });
});

describe("text in a drawing", () => {
  it("is cut to the room it has, with both ends left", () => {
    for (const name of ["x".repeat(5000), "房屋面积_平方米_包括地下室和车库", "a perfectly ordinary name, too long"]) {
      const cut = fitted(name, 120);
      expect(widthOf(cut)).toBeLessThanOrEqual(120);
      expect(cut).toContain("…");
      expect(cut.at(-1)).toBe([...name].at(-1));
    }
    expect(fitted("bmi", 120)).toBe("bmi");
  });

  it("is wide where its letters are, and combining marks take no room", () => {
    expect(widthOf("面")).toBeGreaterThan(widthOf("a"));
    expect(widthOf("e\u0301")).toBe(widthOf("e"));
  });

  it("goes on in the next line where there is no more room", () => {
    const { places, height } = flow([60, 60, 60], 0, 150, 10, 20);
    expect(places).toEqual([{ x: 0, y: 0 }, { x: 70, y: 0 }, { x: 0, y: 20 }]);
    expect(height).toBe(40);
    expect(flow([], 0, 100, 10, 20).height).toBe(0);
    expect(flow([500], 0, 100, 10, 20).places).toEqual([{ x: 0, y: 0 }]);
  });

  it("stands beside bars, or above them on a phone", () => {
    expect(barRows(900, ["x".repeat(500)], 2, 15)).toMatchObject({ beside: true, name: 270 });
    const narrow = barRows(280, ["bmi"], 2, 15);
    expect(narrow.beside).toBe(false);
    expect(narrow.first - 7).toBeGreaterThan(20);
    expect(narrow.first + 15 + 7).toBeLessThanOrEqual(narrow.height);
  });
});

describe("shapes of models", () => {
  it("all differ, close, and stand where they are told to", () => {
    const paths = Object.values(MODEL_SHAPES).map((shape) => signPath(shape, 5, 100, 50));
    expect(new Set(paths).size).toBe(4);
    for (const d of paths) expect(d).toMatch(/^M(9|10)[\d.]+,(4|5)[\d.]+.*Z$/);
  });
});
