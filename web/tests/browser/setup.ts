// Before the browser tests: the reports they open, and one browser for all of them.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserServer, chromium } from "playwright-core";
import type { TestProject } from "vitest/node";

import { CHROMIUM, FLAGS, FULL, PYTHON, REPORTS, ROOT } from "./places.ts";

/** A report that fixtures.py made, or did not, and why. */
export interface Made {
  name: string;
  features: number;
  rows: number;
  choice: string;
  bytes: number;
  skipped?: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    browser: string;
    reports: Made[];
  }
}

/** Of every kind one: small and wide, more features than rows, levels, odd names, a single feature. */
const SPREAD = ["diabetes", "genes", "flights", "wide", "hostile", "single", "noise"];
/** All of them, a spread, or those that REPORTS names, while one thing is worked on. */
const ASKED = process.env["REPORTS"]?.split(",") ?? (FULL ? [] : SPREAD);

export function makeReports(names: string[] = ASKED): Made[] {
  const script = join(ROOT, "web/tests/browser/fixtures.py");
  const done = spawnSync(PYTHON, [script, REPORTS, ...names], { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] });
  if (done.status !== 0)
    throw new Error(`the reports to open could not be made: ${PYTHON} ended with ${done.status}; see what it said above.`);
  return JSON.parse(readFileSync(join(REPORTS, "index.json"), "utf8"));
}

let server: BrowserServer | undefined;

export async function setup(project: TestProject): Promise<void> {
  if (!existsSync(CHROMIUM))
    throw new Error(`${CHROMIUM} is not there; install Debian's chromium, or name another in CHROMIUM.`);
  project.provide("reports", makeReports());
  server = await chromium.launchServer({ executablePath: CHROMIUM, args: FLAGS });
  project.provide("browser", server.wsEndpoint());
}

export async function teardown(): Promise<void> {
  await server?.close();
}
