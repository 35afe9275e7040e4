// Bars 4 and 14: on paper no controls, nothing cut, dark ink on white; and nothing moves by itself.
import { describe, expect, test } from "vitest";

import { cutOff, tooFaint } from "../look.ts";
import { settled } from "../moves.ts";
import { openGuide } from "./stages.ts";
import { atRest, useGuide } from "./use.ts";

const MARGIN = 38; // pixels: 10 mm
const PAPER = { width: 794 - 2 * MARGIN, height: 1123 - 2 * MARGIN }; // A4 at 96 pixels an inch

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test("the guide prints clean", async () => {
    await using opened = await openGuide({ ...PAPER, theme });
    const { page } = opened;
    await useGuide(page);
    await page.emulateMedia({ media: "print", colorScheme: theme });
    await settled(page);
    const seen = await page.evaluate(() => {
      const visible = (one: Element): boolean => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
      // The claims of a table are words, though they can be pressed on a screen.
      const controls = [...document.querySelectorAll("input, button, select, a.skip, nav")].filter(visible).filter((one) => !one.matches("td button"));
      return { controls: controls.map((one) => `${one.closest<HTMLElement>("[data-figure]")?.dataset["figure"]}: ${one.outerHTML.slice(0, 90)}`), ink: getComputedStyle(document.body).color, paper: getComputedStyle(document.body).backgroundColor };
    });
    expect.soft(seen.controls, "controls").toEqual([]);
    expect.soft(seen.paper).toMatch(/^(rgb\(255, 255, 255\)|rgba\(0, 0, 0, 0\))$/);
    expect.soft(Math.max(...seen.ink.match(/\d+/g)!.map(Number))).toBeLessThan(64);
    expect.soft(await page.evaluate(tooFaint), "faint on paper").toEqual([]);
    expect.soft(await page.evaluate(cutOff), "cut off").toEqual([]);
  });
});

test.each([false, true])("nothing moves by itself; reduced motion: %s", async (still) => {
  await using opened = await openGuide({ still });
  const { page } = opened;
  await atRest(page);
  const look = (): Promise<string[]> =>
    page.evaluate(() => [...document.querySelectorAll<HTMLElement>("[data-figure]")].map((one) => `${one.dataset["figure"]}: ${one.innerHTML}`));
  const before = await look();
  await page.waitForTimeout(700);
  const after = await look();
  expect(before.filter((one, at) => one !== after[at]).map((one) => one.split(":")[0])).toEqual([]);
  const running = (): Promise<string[]> =>
    page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").map((one) => (one.effect as KeyframeEffect).target?.outerHTML.slice(0, 80) ?? ""));
  expect(await running()).toEqual([]);
  if (!still) return;
  await useGuide(page);
  expect(await running()).toEqual([]);
});
