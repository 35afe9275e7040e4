// The guide as `shrinkage guide` serves it: the package compares the reader's table.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openAddress } from "../browser.ts";
import { BUILT, PYTHON, SITE } from "../places.ts";
import { give, giveDirty, tablesIn } from "./yours.ts";

const FOLDER = join(BUILT, "served");
let program: ChildProcess;
let address = "";

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  program = spawn(PYTHON, ["-m", "shrinkage", "guide", "--no-browser"], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  address = await new Promise<string>((done, failed) => {
    for (const stream of [program.stdout!, program.stderr!])
      stream.on("data", (text: Buffer) => {
        said += text.toString();
        const found = /http:\/\/127\.0\.0\.1:\S+/.exec(said);
        if (found) done(found[0]);
      });
    program.on("exit", (code) => failed(new Error(`the guide ended with ${code}: ${said}`)));
  });
});
afterAll(() => void program?.kill("SIGINT"));

test("compares two tables of the reader with the package, and keeps to its own server", async () => {
  await using opened = await openAddress(address);
  const { page } = opened;
  expect(await page.evaluate(() => document.querySelector("meta[name=shrinkage-server]") !== null)).toBe(true);
  await page.evaluate(() => document.getElementById("your-data")!.scrollIntoView());
  await page.locator("[data-figure=your-data][data-state=live]").waitFor();
  const built = (await page.locator("[data-figure=your-data] .verdict").textContent())!.trim();
  const outcome = await give(page, join(SITE, "diabetes.csv"), "target");
  expect(outcome).toMatchObject({ refused: false, sentence: built });
  expect(outcome.longest).toBeLessThan(1_500);
  const broken = join(FOLDER, "dirty.csv");
  spawnSync(PYTHON, ["-c", `open(${JSON.stringify(broken)}, "w").write("a,y\\n" + "\\n".join(f"{i},{'red' if i % 2 else 'blue'}" for i in range(60)))`]);
  const refused = await give(page, broken);
  expect(refused.refused).toBe(true);
  expect(refused.sentence).toMatch(/target 'y' is text.{20,}/);
  expect(opened.troubles.filter((one) => !/status of 4\d\d/.test(one))).toEqual([]); // browsers write refusals on the console
});

test("dirty tables give a result, or a sentence that says why not", async () => {
  await using opened = await openAddress(address);
  const tables = join(FOLDER, "tables");
  await opened.page.evaluate(() => document.getElementById("your-data")!.scrollIntoView());
  await opened.page.locator("[data-figure=your-data][data-state=live]").waitFor();
  await giveDirty(opened.page, tables, tablesIn(tables));
  expect(opened.troubles.filter((one) => !/status of 4\d\d/.test(one))).toEqual([]);
});
