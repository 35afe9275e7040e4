import { describe, expect, it } from "vitest";

import { solve } from "../../gallery/data/kernel.ts";
import { pair } from "../../gallery/data/plane.ts";
import { entriesOf, heightOf } from "../../src/marks/ball/legend.ts";
import * as geometry from "../../src/marks/geometry/touch.ts";
import { amount } from "../../src/marks/words/amounts.ts";
import { ballWords, barWords, type Scene, strengthWords, tableOf } from "../../src/marks/words/ball.ts";
import { bowl } from "../../src/model/ball.ts";
import type { Quadratic } from "../../src/model/quadratic.ts";

function sceneOf(problem: Quadratic, penalty: geometry.Penalised, lambda: number, twinned = true): Scene {
  const touch = geometry.touch(problem, solve, penalty, lambda, 0.5);
  const other = penalty === "l1" ? "l2" : "l1";
  const same = twinned ? geometry.sameFit(problem, solve, other, 1, touch.level) : null;
  return {
    names: ["bmi", "bp"],
    touch,
    twin: same === null ? null : geometry.touch(problem, solve, other, same, 1),
    twinned,
    least: bowl(problem).centre,
    correlation: geometry.correlationOf(problem),
    spell: (value) => `lambda ${amount(value)}`,
  };
}
const problem = pair(3, 1, 0.5); // products with the target: 3.5 and 2.5; the second enters at lambda 1.5

describe("the sentence of a ball", () => {
  it("tells the corner, its exact zero, L2 at the same fit, and why", () => {
    const words = ballWords(sceneOf(problem, "l1", 2));
    expect(words).toContain("L1 at lambda 2 touches at a corner: bp is exactly 0, bmi is 1.5 (least squares: 3 and 1).");
    expect(words).toMatch(/L2 at the same fit \(lambda [\d.]+\) touches off the axes: bmi [\d.]+ and bp [\d.]+, neither exactly 0\./);
    expect(words).toContain("bp stays at 0 because the loss pulls it with 1.75, and the kink holds up to 2.");
  });

  it("tells an edge, where both are pulled as hard as lambda", () => {
    const words = ballWords(sceneOf(problem, "l1", 0.75, false));
    expect(words).toContain("touches along an edge: bmi 2.5 and bp 0.5, neither exactly 0");
    expect(words).toContain("The loss pulls both with 0.75, as hard as the penalty.");
    expect(words).not.toContain("same fit");
  });

  it("tells that L2 holds nothing at 0", () => {
    const words = ballWords(sceneOf(problem, "l2", 1));
    expect(words).toContain("L2 at lambda 1 touches off the axes");
    expect(words).toContain("L1 at the same fit");
    expect(words).toContain("no pull at 0");
  });

  it("does not praise L2 for a zero that least squares has", () => {
    expect(ballWords(sceneOf(pair(2, 0, 0), "l2", 1))).toContain("bp is 0, as it is under least squares");
  });

  it("holds at both ends of lambda", () => {
    expect(ballWords(sceneOf(problem, "l1", 0))).toBe("At lambda 0 nothing is penalised: the solution is least squares, bmi 3 and bp 1.");
    const words = ballWords(sceneOf(problem, "l1", 4));
    expect(words).toContain("shrunk its budget to a point: bmi exactly 0 and bp exactly 0.");
    expect(words).toContain("No finite L2 fits as badly");
    expect(ballWords(sceneOf(pair(0, 0, 0.5), "l1", 1))).toContain("neither column has to do with the target");
  });

  it("tells an elastic net with its l1_ratio, at a corner and off it", () => {
    expect(ballWords(sceneOf(problem, "elastic_net", 6))).toContain("Elastic net (l1_ratio 0.5) at lambda 6 touches at a corner");
    expect(ballWords(sceneOf(problem, "elastic_net", 0.5))).toContain("on a rounded side");
  });

  it("says of copies that L1 has no single answer and L2 shares", () => {
    expect(ballWords(sceneOf(pair(1, 1, 1), "l1", 0.5))).toContain("any split between the two is as good");
    expect(ballWords(sceneOf(pair(1, 1, 1), "l2", 0.5))).toContain("L2 shares between the two");
    expect(ballWords(sceneOf(pair(1, -1, -1), "l1", 0))).toContain("mirror images");
  });
});

it("the slider says the strength and what is 0 there", () => {
  expect(strengthWords(sceneOf(problem, "l1", 2))).toBe("lambda 2: bp exactly 0");
  expect(strengthWords(sceneOf(problem, "l1", 1))).toBe("lambda 1: neither is 0");
  expect(strengthWords(sceneOf(problem, "l1", 4))).toBe("lambda 4: both exactly 0");
});

it("bars say what is in balance and what is held", () => {
  expect(barWords(1.5, 2, 2)).toBe("coefficient 1.5: in balance");
  expect(barWords(0, 1.75, 2)).toBe("exactly 0: held, 0.25 to spare");
  expect(barWords(0, 0, 0)).toBe("coefficient 0: no pull");
});

it("the table holds the solution, its twin, least squares and the path, in full", () => {
  const scene = sceneOf(problem, "l1", 2);
  const table = tableOf(scene, geometry.trail(problem, solve, "l1", 1, 11));
  expect(table.rows.map(([what]) => what).slice(0, 3)).toEqual(["L1, shown", "L2, same fit", "least squares"]);
  expect(table.rows).toHaveLength(3 + 11);
  expect(table.rows[0]!.slice(1, 5)).toEqual([2, 1.5, 0, 1.5]);
  for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
});

it("the legend names what is drawn, in more lines where there is less room", () => {
  const { touch, twin } = sceneOf(problem, "l1", 2);
  const entries = entriesOf(touch, twin);
  expect(entries.map(({ text }) => text)).toContain("L2, same fit");
  expect(entriesOf(touch, null).map(({ text }) => text)).not.toContain("L2, same fit");
  expect(heightOf(entries, 4, 280)).toBeGreaterThan(heightOf(entries, 4, 900));
});
