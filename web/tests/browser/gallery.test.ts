// Every mark with ordinary and with odd data: bars 1, 2 and 3, the policy, and downloads that stand on their own.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { beforeAll, describe, expect, test } from "vitest";

import { violations } from "./axe.ts";
import { browser } from "./browser.ts";
import { tooFaint, tooSmall, tooWide } from "./look.ts";
import { moveAll, settled } from "./moves.ts";
import { BUILT, FULL, ROOT } from "./places.ts";
import { csvOf, save, table } from "./saved.ts";

const MARKS = ["CvCurve", "Errors", "Coefficients", "Selection", "Threshold", "Ball", "Epochs"];
const OUT = join(BUILT, "gallery");

beforeAll(async () => {
  mkdirSync(OUT, { recursive: true });
  process.env["GALLERY"] = OUT;
  await build({ configFile: join(ROOT, "web/vite.gallery.config.ts"), root: join(ROOT, "web"), logLevel: "error", mode: "production" });
});

async function gallery(only: string, width: number, theme: "light" | "dark" = "light") {
  const context = await (await browser()).newContext({ viewport: { width, height: 900 }, colorScheme: theme, acceptDownloads: true });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (line) => {
    if (["error", "warning"].includes(line.type())) troubles.push(line.text());
  });
  page.on("pageerror", (error) => troubles.push(error.message));
  await page.goto(`${pathToFileURL(join(OUT, "index.html")).href}?only=${only}`);
  await page.waitForSelector("section figure");
  await settled(page);
  return { page, troubles, [Symbol.asyncDispose]: () => context.close() };
}

describe.each(MARKS)("%s", (mark) => {
  test.each([
    [280, "dark"],
    [1280, "light"],
  ] as const)("at %i pixels, %s: nothing for axe, nothing too small, faint or wide, before and after use", async (width, theme) => {
    await using opened = await gallery(mark, width, theme);
    const { page, troubles } = opened;
    for (const when of ["before use", "after use"]) {
      if (when === "after use") await moveAll(page);
      // Reports are looked at by axe before use too; here it is odd data that might break something.
      if (FULL || when === "after use") expect.soft(await violations(page), `axe ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooFaint), `contrast ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooSmall), `targets ${when}`).toEqual([]);
      expect.soft(await page.evaluate(tooWide), `overflow ${when}`).toEqual([]);
    }
    expect(troubles).toEqual([]);
  });

  test("no drawing holds a number that is none, and no text of one leaves it", async () => {
    for (const width of [280, 1280]) {
      await using opened = await gallery(mark, width);
      await moveAll(opened.page);
      const found = await opened.page.evaluate(() =>
        [...document.querySelectorAll(".drawing > svg")].flatMap((svg) => {
          const box = svg.getBoundingClientRect();
          const broken = [...svg.querySelectorAll("*")].filter((one) => [...one.attributes].some(({ name, value }) => name !== "class" && /NaN|Infinity|undefined/.test(value)));
          const outside = [...svg.querySelectorAll("text")].filter((text) => {
            const at = text.getBoundingClientRect();
            return at.width > 0 && (at.left < box.left - 12 || at.right > box.right + 12);
          });
          return [...broken.map((one) => one.outerHTML.slice(0, 120)), ...outside.map((text) => `outside: ${text.textContent?.trim().slice(0, 60)}`)];
        }),
      );
      expect(found, `${width} pixels`).toEqual([]);
    }
  });

  test("every slider says its value in words, and the keyboard moves it", async () => {
    await using opened = await gallery(mark, 768);
    for (const slider of await opened.page.locator("input[type=range]").all()) {
      await slider.focus();
      const [most, before, words] = await slider.evaluate((one: HTMLInputElement) => [one.max, one.value, one.getAttribute("aria-valuetext")]);
      expect(words).toMatch(/\d/);
      await slider.press(before === most ? "Home" : "End");
      await settled(opened.page);
      expect(await slider.getAttribute("aria-valuetext")).not.toBe(words);
    }
  });

  test("a drawing saved as SVG stands on its own, and its numbers as CSV", async () => {
    await using opened = await gallery(mark, 768);
    const drawing = await save(opened.page, mark, "SVG");
    expect(drawing).toMatch(/^<\?xml[^>]*>\n<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(drawing).not.toMatch(/class=|style=|var\(/);
    const { heads, rows } = table(await csvOf(opened.page, mark));
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) expect(row).toHaveLength(heads.length);
  });
});
