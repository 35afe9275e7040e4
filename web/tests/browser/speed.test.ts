// Bar 5: from moving a slider to the picture. Here by a fivefold ceiling, since tests share machines; web/bench/report.ts takes true times.
import { expect, test } from "vitest";

import { made, open } from "./browser.ts";
import { choose, penalties, sliders } from "./moves.ts";
import { share, timesToPaint } from "./pace.ts";

const CEILING = 5 * 50; // milliseconds

test.each(made("diabetes", "flights", "wide"))("$name: every slider is followed by a picture in time", { retry: 2 }, async ({ name }) => {
  await using opened = await open(name);
  const { page } = opened;
  const late: string[] = [];
  for (const penalty of await penalties(page)) {
    await choose(page, penalty);
    for (const [at, slider] of (await sliders(page)).entries()) {
      const first = (await penalties(page))[0] === penalty;
      if (at > 0 && !first) continue; // the others do not follow the penalty
      const times = await timesToPaint(slider, 20);
      const p95 = share(times, 0.95);
      const label = await slider.evaluate((one) => (one as HTMLInputElement).labels?.[0]?.textContent ?? "");
      if (!(p95 <= CEILING)) late.push(`${penalty}, ${label}: p95 ${p95.toFixed(0)} ms`);
    }
  }
  expect(late).toEqual([]);
});
