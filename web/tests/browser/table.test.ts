// A reader's own table in a real browser: in its worker, under a strict policy, from a file, with the page responsive.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openFile, type Opened } from "./browser.ts";
import { ROOT } from "./places.ts";
import { buildTablePage } from "./table/build.ts";
import { mixedTable } from "./table/mixed.ts";
import type { Ran } from "./table/page.ts";

let opened: Opened;

beforeAll(async () => void (opened = await openFile(await buildTablePage())));
afterAll(async () => opened?.[Symbol.asyncDispose]());

const compare = (name: string, text: string, target: string, stopAfter?: number): Promise<Ran> =>
  opened.page.evaluate(([own, csv, goal, stop]) => window.table.compare(own, csv, goal, stop), [
    name,
    text,
    target,
    stopAfter,
  ] as const);

test("the diabetes table as Python has it", async () => {
  const expected = JSON.parse(readFileSync(join(ROOT, "web/tests/golden/tables/diabetes.json"), "utf8"));
  const { data, problem } = await compare(
    "diabetes.csv",
    readFileSync(join(ROOT, "examples/diabetes.csv"), "utf8"),
    "target",
  );
  expect(problem).toBe("");
  expect(data!.verdict.sentence).toBe(expected.verdict.sentence);
  expect(data!.rows).toEqual({ read: 442, used: 442, train: 354, test: 88 });
});

test("20,000 rows of 30 columns in a few seconds, told of all the way, the page responsive", async () => {
  const { data, problem, milliseconds, stages, shares, longest } = await compare("table.csv", mixedTable(20_000), "y");
  expect(problem).toBe("");
  expect(data!.verdict.choice).not.toBe("mean");
  expect(stages.at(-1)).toBe("judging");
  expect(shares.every((share, i) => i === 0 || share >= shares[i - 1]! - 1e-9)).toBe(true);
  console.log(
    `20,000 × 30: ${Math.round(milliseconds)} ms, ${shares.length} reports, longest wait ${Math.round(longest)} ms`,
  );
  expect(milliseconds).toBeLessThan(15_000); // far more than it takes on a machine that does nothing else
  expect(longest).toBeLessThan(1_000);
});

test("it stops when told to, and takes the next question", async () => {
  const stopped = await compare("table.csv", mixedTable(20_000), "y", 70);
  expect(stopped.problem).toBe("stopped");
  const { data } = await compare(
    "small.csv",
    `x,y\n${Array.from({ length: 60 }, (_, i) => `${i},${2 * i + ((i * 7) % 5)}`).join("\n")}`,
    "y",
  );
  expect(data!.verdict.sentence).toMatch(/^Use /);
});

test("what is wrong is a sentence, and nothing goes wrong otherwise", async () => {
  expect(
    (
      await compare(
        "words.csv",
        `x,y\n${Array.from({ length: 60 }, (_, i) => `${i},${i % 2 ? "red" : "blue"}`).join("\n")}`,
        "y",
      )
    ).problem,
  ).toMatch(/^the target 'y' is text/);
  expect((await compare("empty.csv", "", "y")).problem).toBe(
    "'empty.csv' is empty; name a file with columns and rows.",
  );
  expect(
    await opened.page.evaluate(() =>
      window.table.columns("two.csv", "a,b\n1,red\n2,red\n3,blue\n4,blue\n5,red\n6,red\n7,blue\n8,blue\n9,red\n0,blue"),
    ),
  ).toEqual([
    { name: "a", role: "numeric" },
    { name: "b", role: "categorical" },
  ]);
  expect(opened.troubles).toEqual([]);
});
