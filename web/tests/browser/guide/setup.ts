// Before the guide's tests: the static site as `shrinkage guide --export` writes it, and one browser for all of them.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { type BrowserServer, chromium } from "playwright-core";
import type { TestProject } from "vitest/node";

import { CHROMIUM, FLAGS, PYTHON, SITE } from "../places.ts";

// Tests press more buttons in a second than a reader in a minute, each an entry of the history.
const HASTY = [...FLAGS, "--disable-ipc-flooding-protection"];

/** The static site, written anew. */
export function exportGuide(): void {
  rmSync(SITE, { recursive: true, force: true });
  const done = spawnSync(PYTHON, ["-m", "shrinkage", "guide", "--export", SITE], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`the guide could not be exported: ${done.stdout}${done.stderr}`);
}

let server: BrowserServer | undefined;

export async function setup(project: TestProject): Promise<void> {
  if (!existsSync(CHROMIUM))
    throw new Error(`${CHROMIUM} is not there; install Debian's chromium, or name another in CHROMIUM.`);
  exportGuide();
  server = await chromium.launchServer({ executablePath: CHROMIUM, args: HASTY });
  project.provide("browser", server.wsEndpoint());
}

export async function teardown(): Promise<void> {
  await server?.close();
}
