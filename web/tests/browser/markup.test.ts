// Bar 13: whatever names and cells look like, they are text.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { type Opened, open } from "./browser.ts";
import { useEverything } from "./moves.ts";
import { save } from "./saved.ts";
import { recordOf } from "./python.ts";

/** Elements and attributes that only markup of the table's own could have made. */
function strangers(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const foreign = document.querySelectorAll("img, iframe, object, embed, b, i, link:not([rel=icon]), base, form, template, main style, main script");
    const found = [...foreign].map((one) => one.outerHTML.slice(0, 80));
    for (const element of document.querySelectorAll("*"))
      for (const { name, value } of element.attributes)
        if (/^on/i.test(name) || (/^(href|src|xlink:href)$/i.test(name) && !/^(#|data:,)/.test(value))) found.push(`${element.tagName} ${name}=${value.slice(0, 40)}`);
    return found;
  });
}

const scripts = (page: Page): Promise<number> => page.evaluate(() => document.scripts.length);

async function check(opened: Opened): Promise<void> {
  expect(await strangers(opened.page)).toEqual([]);
  expect(opened.troubles).toEqual([]);
  expect(await opened.page.evaluate(() => "polluted" in Object.prototype || "kind" in Object.prototype)).toBe(false);
}

describe("names and cells that look like markup", () => {
  test.each([true, false])("make no element, run nothing and stay as they are; with scripts: %s", async (withScripts) => {
    await using plain = await open("diabetes", { scripts: withScripts });
    await using opened = await open("hostile", { scripts: withScripts });
    const { page } = opened;
    expect(await scripts(page)).toBe(await scripts(plain.page));
    await check(opened);
    if (withScripts) await useEverything(page);
    await check(opened);
    const text = await page.locator("body").evaluate((body) => body.textContent!);
    for (const name of ["<script>alert(1)</script>", "</script><script>alert(2)</script>", '"><img src=x onerror=alert(3)>', "'quoted' & &lt;b&gt; ]]>", "<!-- <svg onload=alert(4)>", "{@html '<b>bold</b>'} ${alert(5)} {{6}}", "javascript:alert(7)", "__proto__", "constructor", "<b onclick=alert(8)>bold</b>"])
      expect(text, name).toContain(name);
  });

  test("stand in the title and the heading, right-to-left marks made visible", async () => {
    await using opened = await open("hostile");
    const { page } = opened;
    expect(await page.title()).toContain("</title><script>alert(9)</script>");
    const heading = await page.locator("h1").textContent();
    expect(heading).toContain("</title><script>alert(9)</script>");
    const text = await page.locator("body").evaluate((body) => body.textContent!);
    for (const mark of ["\u202e", "\u202c", "\u2067", "\u200f"]) expect(text.includes(mark), `U+${mark.charCodeAt(0).toString(16)}`).toBe(false);
  });

  test("are cut where they are too long for a page", async () => {
    await using opened = await open("hostile");
    const longest = await opened.page.evaluate(() => {
      const walker = document.createTreeWalker(document.querySelector("main")!, NodeFilter.SHOW_TEXT);
      let most = 0;
      while (walker.nextNode()) most = Math.max(most, /n{100,}/.exec(walker.currentNode.textContent!)?.[0].length ?? 0);
      return most;
    });
    expect(longest).toBeLessThan(200);
  });

  test("are text in saved files too, and no formula", async () => {
    await using opened = await open("hostile");
    const { page } = opened;
    const svg = await save(page, "explorer", "SVG", "-path");
    const found = await page.evaluate((source) => {
      const read = new DOMParser().parseFromString(source, "image/svg+xml");
      return { error: read.querySelector("parsererror")?.textContent ?? null, scripts: read.querySelectorAll("script, img, foreignObject, b").length, text: read.documentElement.textContent };
    }, svg);
    expect(found.error).toBeNull();
    expect(found.scripts).toBe(0);
    const csv = await save(page, "explorer", "CSV", "-path");
    for (const cell of csv.split(/[,\r\n]+/)) expect(cell).not.toMatch(/^"?[=+@]/);
    expect(svg.length).toBeGreaterThan(1000);
    expect(recordOf("hostile").features.length).toBeGreaterThan(12);
    expect(opened.troubles).toEqual([]);
  });
});
