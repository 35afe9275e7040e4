// Pictures of the report, to be looked at: npm run shots [NAME …] writes build/shots/NAME-….png and the printed PDF.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, type Page, chromium } from "playwright-core";

import { CHROMIUM, FLAGS, SHOTS, fileOf } from "./places.ts";
import { makeReports } from "./setup.ts";

const PAPER = { format: "A4", margin: { top: "10mm", right: "10mm", bottom: "10mm", left: "10mm" } } as const;
const A4 = { width: 718, height: 1047 };

const shot = (page: Page, name: string, fullPage = false): Promise<Buffer> =>
  page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage });

async function look(browser: Browser, name: string, options: BrowserContextOptions, take: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(pathToFileURL(fileOf(name)).href);
  if (options.javaScriptEnabled !== false) await page.waitForSelector("html[data-live=yes]", { state: "attached" });
  await take(page);
  await context.close();
}

async function figures(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 3000 }); // so that what keeps to the top of a window stays in its place
  for (const mark of await page.locator("[data-mark]").all())
    await mark.screenshot({ path: join(SHOTS, `${name}-${await mark.getAttribute("data-mark")}.png`) });
}

async function each(browser: Browser, name: string): Promise<void> {
  const wide = { viewport: { width: 1280, height: 900 } };
  const phone = { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2 };
  await look(browser, name, { ...wide, colorScheme: "light" }, async (page) => {
    await shot(page, `${name}-first`);
    await shot(page, `${name}-whole`, true);
    await figures(page, name);
    await page.pdf({ path: join(SHOTS, `${name}.pdf`), ...PAPER });
  });
  await look(browser, name, { ...wide, colorScheme: "dark" }, async (page) => {
    await shot(page, `${name}-dark-first`);
    await shot(page, `${name}-dark-whole`, true);
    await figures(page, `${name}-dark`);
  });
  await look(browser, name, { ...phone, colorScheme: "light" }, async (page) => {
    await shot(page, `${name}-phone-first`);
    await shot(page, `${name}-phone-whole`, true);
  });
  await look(browser, name, { ...wide, javaScriptEnabled: false }, (page) => shot(page, `${name}-still-whole`, true).then(() => {}));
  await look(browser, name, { viewport: A4, colorScheme: "dark" }, async (page) => {
    await page.emulateMedia({ media: "print" });
    await shot(page, `${name}-print-whole`, true);
  });
}

export async function main(names: string[]): Promise<void> {
  const asked = names.length ? names : ["diabetes", "ames"];
  const made = makeReports(asked).filter((one) => !one.skipped);
  mkdirSync(SHOTS, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  for (const { name } of made) await each(browser, name);
  await browser.close();
  console.log(`${SHOTS}: pictures of ${made.map(({ name }) => name).join(", ")}`);
}
