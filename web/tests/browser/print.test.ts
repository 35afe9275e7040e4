// Bar 14: on paper there are no controls, nothing is cut, and the ink is dark on white, whatever the theme.
import { describe, expect, test } from "vitest";

import { made, open } from "./browser.ts";
import { cutOff, tooFaint } from "./look.ts";
import { settled, useEverything } from "./moves.ts";

const MARGIN = 38; // pixels: 10 mm
const PAPER = { width: 794 - 2 * MARGIN, height: 1123 - 2 * MARGIN }; // A4 at 96 pixels an inch

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test.each([
    { name: "diabetes", scripts: true },
    { name: "diabetes", scripts: false },
    ...made("ames", "genes").slice(0, 1).map(({ name }) => ({ name, scripts: true })),
    { name: "hostile", scripts: true },
  ])("$name prints clean; with scripts: $scripts", async ({ name, scripts }) => {
    await using opened = await open(name, { ...PAPER, theme, scripts });
    const { page } = opened;
    if (scripts) await useEverything(page);
    await page.emulateMedia({ media: "print", colorScheme: theme });
    if (scripts) await settled(page); // a page without scripts has no frames to wait for
    const seen = await page.evaluate(() => {
      const visible = (one: Element): boolean => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
      const controls = [...document.querySelectorAll("input, button, select, a.skip, nav")].filter(visible);
      // A choice that is made may stay as words; what it was made with may not.
      return {
        controls: controls.map((one) => one.outerHTML.slice(0, 100)).slice(0, 8),
        scheme: getComputedStyle(document.documentElement).colorScheme,
        paper: getComputedStyle(document.body).backgroundColor,
        ink: getComputedStyle(document.body).color,
      };
    });
    expect.soft(seen.controls, "controls").toEqual([]);
    expect.soft(seen.paper).toMatch(/^(rgb\(255, 255, 255\)|rgba\(0, 0, 0, 0\))$/);
    const [r, g, b] = seen.ink.match(/\d+/g)!.map(Number);
    expect.soft(Math.max(r!, g!, b!)).toBeLessThan(64);
    expect.soft(await page.evaluate(tooFaint), "faint on paper").toEqual([]);
    expect.soft(await page.evaluate(cutOff), "cut off").toEqual([]);
  });

  test("the report of diabetes is a PDF of a few pages", async () => {
    await using opened = await open("diabetes", { theme });
    const margin = `${MARGIN}px`;
    const pdf = await opened.page.pdf({ format: "A4", margin: { top: margin, right: margin, bottom: margin, left: margin } });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(pages).toBeLessThanOrEqual(20);
    expect(opened.troubles).toEqual([]);
  });
});
