// Bars 1, 2, 3 and 7: axe at three widths and two themes, before and after use; targets, contrast, nothing sideways, and
// nothing asked of any network, said on the console or against the page's policy.
import { describe, expect, test } from "vitest";

import { violations } from "../axe.ts";
import { openFile } from "../browser.ts";
import { brokenWords, tooFaint, tooSmall, tooWide } from "../look.ts";
import { INDEX, openGuide } from "./stages.ts";
import { atRest, useGuide } from "./use.ts";

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test.each([320, 768, 1280])("at %i pixels axe finds nothing, before and after use; nothing is too small, faint or wide", async (width) => {
    await using opened = await openGuide({ width, theme });
    const { page } = opened;
    for (const when of ["before use", "after use"]) {
      if (when === "after use") await useGuide(page);
      else await atRest(page);
      expect.soft(await violations(page), `axe ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooFaint), `contrast ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooSmall), `targets ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooWide), `overflow ${when}`).toEqual([]);
      expect.soft(await page.evaluate(brokenWords), `words ${when}`).toEqual([]);
    }
    expect.soft(opened.troubles).toEqual([]);
  });
});

test("read from top to bottom, figures come to life where they are, and nothing goes wrong", async () => {
  await using opened = await openFile(INDEX, { width: 768 });
  const { page } = opened;
  const live = (): Promise<number> => page.locator("[data-figure][data-state=live]").count();
  expect(await live()).toBeLessThan(8);
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
