// True times of the guide's figures, to be run on an idle machine: npm run bench:guide [SITE].
//
// slider: from an input event to the frame that shows it, p50 and p95 of many moves, for every slider of every figure.
// SITE: a folder that `shrinkage guide --export` wrote; without one it is written anew.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Page, chromium } from "playwright-core";

import { exportGuide } from "../tests/browser/guide/setup.ts";
import { atRest } from "../tests/browser/guide/use.ts";
import { share, timesToPaint } from "../tests/browser/pace.ts";
import { CHROMIUM, FLAGS, SITE } from "../tests/browser/places.ts";

const MOVES = 60;
const BAR = 50; // milliseconds

/** Each figure is scrolled to and measured where it stands, with all others alive around it, as a reader meets it. */
async function paces(page: Page): Promise<void> {
  for (const place of await page.locator("[data-figure]:has(input[type=range])").all())
    for (const slider of await place.locator("input[type=range]:not(:disabled)").all()) {
      const name = await slider.evaluate((one) => (one as HTMLInputElement).labels?.[0]?.textContent?.trim() ?? "");
      const times = await timesToPaint(slider, MOVES);
      const [p50, p95] = [share(times, 0.5), share(times, 0.95)];
      const label = `${await place.getAttribute("data-figure")}, ${name}`.padEnd(60);
      console.log(`${label} p50 ${p50.toFixed(1).padStart(6)} ms   p95 ${p95.toFixed(1).padStart(6)} ms${p95 > BAR ? "  over the bar" : ""}`);
    }
}

export async function main([site = SITE]: string[]): Promise<void> {
  if (site === SITE) exportGuide();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  console.log(`${browser.version()}, 1280 × 900; bar: slider to paint p95 ${BAR} ms`);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${pathToFileURL(resolve(site, "index.html")).href}?mount=all`);
  await atRest(page);
  await paces(page);
  await browser.close();
}
