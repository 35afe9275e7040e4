// Bars 8 and 12: every snippet runs, and gives the numbers that its figure shows: as it stands, at each preset, and at
// ten positions of its slider.
import { expect, test } from "vitest";

import { SITE } from "../places.ts";
import { differences } from "./snippets.ts";
import { atPositions, atPresets, openGuide } from "./stages.ts";

test("at the default and at each preset", async () => {
  await using opened = await openGuide();
  const all = await atPresets(opened.page);
  expect(all.filter(({ state }) => state === "default").length).toBeGreaterThanOrEqual(15);
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(({ result }) => Object.keys(result).length === 0).map(({ figure }) => figure), "say nothing").toEqual([]);
  const text = all.filter(({ takeaway }) => /NaN|undefined|Infinity|\[object/.test(takeaway));
  expect(text.map(({ figure, state, takeaway }) => `${figure} at ${state}: ${takeaway}`)).toEqual([]);
  expect(differences(all, SITE)).toEqual([]);
});

test("at ten positions of the first slider", async () => {
  await using opened = await openGuide();
  const all = await atPositions(opened.page, 10);
  expect(new Set(all.map(({ figure }) => figure)).size).toBeGreaterThanOrEqual(10);
  expect(differences(all, SITE)).toEqual([]);
});
