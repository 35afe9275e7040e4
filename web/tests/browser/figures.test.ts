// Bar 8 for the figures beside the explorer: what each saves at ten positions of its slider is what Python says.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { made, open } from "./browser.ts";
import { place, settled } from "./moves.ts";
import { PYTHON, ROOT, folderOf } from "./places.ts";
import { csvOf, table } from "./saved.ts";

const POSITIONS = Array.from({ length: 10 }, (_, k) => k / 9);

const REST = 400; // milliseconds: long trainings wait until the slider rests

interface Saved {
  heads: string[];
  rows: string[][];
  words: string;
  way: string;
}

const saved = async (page: Page, mark: string, words = "", way = ""): Promise<Saved> => ({ ...table(await csvOf(page, mark)), words, way });

async function along(page: Page, mark: string, slider: Locator, way = ""): Promise<Saved[]> {
  const found: Saved[] = [];
  for (const position of POSITIONS) {
    await place(slider, position);
    if (mark === "epochs") await page.waitForTimeout(REST);
    await settled(page);
    found.push(await saved(page, mark, (await slider.getAttribute("aria-valuetext"))!, way));
  }
  expect(new Set(found.map((one) => JSON.stringify(one.rows))).size, `${mark} follows its slider`).toBeGreaterThanOrEqual(8);
  return found;
}

function wrong(name: string, figures: Record<string, Saved[]>): string[] {
  const done = spawnSync(PYTHON, [join(ROOT, "web/tests/browser/figures.py"), folderOf(name)], {
    input: JSON.stringify(figures),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0) throw new Error(`Python gave no answer: ${done.stderr}`);
  return JSON.parse(done.stdout);
}

describe.each(made("diabetes", "ames", "genes", "flights"))("$name", ({ name }) => {
  test("coefficients and selection are the record's", async () => {
    await using opened = await open(name);
    const { page } = opened;
    const figures = { coefficients: [await saved(page, "coefficients")], selection: [await saved(page, "selection")] };
    expect(wrong(name, figures)).toEqual([]);
  });

  test("the threshold is soft, and L2 proportional, at ten strengths", async () => {
    await using opened = await open(name);
    const slider = opened.page.locator("[data-mark=threshold] input[type=range]").first();
    expect(wrong(name, { threshold: await along(opened.page, "threshold", slider) })).toEqual([]);
  });

  test("ball and contours touch where Python's solution is, for each penalty at ten strengths", async () => {
    await using opened = await open(name);
    const { page } = opened;
    const mark = page.locator("[data-mark=ball]");
    const tables: Saved[] = [];
    for (const penalty of await mark.locator("input[type=radio]").all()) {
      await penalty.check();
      await settled(page);
      tables.push(...(await along(page, "ball", mark.locator("input[type=range]").first())));
    }
    expect(tables.length).toBe(30);
    expect(wrong(name, { ball: tables })).toEqual([]);
  });
});

test.each(made("diabetes", "fifty"))("$name: every epoch is that of Python's trainer, for each way to train at ten strengths", async ({ name }) => {
  await using opened = await open(name);
  const { page } = opened;
  const mark = page.locator("[data-mark=epochs]");
  const tables: Saved[] = [];
  for (const way of await mark.locator("fieldset").first().locator("input[type=radio]").all()) {
    await way.check();
    await settled(page);
    tables.push(...(await along(page, "epochs", mark.locator("input[type=range]").first(), await way.inputValue())));
  }
  expect(tables.length).toBe(30);
  expect(wrong(name, { epochs: tables })).toEqual([]);
  expect(opened.troubles).toEqual([]);
});
