// Where things are, and how the browser is started.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const BUILT = join(ROOT, "build");
export const REPORTS = join(BUILT, "reports");
/** The guide as a static site. */
export const SITE = join(BUILT, "site");
export const SHOTS = join(BUILT, "shots");

const own = join(ROOT, ".venv/bin/python");
/** A Python that has this package installed. */
export const PYTHON = process.env["PYTHON"] ?? (existsSync(own) ? own : "python3");
export const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Whether everything is looked at: each report, theme and width, each reader's table. Else a spread of them, as long as
 * one waits for: SHRINKAGE_BROWSER=full npm run test:browser.
 */
export const FULL = process.env["SHRINKAGE_BROWSER"] === "full";

export const folderOf = (name: string): string => join(REPORTS, name);
export const fileOf = (name: string): string => join(REPORTS, name, "report.html");
