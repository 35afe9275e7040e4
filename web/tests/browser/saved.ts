// What a figure saves: its CSV, taken as a reader takes it.
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** The text of a file that a button in a mark saves; `named`: a part of the file's name, where a mark has several. */
export async function save(page: Page, mark: string, kind: "CSV" | "SVG", named = ""): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "saved-"));
  try {
    for (const button of await page.locator(`[data-mark=${mark}]`).getByRole("button", { name: `Save as ${kind}` }).all()) {
      const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
      if (!download.suggestedFilename().includes(named)) continue;
      const file = join(folder, "saved");
      await download.saveAs(file);
      return readFileSync(file, "utf8");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw new Error(`${mark} saves no ${kind} whose name holds “${named}”`);
}

export const csvOf = (page: Page, mark: string, named = ""): Promise<string> => save(page, mark, "CSV", named);

/** RFC 4180, with its byte order mark. */
export function table(text: string): { heads: string[]; rows: string[][] } {
  const cells: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  pattern.lastIndex = text.startsWith("\uFEFF") ? 1 : 0;
  for (let found = pattern.exec(text); found && pattern.lastIndex <= text.length; found = pattern.exec(text)) {
    cells.at(-1)!.push(found[1]?.replaceAll('""', '"') ?? found[2]!);
    if (found[3] === "\r\n") cells.push([]);
    if (found[3] === "" || pattern.lastIndex === text.length) break;
  }
  const rows = cells.filter((row) => row.length > 0);
  return { heads: rows[0]!, rows: rows.slice(1) };
}

/** A number of a CSV; an empty cell is one that is not known. */
export const number = (cell: string): number => (cell === "" ? NaN : Number(cell));
