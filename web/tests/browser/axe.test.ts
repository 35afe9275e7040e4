// Bars 1, 2 and 3: axe at three widths and two themes, before and after use; targets, contrast, and nothing sideways.
import { describe, expect, test } from "vitest";

import { violations } from "./axe.ts";
import { made, open } from "./browser.ts";
import { brokenWords, tooFaint, tooSmall, tooWide } from "./look.ts";
import { useEverything } from "./moves.ts";
import { FULL } from "./places.ts";

const WIDTHS = { light: FULL ? [320, 768, 1280] : [320, 1280], dark: FULL ? [320, 768, 1280] : [768] };
const THEMES = ["light", "dark"] as const;

describe.each(THEMES)("in the %s theme", (theme) => {
  test.each(WIDTHS[theme])("at %i pixels axe finds nothing, before and after use; nothing is too small, faint or wide", async (width) => {
    await using opened = await open("diabetes", { width, theme });
    const { page } = opened;
    for (const when of ["before use", "after use"]) {
      if (when === "after use") await useEverything(page);
      expect.soft(await violations(page), `axe ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooFaint), `contrast ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooSmall), `targets ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooWide), `overflow ${when}`).toEqual([]);
      expect.soft(await page.evaluate(brokenWords), `words ${when}`).toEqual([]);
    }
  });

  // One of the tables of hundreds of features, since axe looks at every cell.
  test.each(made("hostile", "noise", theme === "light" ? "genes" : "older"))("so too at 320 pixels for $name, in use", async ({ name }) => {
    await using opened = await open(name, { width: 320, theme });
    const { page } = opened;
    await useEverything(page);
    expect.soft(await violations(page), "axe").toEqual([]);
    expect.soft(await page.evaluate(tooFaint), "contrast").toEqual([]);
    expect.soft(await page.evaluate(tooSmall), "targets").toEqual([]);
    expect.soft(await page.evaluate(tooWide), "overflow").toEqual([]);
    if (name !== "hostile") expect.soft(await page.evaluate(brokenWords), "words").toEqual([]);
  });
});

test.each(made("diabetes", "ames", "hostile"))("$name without scripts holds to the same", async ({ name }) => {
  for (const theme of THEMES) {
    await using opened = await open(name, { width: 320, theme, scripts: false });
    expect.soft(await opened.page.evaluate(tooFaint), `contrast, ${theme}`).toEqual([]);
    expect.soft(await opened.page.evaluate(tooSmall), `targets, ${theme}`).toEqual([]);
    expect.soft(await opened.page.evaluate(tooWide), `overflow, ${theme}`).toEqual([]);
    if (name !== "hostile") expect.soft(await opened.page.evaluate(brokenWords), `words, ${theme}`).toEqual([]);
  }
});
