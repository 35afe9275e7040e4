// The page as it opens: figures come to life, with scripts; without them the prose is all there.
import { expect, test } from "vitest";

import { openFile } from "../browser.ts";
import { tooFaint, tooWide } from "../look.ts";
import { INDEX } from "./stages.ts";
import { atRest } from "./use.ts";

test("read from top to bottom, figures come to life where they are, and nothing goes wrong", async () => {
  await using opened = await openFile(INDEX, { width: 768 });
  const { page } = opened;
  const live = (): Promise<number> => page.locator("[data-figure][data-state=live]").count();
  for (const place of await page.locator("[data-figure]").all()) {
    await place.scrollIntoViewIfNeeded();
    await page.waitForFunction((one) => (one as HTMLElement).dataset["state"] === "live", await place.elementHandle(), { timeout: 5000 });
  }
  await atRest(page);
  expect(await live()).toBe(await page.locator("[data-figure]").count());
  expect(opened.troubles).toEqual([]);
});

test("without scripts the prose is all there, with formulas, and holds to the same", async () => {
  await using opened = await openFile(INDEX, { width: 320, scripts: false });
  const { page } = opened;
  expect(await page.locator(".chapter").count()).toBe(14);
  expect((await page.locator("main").innerText()).length).toBeGreaterThan(12_000);
  expect(await page.evaluate(tooFaint)).toEqual([]);
  expect(await page.evaluate(tooWide)).toEqual([]);
});

test("left alone, the page brings all figures to life, the first ones first", async () => {
  await using opened = await openFile(INDEX);
  const { page } = opened;
  await page.waitForSelector("[data-figure=start][data-state=live]");
  await page.waitForFunction(() => !document.querySelector("[data-figure]:not([data-state=live])"), null, { timeout: 30_000 });
  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect(opened.troubles).toEqual([]);
});
