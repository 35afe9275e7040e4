// Bars 8, 11 and 12 on readers' own tables, compared in the page: results equal Python's, in every chapter; dirty tables
// give a result or a sentence; a large one leaves the page responsive.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

import { violations } from "../axe.ts";
import { openFile } from "../browser.ts";
import { tooWide } from "../look.ts";
import { BUILT, FULL, SITE } from "../places.ts";
import { mixedTable } from "../table/mixed.ts";
import { differences } from "./snippets.ts";
import { INDEX, atPositions, atPresets, openGuide } from "./stages.ts";
import { atRest } from "./use.ts";
import { TROUBLE, type Tables, give, giveDirty, tablesIn } from "./yours.ts";

const FOLDER = join(BUILT, "yours");
const file = (name: string): string => join(FOLDER, `${name}.csv`);
const ALONE = "?mount=all#your-data";
let index: Tables;

beforeAll(() => void (index = tablesIn(FOLDER)));

describe.each(FULL ? ["mixed", "wide", "gaps"] : ["mixed"])("the table %s", (name) => {
  test("gives Python's verdict, and in every chapter what the snippets give", async () => {
    await using opened = await openGuide();
    const { page } = opened;
    const outcome = await give(page, file(name));
    expect(outcome).toMatchObject({ refused: false, sentence: index.readers[name]! });
    await atRest(page);
    const all = await atPresets(page);
    const moved = await atPositions(page, 3);
    const own = [...all, ...moved].filter(({ code }) => code.includes(`"${name}.csv"`));
    expect(new Set(own.map(({ figure }) => figure)).size).toBeGreaterThanOrEqual(6);
    expect(all.filter(({ code }) => code.includes("diabetes.csv")).map(({ figure }) => figure), "still about the built-in table").toEqual([]);
    // Training by epochs in the page is of at most 50 features, and its snippet says so where there are more.
    const partly = own.filter(({ code }) => code.includes("The page trains only the 50 features"));
    expect(new Set(partly.map(({ figure }) => figure))).toEqual(new Set(name === "wide" ? ["epochs", "terminal"] : []));
    expect(differences(own.filter((one) => !partly.includes(one)), FOLDER, () => 1e-6)).toEqual([]);
    expect(all.map(({ takeaway }) => takeaway).filter((text) => TROUBLE.test(text))).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await page.evaluate(tooWide)).toEqual([]);
    expect(opened.troubles).toEqual([]);
  });
});

test("the built-in table, given as a file, and then the built-in one again", async () => {
  await using opened = await openFile(INDEX, { query: ALONE });
  const { page } = opened;
  const verdict = page.locator("[data-figure=your-data] .verdict");
  const before = await verdict.textContent();
  const outcome = await give(page, join(SITE, "diabetes.csv"), "target");
  expect(outcome).toMatchObject({ refused: false, sentence: before!.trim() });
  expect(await page.locator("[data-figure=your-data] .drop").getByText("nothing leaves your machine").count()).toBe(1);
  await page.getByRole("button", { name: "Back to the built-in table" }).click();
  expect(await page.getByRole("button", { name: "Back to the built-in table" }).count()).toBe(0);
  expect(opened.troubles).toEqual([]);
});

test("20,000 rows of 30 columns are compared while the page answers and says how far it is", async () => {
  const large = join(FOLDER, "large.csv");
  writeFileSync(large, mixedTable(20_000));
  await using opened = await openFile(INDEX, { query: "#your-data" });
  const outcome = await give(opened.page, large);
  console.log(`20,000 × 30: ${Math.round(outcome.milliseconds)} ms, longest frame ${Math.round(outcome.longest)} ms, ${outcome.shares} shares`);
  expect(outcome.refused).toBe(false);
  expect(outcome.milliseconds).toBeLessThan(30_000); // far more than it takes on a machine that does nothing else
  expect(outcome.longest).toBeLessThan(1_500);
  expect(outcome.shares).toBeGreaterThan(5);
  expect(opened.troubles).toEqual([]);
});

test("a comparison can be stopped, and another begun", async () => {
  await using opened = await openFile(INDEX, { query: "#your-data" });
  const { page } = opened;
  const place = page.locator("[data-figure=your-data]");
  await place.locator("input[type=file]").setInputFiles(join(FOLDER, "many_rows.csv"));
  await place.getByRole("button", { name: "Compare", exact: true }).click();
  await place.getByRole("button", { name: "Stop" }).click();
  await place.locator("progress").waitFor({ state: "detached" });
  expect(await place.locator("[role=alert]").count()).toBe(0);
  expect((await give(page, file("gaps"))).sentence).toBe(index.readers["gaps"]);
});

test("dirty tables give a result, or a sentence that says why not", async () => {
  await using opened = await openFile(INDEX, { query: "#your-data" });
  await giveDirty(opened.page, FOLDER, index);
  expect(opened.troubles).toEqual([]);
});
