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
  query?: string; // what follows the address, with its ? or #
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

export function openFile(file: string, look: Look = {}, from?: Browser): Promise<Opened> {
  return openAddress(pathToFileURL(file).href, look, from);
}

export async function openAddress(place: string, look: Look = {}, from?: Browser): Promise<Opened> {
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
  const address = place + (look.query ?? "");
  const troubles = listen(page, place);
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

/** Foreign requests are those that go neither to the file itself (a server: anything of it), nor to what is in the page. */
function listen(page: Page, place: string): string[] {
  const server = place.startsWith("http") ? new URL(place).origin : null;
  const troubles: string[] = [];
  page.on("request", (request) => {
    const { origin, href } = new URL(request.url());
    const own = server ? origin === server : href.split(/[?#]/)[0] === place.split(/[?#]/)[0];
    if (own || /^(data|blob):/.test(href)) return;
    troubles.push(`request: ${href}`);
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
