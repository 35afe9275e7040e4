// Bar 11: tables as people have them give a report that opens, or a plain sentence.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { openFile } from "./browser.ts";
import { tooWide } from "./look.ts";
import { useEverything } from "./moves.ts";
import { BUILT, PYTHON, ROOT } from "./places.ts";

interface Outcome {
  name: string;
  code: number;
  said: string;
  error: string;
}

const FOLDER = join(BUILT, "dirty");
const TROUBLE = /Traceback|Error:|Exception|NaN|\bnan\b|\binf\b|undefined/;

test("ten dirty tables: each gives a report that opens without errors, or a sentence that says why not", { timeout: 300_000 }, async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  const done = spawnSync(PYTHON, [join(ROOT, "web/tests/browser/dirty.py"), FOLDER], { encoding: "utf8" });
  expect(done.status, done.stderr).toBe(0);
  const outcomes: Outcome[] = JSON.parse(readFileSync(join(FOLDER, "index.json"), "utf8"));
  expect(outcomes.length).toBeGreaterThanOrEqual(10);
  let reports = 0;
  for (const { name, code, said, error } of outcomes) {
    const file = join(FOLDER, name, "report.html");
    expect.soft(said, name).not.toMatch(TROUBLE);
    if (code !== 0) {
      expect.soft(existsSync(file), `${name} failed and left a report`).toBe(false);
      expect.soft(error.split("\n").at(-1), name).toMatch(/^shrinkage: .{20,}\.$/);
      continue;
    }
    reports++;
    await using opened = await openFile(file, { width: 320 });
    await useEverything(opened.page);
    expect.soft(opened.troubles, name).toEqual([]);
    expect.soft(await opened.page.evaluate(tooWide), name).toEqual([]);
    const text = await opened.page.locator("main").innerText();
    expect.soft(text.length, name).toBeGreaterThan(2000);
    expect.soft(text, name).not.toMatch(/\bNaN\b|undefined|\[object|Infinity/);
  }
  expect(reports, "nearly all of these tables can be read").toBeGreaterThanOrEqual(9);
});
