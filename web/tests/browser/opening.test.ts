// Bars 6, 7 and 13: what a report weighs, and that it needs nothing but itself.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";

import { made, open } from "./browser.ts";
import { settled, useEverything } from "./moves.ts";
import { CHROMIUM, fileOf } from "./places.ts";
import { recordOf } from "./python.ts";

describe.each(made())("the report of $name", ({ name }) => {
  test("opens and is used without a request, a console line, an error or a violation of its policy", async () => {
    await using opened = await open(name);
    await useEverything(opened.page);
    expect(opened.troubles).toEqual([]);
  });

  test("holds a live figure wherever one is meant to be, and says so in its state", async () => {
    await using opened = await open(name);
    const marks = await opened.page.locator("[data-mark]").evaluateAll((all) =>
      all.map((one) => [one.getAttribute("data-mark"), one.getAttribute("data-state"), one.childElementCount] as const),
    );
    expect(marks.length).toBeGreaterThan(2);
    for (const [mark, , children] of marks) expect(children, `${mark} is empty`).toBeGreaterThan(0);
    const live = marks.filter(([, state]) => state === "live").map(([mark]) => mark);
    const products = recordOf(name).products; // what thresholds, balls and training are computed from
    const wanted = ["errors", "explorer", "coefficients", "selection", ...(products ? ["threshold"] : []), ...(products?.complete ? ["epochs"] : [])];
    if ((products?.features.length ?? 0) >= 2) wanted.push("ball");
    expect(live).toEqual(expect.arrayContaining(wanted));
  });
});

test("a double-click is enough: a browser without any of our flags brings it to life", () => {
  const profile = mkdtempSync(join(tmpdir(), "profile-"));
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : []; // the one thing that a root user cannot do without
  const asked = ["--headless", ...root, `--user-data-dir=${profile}`, "--virtual-time-budget=10000", "--dump-dom"];
  try {
    const done = spawnSync(CHROMIUM, [...asked, pathToFileURL(fileOf("diabetes")).href], {
      encoding: "utf8",
      maxBuffer: 1 << 27,
      timeout: 60_000,
    });
    expect(/<html[^>]*>/.exec(done.stdout)?.[0]).toContain('data-live="yes"');
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
});

describe("size", () => {
  const KILO = 1000;
  const bytes = (name: string): number => made(name)[0]!.bytes;

  test.each(made().filter((one) => one.features <= 50))("of $name, $features features: at most 400 kB", (one) => {
    expect(one.bytes).toBeLessThanOrEqual(400 * KILO);
  });
  test("of 200 features: at most 1.5 MB", () => {
    expect(made("wide")[0]!.features).toBe(200);
    expect(bytes("wide")).toBeLessThanOrEqual(1500 * KILO);
  });
  test.each(made())("of $name, $features features: at most 5 MB", (one) => {
    expect(one.bytes).toBeLessThanOrEqual(5000 * KILO);
  });
  test.skipIf(!made("flights_full").length)("does not follow rows: 20,000 and 336,776 flights differ by less than 5%", () => {
    expect(made("flights_full")[0]!.rows).toBe(336_776);
    expect(made("flights")[0]!.rows).toBe(20_000);
    expect(Math.abs(bytes("flights_full") / bytes("flights") - 1)).toBeLessThan(0.05);
  });
});

test("opens in less than a second, by a generous clock", async () => {
  const CEILING = 5; // a second on an idle machine; web/bench/report.ts takes the true time
  const since = performance.now();
  await using opened = await open("flights");
  await settled(opened.page);
  expect((performance.now() - since) / 1000).toBeLessThan(CEILING);
});
