// True times of the report's page, to be run on an idle machine: npm run bench [NAME …].
//
// opening: from navigation to the end of the task that makes every figure live, cold, median of a few.
// slider: from an input event to the frame that shows it, p50 and p95 of many moves, for each penalty's strength and every other slider.
import { pathToFileURL } from "node:url";
import { type Browser, type Page, chromium } from "playwright-core";

import { choose, penalties, sliders } from "../tests/browser/moves.ts";
import { share, timesToPaint } from "../tests/browser/pace.ts";
import { CHROMIUM, FLAGS, fileOf } from "../tests/browser/places.ts";
import { type Made, makeReports } from "../tests/browser/setup.ts";

const OPENINGS = 5;
const MOVES = 60;
const BARS = { opening: 1000, slider: 50 }; // milliseconds

async function opened(browser: Browser, name: string): Promise<{ page: Page; milliseconds: number }> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.addInitScript(() => {
    new MutationObserver((_, all) => {
      if (document.documentElement.dataset["live"] !== "yes") return;
      all.disconnect();
      requestAnimationFrame(() => setTimeout(() => Object.assign(globalThis, { alive: performance.now() })));
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-live"] });
  });
  await page.goto(pathToFileURL(fileOf(name)).href);
  const handle = await page.waitForFunction(() => (globalThis as unknown as { alive?: number }).alive);
  return { page, milliseconds: (await handle.jsonValue())! };
}

async function openings(browser: Browser, name: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < OPENINGS; run++) {
    const { page, milliseconds } = await opened(browser, name);
    times.push(milliseconds);
    await page.context().close();
  }
  return share(times, 0.5);
}

interface Pace {
  slider: string;
  p50: number;
  p95: number;
}

async function paces(page: Page): Promise<Pace[]> {
  const found: Pace[] = [];
  for (const [turn, penalty] of (await penalties(page)).entries()) {
    await choose(page, penalty);
    for (const [at, slider] of (await sliders(page)).entries()) {
      if (at > 0 && turn > 0) continue; // the others do not follow the penalty
      const label = await slider.evaluate((one) => {
        const mark = one.closest("[data-mark]")?.getAttribute("data-mark") ?? "page";
        return `${mark}, ${(one as HTMLInputElement).labels?.[0]?.textContent?.trim() ?? ""}`;
      });
      const times = await timesToPaint(slider, MOVES);
      found.push({ slider: label.startsWith("explorer") ? `${label} of ${penalty}` : label, p50: share(times, 0.5), p95: share(times, 0.95) });
    }
  }
  return found;
}

const over = (value: number, bar: number): string => (value > bar ? "  over the bar" : "");

async function report(browser: Browser, { name, features, rows, bytes }: Made): Promise<void> {
  const opening = await openings(browser, name);
  console.log(`\n${name}: ${rows.toLocaleString("en")} rows, ${features} features, ${(bytes / 1000).toFixed(0)} kB; opens in ${opening.toFixed(0)} ms${over(opening, BARS.opening)}`);
  const { page } = await opened(browser, name);
  for (const { slider, p50, p95 } of await paces(page))
    console.log(`  ${slider.padEnd(44)} p50 ${p50.toFixed(1).padStart(6)} ms   p95 ${p95.toFixed(1).padStart(6)} ms${over(p95, BARS.slider)}`);
  await page.context().close();
}

export async function main(names: string[]): Promise<void> {
  const made = makeReports(names).filter((one) => !one.skipped);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  console.log(`${browser.version()}, 1280 × 900; bars: opening ${BARS.opening} ms, slider to paint p95 ${BARS.slider} ms`);
  for (const one of made) await report(browser, one);
  await browser.close();
}
