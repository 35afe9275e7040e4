import { describe, expect, it } from "vitest";

import { errorLines, lanes } from "../../src/marks/layout/errorLines.ts";
import { errorRange, type ErrorRow, FAR, KINDS } from "../../src/marks/layout/errors.ts";
import { againstMean, errorWords, percent } from "../../src/marks/words/compare.ts";
import { errorsTable, errorsWords, gainWords } from "../../src/marks/words/errors.ts";

const row = (key: ErrorRow["key"], label: string, cv: number | null, more: Partial<ErrorRow> = {}): ErrorRow => ({
  ...{ key, label, cv, se: 2, crossfit: null, train: null, test: null },
  ...more,
});
const rows = [
  row("mean", "the mean", 80),
  row("none", "no penalty", 55.9),
  row("l1", "L1 (lasso)", 56, { test: 57, train: 50 }),
  row("l2", "L2 (ridge)", 56.5),
];
const all = new Set(KINDS);

describe("the axis of errors", () => {
  it("holds every error that is shown, with its standard error", () => {
    const { low, high, far } = errorRange(rows, all);
    expect(low).toBeLessThan(50);
    expect(high).toBeGreaterThan(82);
    expect(far).toBe(false);
    expect(errorRange(rows, new Set(["cv"] as const)).low).toBeGreaterThan(50);
  });

  it("leaves to its edge what is far off the mean's or the median model's error", () => {
    const wild = rows.map((one) => (one.key === "none" ? { ...one, cv: 8000, test: 1e6 } : one));
    const { high, far } = errorRange(wild, all);
    expect(far).toBe(true);
    expect(high).toBeLessThan(80 * FAR);
    expect(high).toBeGreaterThan(82);
  });

  it("has room for anything: nothing known, all alike, all 0", () => {
    expect(errorRange(rows.map((one) => ({ ...one, cv: null, train: null, test: null, se: null })), all)).toEqual({ low: 0, high: 1, far: false });
    const alike = errorRange(rows.map((one) => ({ ...one, cv: 3, se: 0, train: 3, test: 3 })), all);
    expect(alike.high).toBeGreaterThan(3);
    expect(alike.low).toBeLessThan(3);
    expect(errorRange(rows.map((one) => ({ ...one, cv: 0, se: 0, train: 0, test: 0 })), all).far).toBe(false);
  });
});

describe("the rows of errors", () => {
  const written = rows.map((one) => ({ label: one.label, error: "56.00 ± 2.1", short: "56.00", gain: "−30%" }));

  it("have words beside the drawing where it keeps enough room, else above it", () => {
    const wide = errorLines(900, written, 3);
    expect(wide.beside).toBe(true);
    expect(wide.right - wide.left).toBeGreaterThan(240);
    expect(wide.left).toBeGreaterThan(wide.label);
    const narrow = errorLines(280, written, 3);
    expect(narrow.beside).toBe(false);
    expect(narrow.label).toBeGreaterThan(80);
    expect(narrow.height).toBeGreaterThan(wide.height);
    expect(narrow.middle - narrow.marks / 2).toBeGreaterThan(narrow.text + 6);
  });

  it("have a lane for each kind of error, about the middle", () => {
    expect(lanes(3)).toEqual([-12, 0, 12]);
    expect(lanes(1)).toEqual([0]);
  });
});

describe("errors in words", () => {
  it("says the choice against the mean, whether another is smaller, and what unseen rows say", () => {
    expect(errorsWords(rows, "l1", true)).toBe(
      "L1 (lasso) is typically off by 56.00 ± 2.0, 30% below the mean's 80.00. " +
        "No penalty has the smallest error, 55.90 ± 2.0, less than one standard error apart. On unseen test rows it is 57.00.",
    );
    expect(errorsWords(rows, "none", false)).toBe("No penalty is typically off by 55.90 ± 2.0, 30% below the mean's 80.00. No other model has a smaller error.");
    expect(errorsWords(rows, "l1", false)).not.toContain("test");
  });

  it("does not say that errors are close which are not", () => {
    const apart = rows.map((one) => (one.key === "none" ? { ...one, cv: 40 } : one));
    expect(errorsWords(apart, "l1", false)).not.toContain("less than one standard error");
  });

  it("says what the mean alone achieves where it is the choice", () => {
    expect(errorsWords(rows.map((one) => (one.key === "mean" ? one : { ...one, cv: 81 })), "mean", false)).toBe(
      "The mean alone, without any feature, is typically off by 80.00; no model is off by less.",
    );
    expect(errorsWords(rows.map((one) => (one.key === "mean" ? one : { ...one, cv: 79 })), "mean", false)).toBe(
      "The mean alone, without any feature, is typically off by 80.00; the best model, no penalty, by 79.00 ± 2.0, less than one standard error below.",
    );
  });

  it("says so where nothing is known", () => {
    expect(errorsWords(rows.map((one) => ({ ...one, cv: null })), "l1", true)).toBe("No cross-validated error is known.");
    expect(errorsWords([row("l1", "L1 (lasso)", 3, { se: null })], "l2", true)).toBe("L1 (lasso) has the smallest error, 3.000.");
  });

  it("compares with few digits, and never hides a difference behind 0%", () => {
    expect(gainWords(56, 80)).toBe("−30%");
    expect(gainWords(80.61, 80)).toBe("+0.8%");
    expect(gainWords(8000, 80)).toBe("×100");
    expect(gainWords(80, 80)).toBe("0%");
    expect(gainWords(null, 80)).toBe("");
    expect(percent(-0.0311)).toBe("3.1%");
    expect(percent(0.0004)).toBe("0.04%");
    expect(againstMean(1, 0)).toBeNull();
    expect(againstMean(88, 80)).toBe("10% above the mean's 80.00");
    expect(errorWords(3, NaN)).toBe("3.000");
  });

  it("is a table in full", () => {
    expect(errorsTable(rows, "Errors").rows[2]).toEqual(["L1 (lasso)", 56, 2, null, 50, 57]);
  });
});
