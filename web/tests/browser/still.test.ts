// Bars 4 and 7: nothing moves by itself; without scripts everything is there, drawn and in tables.
import { describe, expect, test } from "vitest";

import { made, open } from "./browser.ts";
import { settled, useEverything } from "./moves.ts";
import { recordOf } from "./python.ts";

describe("where the reader wants less motion", () => {
  test.each(["diabetes", "wide"])("%s runs no animation and changes nothing by itself, before and after use", async (name) => {
    await using opened = await open(name, { still: true });
    const { page } = opened;
    const running = () => page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").map((one) => String((one as CSSTransition).transitionProperty ?? one.id)));
    const changes = () =>
      page.evaluate(
        () =>
          new Promise<string[]>((done) => {
            const seen: string[] = [];
            new MutationObserver((all) => all.forEach((one) => seen.push(`${one.type} ${one.target.nodeName}`))).observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
            setTimeout(() => done(seen.slice(0, 5)), 700);
          }),
      );
    for (const use of [false, true]) {
      if (use) await useEverything(page);
      await settled(page);
      expect(await running()).toEqual([]);
      expect(await changes(), use ? "after use" : "at rest").toEqual([]);
    }
  });

  test("nor does anything start by itself for others", async () => {
    await using opened = await open("diabetes");
    expect(await opened.page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});

const SECTIONS = ["verdict", "models", "strength", "coefficients", "stability", "why", "training", "passport", "data", "certificates", "reproduce"];

describe.each(made("diabetes", "ames", "noise", "single", "older", "hostile"))("$name without scripts", ({ name }) => {
  test("has every section, figure and table, and nothing that does not work", async () => {
    await using opened = await open(name, { scripts: false });
    const { page } = opened;
    const record = recordOf(name);
    const present = await page.locator("main > section").evaluateAll((all) => all.map((one) => one.id));
    expect(present).toEqual(SECTIONS.filter((one) => present.includes(one)));
    expect(present.length).toBeGreaterThanOrEqual(SECTIONS.length - 1);
    expect(await page.locator("html").getAttribute("data-live")).toBeNull();
    expect(await page.locator(".sentence").innerText()).toBe(record.verdict.sentence);
    for (const reason of record.verdict.because) expect(await page.locator("#verdict").innerText()).toContain(reason.slice(0, 30));

    const drawings = await page.locator("svg[role=img]").evaluateAll((all) =>
      all.map((svg) => {
        const box = svg.getBoundingClientRect();
        return { name: svg.querySelector("title")?.textContent ?? "", about: svg.querySelector("desc")?.textContent ?? "", width: box.width, height: box.height, shapes: svg.querySelectorAll("path, line, rect, circle, polyline, polygon").length };
      }),
    );
    expect(drawings.length).toBeGreaterThanOrEqual(8); // errors, three paths, three curves, coefficients
    for (const drawing of drawings) {
      expect(drawing.width, drawing.name).toBeGreaterThan(200);
      expect(drawing.height, drawing.name).toBeGreaterThan(60);
      expect(drawing.shapes, drawing.name).toBeGreaterThan(5);
      expect(drawing.name.length, "a drawing without a title").toBeGreaterThan(5);
      expect(drawing.about.length, `${drawing.name} has no description`).toBeGreaterThan(20);
    }
    const models = page.locator("section#models table").first().locator("tbody tr");
    expect(await models.count()).toBe(5);
    const names = (await page.locator("section#coefficients tbody th[scope=row]").allTextContents()).map((one) => one.trim());
    for (const feature of record.features.filter(({ name }) => /^[\w .]{1,60}$/.test(name) && name.trim() === name)) expect(names, feature.name).toContain(feature.name);
    expect(new Set(names).size).toBeGreaterThanOrEqual(record.features.length);
    const columns = (await page.locator("section#data tbody th[scope=row]").allTextContents()).length;
    expect(columns).toBeGreaterThanOrEqual(record.data.columns.length);
    expect(await page.locator("button, input, select").count(), "a control that does nothing").toBe(0);
    expect(await page.locator(".live-only:visible").count()).toBe(0);
    for (const mark of await page.locator("[data-mark]").all()) expect((await mark.innerText()).trim().length + (await mark.locator("svg").count())).toBeGreaterThan(0);
    expect(opened.troubles).toEqual([]);
  });
});

test("details that are closed open without scripts", async () => {
  await using opened = await open(made("ames", "genes", "hostile")[0]!.name, { scripts: false });
  const details = opened.page.locator("details").first();
  await details.locator("summary").click();
  expect(await details.evaluate((one) => (one as HTMLDetailsElement).open)).toBe(true);
});
