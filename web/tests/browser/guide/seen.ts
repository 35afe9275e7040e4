// Bars 1, 2, 3 and 7: axe at three widths, before and after use; targets, contrast, nothing sideways, and nothing asked of
// any network, said on the console or against the page's policy. A file for each theme, so that they run side by side.
import { expect, test } from "vitest";

import { violations } from "../axe.ts";
import { brokenWords, tooFaint, tooSmall, tooWide } from "../look.ts";
import { FULL } from "../places.ts";
import { openGuide } from "./stages.ts";
import { atRest, useGuide } from "./use.ts";

export function looksRight(theme: "light" | "dark"): void {
  const widths = FULL ? [320, 768, 1280] : theme === "light" ? [320, 1280] : [768];
  test.each(widths)("at %i pixels axe finds nothing in use, nor at 1280 before it; nothing is too small, faint or wide", async (width) => {
    await using opened = await openGuide({ width, theme });
    const { page } = opened;
    await atRest(page);
    // What is there before use is there after it too, and looked at then; once is enough to see that nothing hides it.
    for (const when of FULL || width === 1280 ? ["before use", "after use"] : ["after use"]) {
      if (when === "after use") await useGuide(page);
      expect.soft(await violations(page), `axe ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooFaint), `contrast ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooSmall), `targets ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooWide), `overflow ${when}`).toEqual([]);
      expect.soft(await page.evaluate(brokenWords), `words ${when}`).toEqual([]);
    }
    expect.soft(opened.troubles).toEqual([]);
  });
}
