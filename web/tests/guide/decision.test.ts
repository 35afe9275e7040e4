import { describe, expect, it } from "vitest";

import { type Answers, decide, decisionCode, fromTable, QUESTIONS, reasons } from "../../src/guide/decision.ts";

const open: Answers = { rows: "many", alike: "no", small: "no", goal: "predict", effects: "unsure" };
const table = { rows: 354, features: 10, alike: null, zeros: { l1: 3, l2: 0 }, choice: "l1", tie: true };

describe("what is recommended", () => {
  it("bets on sparsity where few features matter or a small model is asked for", () => {
    expect(decide({ ...open, effects: "few" })).toBe("L1");
    expect(decide({ ...open, small: "yes", effects: "many" })).toBe("L1");
    expect(decide({ ...open, goal: "which", alike: "yes" })).toBe("elastic net");
  });

  it("shrinks where many matter or features are alike", () => {
    expect(decide({ ...open, effects: "many" })).toBe("L2");
    expect(decide({ ...open, alike: "yes" })).toBe("L2");
  });

  it("says so where nothing speaks for either, and hedges where rows are few", () => {
    expect(decide(open)).toBe("either");
    expect(decide({ ...open, rows: "scarce" })).toBe("elastic net");
  });

  it("gives reasons for every combination of answers, and each reason once", () => {
    const choices = QUESTIONS.map(({ options }) => options.map(({ value }) => value as string));
    for (const rows of choices[0]!)
      for (const alike of choices[1]!)
        for (const small of choices[2]!)
          for (const goal of choices[3]!)
            for (const effects of [...choices[4]!, "unsure"]) {
              const answers = { rows, alike, small, goal, effects };
              const found = reasons(answers, decide(answers));
              expect(found.length).toBeGreaterThan(0);
              expect(new Set(found).size).toBe(found.length);
            }
  });
});

describe("what the table answers", () => {
  it("counts rows for each feature", () => {
    expect(fromTable(table).rows).toMatchObject({ value: "many", measured: true });
    expect(fromTable({ ...table, rows: 20 }).rows.value).toBe("scarce");
    expect(fromTable({ ...table, rows: 50 }).rows.value).toBe("some");
  });

  it("calls features alike from a correlation of 0.8 on, of either sign", () => {
    const pair = (correlation: number) => ({ ...table, alike: { names: ["a", "b"] as [string, string], features: [0, 1] as [number, number], correlation, among: null } });
    expect(fromTable(pair(-0.9)).alike.value).toBe("yes");
    expect(fromTable(pair(0.5)).alike.value).toBe("no");
  });

  it("claims to know of few or many only where the comparison is no tie", () => {
    expect(fromTable(table).effects.value).toBe("unsure");
    expect(fromTable({ ...table, tie: false, choice: "l2" }).effects.value).toBe("many");
    expect(fromTable({ ...table, tie: false, zeros: { l1: 6, l2: 0 } }).effects.value).toBe("few");
    expect(fromTable({ ...table, tie: false }).effects.value).toBe("unsure");
  });

  it("does not pretend to know what is wanted", () => {
    expect(fromTable(table).small.measured).toBe(false);
    expect(fromTable(table).goal.measured).toBe(false);
  });
});

it("writes the answers into the Python", () => {
  expect(decisionCode({ rows: "", alike: "yes", small: "", goal: "", effects: "" }, 354)).toContain('"alike": "yes"');
});
