// What a reader does with the guide's figures, all of it.
import type { Page } from "playwright-core";

import { settled } from "../moves.ts";

/**
 * Every question answered, every choice made, every preset but one pressed, sliders moved, tables and code opened.
 * In one go inside the page: there are hundreds of controls.
 */
export async function useGuide(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => done()));
    const press = async (one: HTMLElement): Promise<void> => {
      one.click();
      await frame();
    };
    for (const place of document.querySelectorAll<HTMLElement>("[data-figure][data-state=live]")) {
      const all = <Kind extends HTMLElement>(what: string): Kind[] => [...place.querySelectorAll<Kind>(what)];
      for (const group of all("fieldset")) await press([...group.querySelectorAll<HTMLInputElement>("input[type=radio]:not(:disabled)")].at(-1) ?? group);
      for (const button of all(".question button")) await press(button); // the guess is checked
      for (const button of all(".presets button:not(.reset)")) await press(button);
      for (const box of all<HTMLInputElement>("input[type=checkbox]:not(:disabled)")) await press(box);
      for (const slider of all<HTMLInputElement>("input[type=range]:not(:disabled)")) {
        const [least, most] = [Number(slider.min), Number(slider.max)];
        slider.value = String(least + 0.63 * (most - least));
        for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind, { bubbles: true }));
        await frame();
      }
      all<HTMLDetailsElement>("details").forEach((one) => (one.open = true));
      const heading = place.querySelector<HTMLElement>("thead button");
      if (heading) await press(heading);
    }
  });
  await atRest(page);
}

/** Figures that compute in slices have come to their end. */
export async function atRest(page: Page): Promise<void> {
  await settled(page);
  await page.waitForFunction(() => !document.querySelector("[data-figure] progress, [data-figure] [aria-busy=true]"), null, {
    timeout: 60_000,
  });
  await settled(page);
}
