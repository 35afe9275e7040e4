// A report, opened from its file as a double-click opens it, with everything that goes wrong written down.
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { afterAll, inject } from "vitest";

import { fileOf } from "./places.ts";
import type { Made } from "./setup.ts";

export interface Look {
  width?: number;
  height?: number;
  theme?: "light" | "dark";
  scripts?: boolean;
  still?: boolean; // prefers-reduced-motion
}

export interface Opened {
  page: Page;
  /** Requests, console lines, errors, dialogs and violations of the page's policy: none is welcome. */
  troubles: string[];
  [Symbol.asyncDispose](): Promise<void>;
}

let connected: Promise<Browser> | undefined;

export function browser(): Promise<Browser> {
  return (connected ??= chromium.connect(inject("browser")));
}

/** The reports that there are on this machine, of `names`. */
export function made(...names: string[]): Made[] {
  const all = inject("reports").filter((one) => !one.skipped);
  return names.length ? all.filter((one) => names.includes(one.name)) : all;
}

export async function open(name: string, look: Look = {}): Promise<Opened> {
  return openFile(fileOf(name), look);
}

export async function openFile(file: string, look: Look = {}, from?: Browser): Promise<Opened> {
  const { width = 1280, height = 900, theme = "light", scripts = true, still = false } = look;
  const options: BrowserContextOptions = {
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: still ? "reduce" : "no-preference",
    javaScriptEnabled: scripts,
    acceptDownloads: true,
  };
  const context = await (from ?? (await browser())).newContext(options);
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const troubles = listen(page, address);
  await page.goto(address, { waitUntil: "load" });
  if (scripts) await live(page, troubles);
  return { page, troubles, [Symbol.asyncDispose]: () => context.close() };
}

async function live(page: Page, troubles: string[]): Promise<void> {
  try {
    await page.waitForSelector("html[data-live=yes]", { state: "attached", timeout: 15_000 });
  } catch {
    throw new Error(`the page did not come alive:\n${troubles.join("\n") || "it said nothing"}`);
  }
}

/** Foreign requests are those that are not the file itself, nor made from what is in the page. */
function listen(page: Page, address: string): string[] {
  const troubles: string[] = [];
  page.on("request", (request) => {
    const own = request.url().split("#")[0] === address || /^(data|blob):/.test(request.url());
    if (!own) troubles.push(`request: ${request.url()}`);
  });
  page.on("console", (line) => {
    if (["error", "warning", "assert"].includes(line.type())) troubles.push(`console ${line.type()}: ${line.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`error: ${error.stack ?? error.message}`));
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("crash", () => troubles.push("the page crashed"));
  return troubles;
}

afterAll(async () => {
  await (await connected)?.close();
  connected = undefined;
});
