// Bar 2: everything by keyboard alone, in order, seen, and out again.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { made, open } from "./browser.ts";
import { focused, reachable } from "./look.ts";
import { choose, penalties, settled, sliders } from "./moves.ts";

interface Stop {
  stop: number;
  seen: boolean;
  inView: boolean;
  html: string;
}

/** Tab from the top until the page is left, at most `most` times. */
async function walk(page: Page, most: number): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let step = 0; step < most; step++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(focused);
    if (!here || (stops.length && here.stop === stops[0]!.stop)) break; // out of the page, or round to its start
    stops.push(here);
  }
  return stops;
}

test.each([
  { name: "diabetes", width: 1280 },
  { name: "diabetes", width: 320 },
  { name: "noise", width: 768 },
])("Tab comes to every control of $name at $width pixels, in order, and can be seen there; no trap", async ({ name, width }) => {
  await using opened = await open(name, { width });
  const expected = await opened.page.evaluate(reachable);
  expect(expected.length).toBeGreaterThan(20);
  const stops = await walk(opened.page, expected.length + 5);
  expect(stops.map(({ html }) => html.slice(0, 60))).toEqual(expected.map((html) => html.slice(0, 60)));
  expect(stops.map(({ stop }) => stop)).toEqual(expected.map((_, at) => at));
  expect(stops.filter(({ seen }) => !seen).map(({ html }) => html), "no focus to be seen").toEqual([]);
  expect(stops.filter(({ inView }) => !inView).map(({ html }) => html), "focus outside the window").toEqual([]);
});

test("Shift and Tab goes back the same way", async () => {
  await using opened = await open("diabetes");
  const { page } = opened;
  const expected = await page.evaluate(reachable);
  for (let step = 0; step < 12; step++) await page.keyboard.press("Tab");
  const back: number[] = [];
  for (let step = 0; step < 11; step++) {
    await page.keyboard.press("Shift+Tab");
    back.push((await page.evaluate(focused))!.stop);
  }
  expect(expected.length).toBeGreaterThan(12);
  expect(back).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
});

test("the first stop skips to the verdict, past the contents", async () => {
  await using opened = await open("diabetes", { width: 320 });
  const { page } = opened;
  await page.keyboard.press("Tab");
  const skip = page.locator("a.skip");
  await expect(skip.evaluate((one) => one === document.activeElement)).resolves.toBe(true);
  const box = (await skip.boundingBox())!;
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.height).toBeGreaterThanOrEqual(24);
  await page.keyboard.press("Enter");
  expect(new URL(page.url()).hash).toBe("#verdict");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement!.closest("main") !== null)).toBe(true);
});

describe("sliders", () => {
  const state = (page: Page) =>
    page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement;
      const figure = at.closest("[data-mark]")!;
      return {
        value: Number(at.value),
        words: at.getAttribute("aria-valuetext") ?? "",
        output: [...(at.labels ?? [])].length ? (figure.querySelector(`output[for="${CSS.escape(at.id)}"]`)?.textContent ?? "") : "",
        drawing: [...figure.querySelectorAll("svg")].map((one) => one.innerHTML).join("") + (figure.querySelector("dl")?.textContent ?? ""),
      };
    });

  test.each(made("diabetes", "older", "wide"))("of $name: arrows, Home and End move each, its words, its output and its drawing", async ({ name }) => {
    await using opened = await open(name);
    const { page } = opened;
    const all = await sliders(page);
    expect(all.length).toBeGreaterThan(0);
    for (const slider of all) {
      await slider.focus();
      const html = await slider.evaluate((one) => one.outerHTML.slice(0, 120));
      const seen: { words: string; value: number }[] = [];
      for (const key of ["Home", "ArrowRight", "PageUp", "ArrowUp", "ArrowLeft", "End"]) {
        const before = await state(page);
        await page.keyboard.press(key);
        await settled(page);
        const after = await state(page);
        expect(after.words, html).toMatch(/\d/);
        expect(after.output, `${html}: what is shown and what is read out differ`).toBe(after.words);
        if (key !== "Home") expect(after.value, `${key} does not move ${html}`).not.toBe(before.value);
        seen.push(after);
        if (key === "End") expect(after.drawing, `${html}: nothing in the figure follows`).not.toBe(before.drawing);
      }
      expect(new Set(seen.map(({ words }) => words)).size, `${html}: its words stay the same`).toBeGreaterThanOrEqual(3);
    }
    expect(opened.troubles).toEqual([]);
  });

  test("of every penalty say the strength, how many features are used and the error", async () => {
    await using opened = await open("diabetes");
    const { page } = opened;
    const offered = await penalties(page);
    expect(offered).toEqual(["l1", "l2", "elastic_net"]);
    for (const penalty of offered) {
      await choose(page, penalty);
      const words = await page.locator("[data-mark=explorer] input[type=range]").first().getAttribute("aria-valuetext");
      expect(words).toMatch(/lambda .*\d.* of 10 features.*CV error \d/);
    }
  });
});

test("penalties are chosen by arrows, as radio buttons are", async () => {
  await using opened = await open("diabetes");
  const { page } = opened;
  await page.locator("[data-mark=explorer] fieldset").first().locator("input:checked").focus();
  const model = () => page.locator("[data-mark=explorer] [data-model]").first().getAttribute("data-model");
  const first = await model();
  await page.keyboard.press("ArrowRight");
  await settled(page);
  expect(await model()).not.toBe(first);
  await page.keyboard.press("ArrowLeft");
  await settled(page);
  expect(await model()).toBe(first);
});

test("tables open by Enter and are sorted by their headings", async () => {
  await using opened = await open("diabetes");
  const { page } = opened;
  const details = page.locator("[data-mark=errors] details").first();
  await details.locator("summary").focus();
  await page.keyboard.press("Enter");
  await settled(page);
  expect(await details.evaluate((one) => (one as HTMLDetailsElement).open)).toBe(true);
  const rows = () => details.locator("tbody tr").allTextContents();
  const before = await rows();
  expect(before.length).toBeGreaterThanOrEqual(4);
  await page.keyboard.press("Tab"); // the table as a thing that scrolls
  await page.keyboard.press("Tab"); // its first heading
  await page.keyboard.press("Enter");
  await settled(page);
  expect(await details.locator("th[aria-sort=ascending], th[aria-sort=descending]").count()).toBe(1);
  expect(await rows()).not.toEqual(before);
  expect((await rows()).sort()).toEqual([...before].sort());
});
