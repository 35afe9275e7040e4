// Bars 5 and 6: what the guide's script weighs, and how soon a slider is followed by a picture.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

import { share, timesToPaint } from "../pace.ts";
import { ROOT, SITE } from "../places.ts";
import { openGuide } from "./stages.ts";
import { atRest } from "./use.ts";

test("the script is at most 150 kB, packed", () => {
  const packed = gzipSync(readFileSync(join(ROOT, "src/shrinkage/web/guide.js")), { level: 9 }).length;
  console.log(`guide.js: ${packed} bytes packed; index.html: ${readFileSync(join(SITE, "index.html")).length} bytes`);
  expect(packed).toBeLessThanOrEqual(150_000);
});

test("every slider is followed by a picture in time", async () => {
  const CEILING = 5 * 50; // milliseconds; fivefold, since tests share machines
  await using opened = await openGuide();
  const { page } = opened;
  await atRest(page);
  const late: string[] = [];
  for (const place of await page.locator("[data-figure]:has(input[type=range])").all())
    for (const slider of await place.locator("input[type=range]:not(:disabled)").all()) {
      let p95 = share(await timesToPaint(slider, 10), 0.95);
      // What comes late twice is slow; once, it may be that something else ran.
      if (p95 > CEILING) p95 = Math.min(p95, share(await timesToPaint(slider, 10), 0.95));
      const name = await slider.evaluate((one) => (one as HTMLInputElement).labels?.[0]?.textContent?.trim() ?? "");
      if (!(p95 <= CEILING)) late.push(`${await place.getAttribute("data-figure")}, ${name}: p95 ${p95.toFixed(0)} ms`);
    }
  expect(late).toEqual([]);
});
