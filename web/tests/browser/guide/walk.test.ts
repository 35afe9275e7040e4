// The page as a reader finds it, figures coming to life on the way: by keyboard alone, along its links, and back.
import { expect, test } from "vitest";
import type { Page } from "playwright-core";

import { openFile } from "../browser.ts";
import { settled } from "../moves.ts";
import { INDEX, openGuide } from "./stages.ts";

const plain = (hash = "", width = 1280) => openFile(INDEX, { width, query: hash });
const focusedFigure = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>("[data-figure]")?.dataset["figure"] ?? "");
const lost = (page: Page) => page.evaluate(() => document.activeElement === document.body);

test("on a phone Tab leaves no figure out, though none was there at first", async () => {
  await using opened = await plain("", 320);
  const { page } = opened;
  const wanted = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>("[data-figure]")].map((one) => one.dataset["figure"]!));
  const met: string[] = [];
  for (let stop = 0; stop < 1000 && met.length < wanted.length; stop++) {
    await page.keyboard.press("Tab");
    const figure = await focusedFigure(page);
    if (figure && figure !== met.at(-1)) met.push(figure);
  }
  expect(met).toEqual(wanted);
});

test.each([320, 1280])("at %i pixels a link of the contents brings its chapter to the top, and the focus with it", async (width) => {
  for (const chapter of ["gradients", "takeaways"]) {
    await using opened = await plain("", width);
    const { page } = opened;
    await page.evaluate(() => (document.querySelector<HTMLDetailsElement>(".contents details")!.open = true));
    await page.locator(`.contents a[href="#${chapter}"]`).focus();
    await page.keyboard.press("Enter");
    expect(await restingTop(page, chapter), `${chapter} after its link`).toBeLessThan(40);
    expect(await page.evaluate(() => document.activeElement!.id)).toBe(chapter);
  }
});

test("an address brings its chapter to the top", async () => {
  for (const chapter of ["lambda", "code"]) {
    await using opened = await plain(`#${chapter}`);
    expect(await restingTop(opened.page, chapter), chapter).toBeLessThan(40);
  }
});

/** How far its top is from that of the window, once figures have their sizes. */
async function restingTop(page: Page, id: string): Promise<number> {
  await page.waitForTimeout(1200);
  return page.evaluate((name) => Math.abs(document.getElementById(name)!.getBoundingClientRect().top), id);
}

test("Back comes back to the link that was followed", async () => {
  await using opened = await plain();
  const { page } = opened;
  for (const link of ['.contents a[href="#lambda"]', '#gradients a[href="#term-gap"]']) {
    await page.locator(link).first().focus();
    const before = await page.evaluate(() => scrollY);
    await page.keyboard.press("Enter");
    await page.waitForTimeout(1200);
    await page.goBack();
    await settled(page);
    expect(await page.evaluate((name) => document.activeElement === document.querySelector(name), link), link).toBe(true);
    expect(Math.abs((await page.evaluate(() => scrollY)) - before)).toBeLessThan(80);
    const seen = await page.evaluate(() => document.activeElement!.getBoundingClientRect());
    expect(seen.top >= 0 && seen.bottom <= 900, `${link} is in the window`).toBe(true);
  }
});

test("a guess is made with arrow keys and shown when asked for; a click shows it at once", async () => {
  await using opened = await openGuide();
  const question = opened.page.locator("[data-figure=polynomial] .question");
  const answer = question.locator(".answer");
  await question.locator("input").first().focus();
  await opened.page.keyboard.press("Space");
  await opened.page.keyboard.press("ArrowDown");
  await opened.page.keyboard.press("ArrowDown");
  expect(await answer.textContent()).toBe("");
  await question.locator("button").focus();
  await opened.page.keyboard.press("Enter");
  expect(await answer.textContent()).toMatch(/^Look again: /);
  expect(await lost(opened.page)).toBe(false);
  await opened.page.keyboard.press("Enter"); // guess again
  expect(await answer.textContent()).toBe("");
  await question.locator("label").nth(1).click();
  expect(await answer.textContent()).toMatch(/^Yes\. /);
});

test("no button loses the focus by being pressed", async () => {
  await using opened = await openGuide();
  const faults = await opened.page.evaluate(async () => {
    const found: string[] = [];
    for (const button of document.querySelectorAll<HTMLElement>(".presets button, .question button, .jumps button, .copied button")) {
      if (!button.checkVisibility()) continue;
      button.focus();
      button.click();
      await new Promise((done) => requestAnimationFrame(done));
      if (document.activeElement !== button) found.push(`${button.closest<HTMLElement>("[data-figure]")?.dataset["figure"]}: ${button.textContent}`);
    }
    return found;
  });
  expect(faults).toEqual([]);
});

test("a run of arrow keys is one entry of the history", async () => {
  await using opened = await openGuide();
  const { page } = opened;
  const slider = page.locator("[data-figure=polynomial] input[type=range]").first();
  await slider.focus();
  const entries = () => page.evaluate(() => history.length);
  const [before, value] = [await entries(), await slider.inputValue()];
  for (let press = 0; press < 6; press++) await page.keyboard.press("ArrowLeft");
  await page.waitForTimeout(1500);
  expect((await entries()) - before).toBe(1);
  await page.goBack();
  await settled(page);
  expect(await slider.inputValue()).toBe(value);
});

test("a preset says what it has led to; a slider says its own words alone, and the rest once it rests", async () => {
  await using opened = await openGuide();
  const { page } = opened;
  const stage = page.locator("[data-figure=thresholds]");
  await stage.locator(".presets button").nth(1).click();
  await page.waitForTimeout(400);
  const takeaway = (await stage.locator(".takeaway").textContent())!.replace("Take away: ", "");
  expect(await stage.locator(".stage-body > [role=status]").textContent()).toBe(takeaway);
  expect(await page.locator("output:not([aria-live=off])").count()).toBe(0);
});

test("the focus is on a slider that shows what it moves", async () => {
  await using opened = await openGuide();
  const { page } = opened;
  for (const figure of ["ball", "kkt", "polynomial", "epochs"]) {
    const slider = page.locator(`[data-figure=${figure}] .drawn input[type=range]`).first();
    await slider.evaluate((one) => one.closest("[data-figure]")!.querySelector<HTMLElement>(".presets .reset")!.focus());
    await page.keyboard.press("Tab");
    for (let stop = 0; stop < 12 && !(await slider.evaluate((one) => one === document.activeElement)); stop++) await page.keyboard.press("Tab");
    const shown = await page.locator(`[data-figure=${figure}] .drawing svg`).first().evaluate((svg) => {
      const { top, height } = svg.getBoundingClientRect();
      return Math.max(0, Math.min(innerHeight - top, height)) / height;
    });
    expect.soft(shown, `${figure}: share of its drawing in the window`).toBeGreaterThan(0.25);
  }
});
