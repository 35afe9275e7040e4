// A reader's table given to the guide, and what becomes of it.
import type { Page } from "playwright-core";

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
