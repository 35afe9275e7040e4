import { describe, expect, it } from "vitest";

import { diabetes, pair } from "../../gallery/data/plane.ts";
import { training } from "../../gallery/data/training.ts";
import { gaps, largest, losses, type Run, span, TRAINED, weightsAt } from "../../src/marks/geometry/runs.ts";
import { amount } from "../../src/marks/words/amounts.ts";
import { epochsWords, epochWords, logText, tableOf, type Trial } from "../../src/marks/words/epochs.ts";
import { OPTIMIZERS, type Optimizer, type Training } from "../../src/model/epochs.ts";

const LAMBDAS = { l1: 6, l2: 0.3 };

function trialOf(optimizer: Optimizer, given: Partial<Trial> & { step?: number; lambdas?: typeof LAMBDAS } = {}): Trial {
  const epochs = given.epochs ?? 40;
  const lambdas = given.lambdas ?? LAMBDAS;
  const train = training(diabetes.problem);
  const options = given.step === undefined ? { optimizer, epochs } : { optimizer, epochs, step: given.step };
  const runs = TRAINED.map((penalty): Run => {
    return { penalty, lambda: lambdas[penalty], training: train({ penalty, lambda: lambdas[penalty], ...options }) };
  });
  const spell = (lambda: number): string => `lambda ${amount(lambda)}`;
  return { runs, features: diabetes.names, optimizer, epochs, at: epochs, stride: 1, spell, ...given };
}

describe("the sentence of a training", () => {
  it("counts and names the exact zeros of L1, and says that L2 only shrinks", () => {
    const words = epochsWords(trialOf("coordinate"));
    expect(words).toContain("After epoch 40 of 40, by coordinate steps from 0: L1 at lambda 6 has 4 of 10 weights exactly 0 (age, s1, s2 and s4)");
    expect(words).toContain("L2 at lambda 0.3 has none of 10 weights at 0, as L2 only shrinks");
    expect(words).toContain("at the optimum to rounding");
  });

  it("is honest about subgradient steps", () => {
    const words = epochsWords(trialOf("gradient"));
    expect(words).toContain("L1 at lambda 6 has none of 10 weights exactly 0, because a step along λ·sign(w) overshoots 0");
    expect(words).toMatch(/at most 0\.\d+ of the mean's loss above the optimum/);
  });

  it("says why training diverges, and since which epoch", () => {
    const trial = trialOf("gradient", { step: 1.1, stride: 4.4 });
    expect(trial.runs[0]!.training.diverged).toBe(true);
    expect(epochsWords(trial)).toContain("diverges: at epoch 1 its loss is above where it started, because the step is 4.4 of the safe one, and 2 is too long");
    expect(logText(trial, 1)).toContain("L1 diverges.");
  });

  it("stands where nothing is penalised, and where all weights are 0", () => {
    expect(epochsWords(trialOf("coordinate", { lambdas: { l1: 0, l2: 0 } }))).toContain("at 0, as nothing is penalised");
    expect(epochsWords(trialOf("coordinate", { lambdas: { l1: 100, l2: 0.3 } }))).toContain("has all 10 weights exactly 0");
  });
});

describe("the log", () => {
  it("reads as the terminal's, up to the epoch that is shown", () => {
    const lines = logText(trialOf("coordinate", { epochs: 10, at: 2 }), 1).split("\n");
    expect(lines[0]).toBe("Training Model...");
    expect(lines[1]).toMatch(/^Epoch {2}1\/10 Loss: L1 [\d,.]+ {2}L2 [\d,.]+$/);
    expect(lines[2]).toMatch(/^Epoch {2}2\/10 /);
    expect(lines[3]).toMatch(/^L1 Weights: \[.*\]$/);
    expect(lines).toHaveLength(5);
  });

  it("writes an exact zero as 0.0 and nothing else so", () => {
    const trial = trialOf("coordinate");
    const weights = logText(trial, 1).match(/L1 Weights: \[(.*)\]/)![1]!.split(", ");
    const found = weightsAt(trial.runs[0]!, 40)!;
    weights.forEach((text, j) => expect(text === "0.0").toBe(found[j] === 0));
  });

  it("shows losses in the convention of the page", () => {
    const trial = trialOf("coordinate", { epochs: 1 });
    expect(logText(trial, 2)).toContain(`L1 ${(2 * trial.runs[0]!.training.epochs[0]!.loss).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`);
  });
});

it("the slider says the epoch and the exact zeros in it", () => {
  expect(epochWords(trialOf("coordinate"))).toBe("40 of 40; exact zeros: L1 4, L2 0");
});

describe("the table", () => {
  it("holds every epoch with every weight, in full", () => {
    const trial = trialOf("proximal", { epochs: 5 });
    const table = tableOf(trial, 1);
    expect(table.rows).toHaveLength(5);
    expect(table.columns).toHaveLength(1 + 6 + 20);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    expect(table.rows[4]![1]).toBe(trial.runs[0]!.training.epochs[4]!.loss);
    expect(table.rows[4]!.slice(7, 17)).toEqual([...trial.runs[0]!.training.epochs[4]!.coefficients]);
  });

  it("is empty after a training that stopped", () => {
    const trial = trialOf("gradient", { step: 1.1, epochs: 6 });
    expect(tableOf(trial, 1).rows[5]!.slice(1, 4)).toEqual([null, null, null]);
  });
});

describe("what is drawn of a training", () => {
  it("starts where all weights are 0, if that is known", () => {
    const [run] = trialOf("coordinate", { epochs: 3 }).runs;
    expect(losses(run!, 2, 50)[0]).toBe(100);
    expect(losses(run!, 2, 50)).toHaveLength(4);
    expect(losses(run!, 1, null)).toEqual(run!.training.epochs.map(({ loss }) => loss));
  });

  it("has gaps that bound how far the loss is from its minimum", () => {
    for (const optimizer of OPTIMIZERS)
      for (const run of trialOf(optimizer).runs) {
        const least = trialOf("coordinate", { epochs: 400 }).runs.find(({ penalty }) => penalty === run.penalty)!.training.epochs.at(-1)!.loss;
        gaps(run).forEach((gap, k) => {
          const over = (run.training.epochs[k]!.loss - least) / (diabetes.problem.yy / 2);
          expect(gap).toBeGreaterThan(over - 1e-12);
        });
      }
  });

  it("are the largest weights, in the table's order", () => {
    const epochs = [[1, -9, 0, 4], [7, 0, 0.5, 4]].map((w) => ({ number: 1, loss: 0, relativeGap: 0, coefficients: Float64Array.from(w) }));
    const run: Run = { penalty: "l1", lambda: 1, training: { epochs, step: null, diverged: false } satisfies Training };
    expect(largest([run], 4, 2)).toEqual([0, 1]);
    expect(largest([run], 4, 9)).toEqual([0, 1, 2, 3]);
  });

  it("stops at the last epoch there was", () => {
    const train = training(pair(2, 1, 0.5))({ penalty: "l1", lambda: 0.1, optimizer: "coordinate", epochs: 3 });
    const run: Run = { penalty: "l1", lambda: 0.1, training: train };
    expect(weightsAt(run, 9)).toBe(train.epochs[2]!.coefficients);
    expect(weightsAt({ ...run, training: { ...train, epochs: [] } }, 1)).toBeNull();
  });

  it("spans what can be drawn", () => {
    expect(span([[3, 1], [2, NaN, Infinity]], false)).toEqual([1, 3]);
    expect(span([[0, 1e-3, 10]], true)).toEqual([1e-3, 10]);
    expect(span([[0, NaN]], true)).toBeNull();
    expect(span([[4, 4]], false)).toEqual([2, 6]);
    expect(span([[0]], false)).toEqual([-1, 1]);
    expect(span([[8]], true)).toEqual([4, 16]);
  });
});
