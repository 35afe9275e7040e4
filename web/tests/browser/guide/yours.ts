// A reader's table given to the guide, and what becomes of it.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";

import { PYTHON, ROOT } from "../places.ts";

export const TROUBLE = /Traceback|Error:|Exception|NaN|\bnan\b|\binf\b|undefined|\[object/;

export interface Tables {
  dirty: string[]; // names of files
  readers: Record<string, string>; // Python's verdict on each
}

/** Readers' tables as CSV files in a folder of their own. */
export function tablesIn(folder: string): Tables {
  rmSync(folder, { recursive: true, force: true });
  const done = spawnSync(PYTHON, [join(ROOT, "web/tests/browser/guide/tables.py"), folder], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
}

/** Each gives a result, or a sentence that says why not. */
export async function giveDirty(page: Page, folder: string, { dirty }: Tables): Promise<void> {
  expect(dirty.length).toBeGreaterThanOrEqual(10);
  let results = 0;
  for (const name of dirty) {
    const { sentence, refused } = await give(page, join(folder, `${name}.csv`));
    expect.soft(sentence, name).toMatch(/^.{20,}\.$/);
    expect.soft(sentence, name).not.toMatch(TROUBLE);
    if (!refused) results++;
    const text = await page.locator(PLACE).innerText();
    expect.soft(text, name).not.toMatch(/\bNaN\b|undefined|\[object|Infinity/);
  }
  expect(results, "nearly all of these tables can be read").toBeGreaterThanOrEqual(9);
}

/** What came of it: the verdict, or a sentence why there is none. */
export interface Outcome {
  sentence: string;
  refused: boolean;
  milliseconds: number;
  longest: number; // milliseconds between two frames: how long the page did not answer
  shares: number; // how many different values the progress bar had
}

const PLACE = "[data-figure=your-data]";

/** Chooses the file, its target, and compares; `target` as the select offers it. */
export async function give(page: Page, file: string, target = "y", longest = 60_000): Promise<Outcome> {
  const place = page.locator(PLACE);
  const verdict = place.locator(".verdict");
  await page.evaluate(watch);
  const since = performance.now();
  const fresh = `Every chapter is about ${file.split("/").at(-1)} now.`;
  await place.locator("input[type=file]").setInputFiles(file);
  const alert = place.locator("[role=alert]");
  const button = place.getByRole("button", { name: "Compare", exact: true });
  await button.or(alert).first().waitFor({ timeout: longest });
  if (await button.count()) {
    await place.locator("select").first().selectOption({ value: target });
    await button.click();
    await alert.or(place.getByText(fresh)).first().waitFor({ timeout: longest });
  }
  const refused = (await alert.count()) > 0;
  const seen = await page.evaluate(() => (globalThis as unknown as { watched: () => { longest: number; shares: number } }).watched());
  const sentence = (await (refused ? alert : verdict).first().textContent())!.trim();
  return { sentence, refused, milliseconds: performance.now() - since, ...seen };
}

// Runs in the page: counts frames and the values of the progress bar, until asked.
function watch(): void {
  let [on, longest, before] = [true, 0, performance.now()];
  const shares = new Set<number>();
  const tick = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - before);
    before = now;
    const bar = document.querySelector<HTMLProgressElement>("[data-figure=your-data] progress");
    if (bar && bar.position >= 0) shares.add(bar.position);
    if (on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  (globalThis as unknown as { watched: () => { longest: number; shares: number } }).watched = () => {
    on = false;
    return { longest, shares: shares.size };
  };
}
