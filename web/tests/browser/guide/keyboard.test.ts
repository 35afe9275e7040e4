// Bar 2: everything by keyboard alone, in order, seen; sliders say in words where they stand.
import { expect, test } from "vitest";

import { focused, reachable } from "../look.ts";
import { settled } from "../moves.ts";
import { openGuide } from "./stages.ts";
import { atRest } from "./use.ts";

test.each([320, 1280])("at %i pixels Tab comes to every control in order, and can be seen there; no trap", async (width) => {
  await using opened = await openGuide({ width });
  const { page } = opened;
  await atRest(page);
  const expected = await page.evaluate(reachable);
  expect(expected.length).toBeGreaterThan(150);
  const faults: string[] = [];
  for (const [at, html] of expected.entries()) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(focused);
    if (here?.stop !== at) {
      faults.push(`stop ${at}, ${html}: focus is at ${here?.stop}, ${here?.html}`);
      break; // from here on everything would be one off
    }
    if (!here.seen) faults.push(`no focus to be seen: ${html}`);
    if (!here.inView) faults.push(`focus outside the window: ${html}`);
  }
  expect(faults).toEqual([]);
  await page.keyboard.press("Tab");
  const after = await page.evaluate(focused);
  expect(after === null || after.stop === 0, "out of the page, or round to its start").toBe(true);
});

test("arrows, Home and End move every slider, its words and its figure", async () => {
  await using opened = await openGuide();
  const { page } = opened;
  await atRest(page);
  const state = () =>
    page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement;
      const place = at.closest<HTMLElement>("[data-figure]")!;
      return { value: Number(at.value), words: at.getAttribute("aria-valuetext") ?? "", drawing: place.querySelector(".drawn")!.innerHTML, name: `${place.dataset["figure"]}: ${at.labels?.[0]?.textContent?.trim() ?? at.ariaLabel}` };
    });
  const faults: string[] = [];
  const all = await page.locator("[data-figure] input[type=range]:not(:disabled)").all();
  expect(all.length).toBeGreaterThan(15);
  for (const slider of all) {
    await slider.focus();
    const seen = new Set<string>();
    let before = await state();
    for (const key of ["Home", "ArrowRight", "End"]) {
      await page.keyboard.press(key);
      await settled(page);
      const after = await state();
      if (!/[\dA-Za-z]/.test(after.words)) faults.push(`${after.name}: “${after.words}” is no value`);
      if (key !== "Home" && after.value === before.value) faults.push(`${after.name}: ${key} does not move it`);
      if (key === "End" && after.drawing === before.drawing) faults.push(`${after.name}: nothing follows`);
      seen.add(after.words);
      before = after;
    }
    if (seen.size < 2) faults.push(`${before.name}: its words stay “${before.words}”`);
  }
  expect(faults).toEqual([]);
  expect(opened.troubles).toEqual([]);
});

test("the first stop skips to the guide, past the contents", async () => {
  await using opened = await openGuide({ width: 320 });
  const { page } = opened;
  await page.keyboard.press("Tab");
  expect((await page.evaluate(focused))?.html).toContain("skip");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement!.closest("main") !== null)).toBe(true);
});

test("what scrolls, and is not drawn, can be scrolled by keyboard", async () => {
  await using opened = await openGuide({ width: 320 });
  await opened.page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  await settled(opened.page);
  const stuck = await opened.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("main *")]
      .filter((one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1)
      .filter((one) => one.tabIndex < 0 && !one.querySelector("a[href], button, input, select, [tabindex='0']"))
      .map((one) => one.outerHTML.slice(0, 100)),
  );
  expect(stuck).toEqual([]);
});
