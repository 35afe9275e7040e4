// What a reader does with a page.
import type { Locator, Page } from "playwright-core";

/** Svelte has applied what changed and the browser has drawn it. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
}

export async function sliders(page: Page): Promise<Locator[]> {
  return page.locator("input[type=range]:not(:disabled)").all();
}

/** Puts a slider at a share of its way, as a drag does. */
export async function place(slider: Locator, share: number): Promise<void> {
  await slider.evaluate((element, part) => {
    const input = element as HTMLInputElement;
    const [least, most] = [Number(input.min), Number(input.max)];
    input.value = String(least + part * (most - least));
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }, share);
}

/** Which penalties the explorer offers, by the value of their radio button. */
export async function penalties(page: Page): Promise<string[]> {
  return page.locator("[data-mark=explorer] fieldset").first().locator("input[type=radio]").evaluateAll((all) =>
    all.map((one) => (one as HTMLInputElement).value),
  );
}

export async function choose(page: Page, penalty: string): Promise<void> {
  await page.locator(`[data-mark=explorer] fieldset >> nth=0 >> input[type=radio][value="${penalty}"]`).check();
  await settled(page);
}

/** Touches everything once: sliders moved, the last of each choice taken, switches turned, tables opened and sorted. */
export async function useEverything(page: Page): Promise<void> {
  await moveAll(page);
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  await settled(page);
  const heading = page.locator("thead button").first();
  if (await heading.count()) await heading.click();
  await settled(page);
}

/** The last of every choice taken, every switch turned, every slider moved; in one go inside the page. */
export async function moveAll(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => done()));
    const all = (what: string): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>(what)];
    for (const group of document.querySelectorAll("fieldset")) {
      const last = [...group.querySelectorAll<HTMLInputElement>("input[type=radio]:not(:disabled)")].at(-1);
      last?.click();
      if (last) await frame();
    }
    for (const box of all("input[type=checkbox]:not(:disabled)")) box.click();
    await frame();
    for (const slider of all("input[type=range]:not(:disabled)")) {
      const [least, most] = [Number(slider.min), Number(slider.max)];
      slider.value = String(least + 0.63 * (most - least));
      for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind, { bubbles: true }));
      await frame();
    }
  });
  await settled(page);
}
