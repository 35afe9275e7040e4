// What a reader does with the guide's figures, all of it.
import type { Page } from "playwright-core";

import { moveAll, settled } from "../moves.ts";

/** Every preset pressed, every choice made and slider moved, every question answered, tables and code opened. */
export async function useGuide(page: Page): Promise<void> {
  await pressAll(page, ".presets button:not(.reset)");
  await moveAll(page);
  await pressAll(page, ".question button"); // guesses are checked
  await page.evaluate(() => document.querySelectorAll<HTMLDetailsElement>("main details").forEach((one) => (one.open = true)));
  await settled(page);
  await pressAll(page, "[data-figure] thead th:first-child button");
  await atRest(page);
}

/** In one go inside the page: there are hundreds. */
async function pressAll(page: Page, what: string): Promise<void> {
  await page.evaluate(async (selector) => {
    for (const button of document.querySelectorAll<HTMLElement>(selector)) {
      button.click();
      await new Promise((done) => requestAnimationFrame(done));
    }
  }, what);
}

/** Figures that compute in slices have come to their end. */
export async function atRest(page: Page): Promise<void> {
  await settled(page);
  await page.waitForFunction(() => !document.querySelector("[data-figure] progress, [data-figure] [aria-busy=true]"), null, {
    timeout: 60_000,
  });
  await settled(page);
}
