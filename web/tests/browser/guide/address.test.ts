// Bar 9: the address restores everything that was set, and Back undoes it.
import { chromium } from "playwright-core";
import { expect, test } from "vitest";

import { openFile } from "../browser.ts";
import { settled } from "../moves.ts";
import { CHROMIUM, FLAGS } from "../places.ts";
import { INDEX, type Said, openGuide, said } from "./stages.ts";
import { atRest } from "./use.ts";

const told = (all: readonly Said[]) => Object.fromEntries(all.map(({ figure, result, takeaway, controls }) => [figure, { result, takeaway, controls }]));

/** Figures whose state differs between two looks at the page. */
function unlike(one: readonly Said[], other: readonly Said[]): string[] {
  const [before, after] = [told(one), told(other)];
  return Object.keys(before).filter((figure) => JSON.stringify(before[figure]) !== JSON.stringify(after[figure]));
}

test("whatever presets and sliders have set stands again in a page that is opened by the address", async () => {
  await using opened = await openGuide();
  const { page } = opened;
  const before = await said(page);
  for (const way of ["first preset", "last preset", "sliders"]) {
    await page.evaluate((how) => {
      for (const place of document.querySelectorAll("[data-figure][data-state=live]")) {
        const presets = [...place.querySelectorAll<HTMLElement>(".presets button:not(.reset)")];
        if (how !== "sliders") presets.at(how === "first preset" ? 0 : -1)?.click();
        else
          for (const slider of place.querySelectorAll<HTMLInputElement>(".drawn input[type=range]:not(:disabled)")) {
            const [least, most] = [Number(slider.min), Number(slider.max)];
            slider.value = String(least + 0.41 * (most - least));
            for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind, { bubbles: true }));
          }
      }
    }, way);
    await atRest(page);
    const set = await said(page);
    expect(unlike(before, set).length, way).toBeGreaterThan(way === "sliders" ? 10 : 5);
    await using again = await openGuide({ hash: new URL(page.url()).hash });
    await atRest(again.page);
    expect.soft(unlike(set, await said(again.page)), `${way}: not restored by ${page.url().slice(-300)}`).toEqual([]);
    expect.soft(again.troubles).toEqual([]);
  }
});

test("Back undoes each preset and each drag, Forward does it again, Reset returns to the default", async () => {
  await using opened = await openGuide();
  const faults = await opened.page.evaluate(async () => {
    const frame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => done()));
    const travelled = (by: number): Promise<void> =>
      new Promise((done) => {
        const late = setTimeout(done, 1000);
        addEventListener("popstate", () => (clearTimeout(late), done()), { once: true });
        history.go(by);
      });
    const calm = async (place: Element): Promise<string> => {
      const result = place.querySelector<HTMLElement>("[data-result]")!;
      for (let same = 0, before = ""; same < 3; before = result.dataset["result"]!) {
        await frame();
        same = before === result.dataset["result"] && !place.querySelector("progress, [aria-busy=true]") ? same + 1 : 0;
      }
      const controls = [...place.querySelectorAll<HTMLInputElement>(".drawn :is(input:not([type=file]), select)")];
      return JSON.stringify([result.dataset["result"], controls.map((one) => [one.ariaValueText ?? one.value, one.checked])]);
    };
    const found: string[] = [];
    for (const place of document.querySelectorAll<HTMLElement>("[data-figure][data-state=live]")) {
      const name = place.dataset["figure"]!;
      const start = await calm(place);
      const preset = place.querySelectorAll<HTMLElement>(".presets button:not(.reset)");
      const slider = place.querySelector<HTMLInputElement>(".drawn input[type=range]:not(:disabled)");
      const moves: [string, () => void][] = [];
      if (preset.length) moves.push(["a preset", () => preset[preset.length - 1]!.click()]);
      if (slider)
        moves.push([
          "a drag",
          () => {
            for (const share of [0.3, 0.35, 0.4, 0.27]) {
              slider.value = String(Number(slider.min) + share * (Number(slider.max) - Number(slider.min)));
              slider.dispatchEvent(new Event("input", { bubbles: true }));
            }
            slider.dispatchEvent(new Event("change", { bubbles: true }));
          },
        ]);
      for (const [what, move] of moves) {
        const before = location.hash;
        move();
        const moved = await calm(place);
        if (moved === start) continue; // a preset that is the default
        if (location.hash === before) {
          found.push(`${name}: the address does not know of ${what}`);
          continue;
        }
        await travelled(-1);
        if ((await calm(place)) !== start) found.push(`${name}: Back does not undo ${what}`);
        await travelled(1);
        if ((await calm(place)) !== moved) found.push(`${name}: Forward does not do ${what} again`);
        const reset = place.querySelector<HTMLButtonElement>(".presets .reset");
        if (!reset) found.push(`${name}: nothing resets ${what}`);
        else if (reset.ariaDisabled === "true") found.push(`${name}: Reset does not offer itself after ${what}`);
        reset?.click();
        if ((await calm(place)) !== start) found.push(`${name}: Reset does not undo ${what}`);
      }
    }
    return found;
  });
  expect(faults).toEqual([]);
});

test("nonsense in the address changes nothing", async () => {
  await using plain = await openGuide();
  const names = (await said(plain.page)).map(({ figure }) => figure);
  const nonsense = ["lambda=-7", "lambda=1e400", "l1=NaN", "decades=99", "penalty=%E0%A4%A", "__proto__=1", "degree=abc"];
  const hash = ["nowhere", ...names.flatMap((name) => nonsense.map((one) => `${name}.${one}`)), "~~..=~", "constructor.x=1"].join("~");
  await using opened = await openGuide({ hash });
  expect(unlike(await said(plain.page), await said(opened.page))).toEqual([]);
  expect(opened.troubles).toEqual([]);
});

test("a long drag is one entry of the history, and no more is written than browsers take", async () => {
  const from = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS }); // with its protection against floods
  try {
    await using opened = await openFile(INDEX, { query: "?mount=all#l1" }, from);
    const { page } = opened;
    const slider = page.locator("[data-figure=path-l1] input[type=range]").first();
    const count = (): Promise<number> => page.evaluate(() => history.length);
    const before = await count();
    await slider.evaluate(async (element) => {
      const input = element as HTMLInputElement;
      for (let move = 0; move < 400; move++) {
        input.value = String(Number(input.min) + (0.5 + 0.4 * Math.sin(move / 30)) * (Number(input.max) - Number(input.min)));
        input.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((done) => setTimeout(done, 8));
      }
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await settled(page);
    expect(await count()).toBe(before + 1);
    expect(new URL(page.url()).hash).toMatch(/^#l1~path-l1\.decades=/);
    expect(opened.troubles).toEqual([]);
  } finally {
    await from.close();
  }
});

test("links within the page keep what was set, for figures that nobody has come to yet as well", async () => {
  await using opened = await openFile(INDEX, { query: "#start~cv.penalty=l2" });
  const { page } = opened;
  await page.locator('.contents a[href="#terminal"]').click();
  await settled(page);
  expect(new URL(page.url()).hash).toBe("#terminal~cv.penalty=l2");
  await page.locator("[data-figure=passport]").scrollIntoViewIfNeeded();
  await page.locator("[data-figure=passport][data-state=live]").waitFor();
  await page.locator("[data-figure=passport] .presets button:not(.reset)").last().click();
  expect(new URL(page.url()).hash).toContain("passport.");
  expect(new URL(page.url()).hash).toContain("cv.penalty=l2");
  await page.goBack();
  await page.goBack();
  await settled(page);
  expect(new URL(page.url()).hash).toBe("#start~cv.penalty=l2");
});
