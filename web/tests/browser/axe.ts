// axe-core in a page: what breaks WCAG 2.2 A or AA, in words.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (tags) => {
    const axe = (globalThis as unknown as { axe: { run(root: Document, options: object): Promise<AxeResults> } }).axe;
    const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false };
    return axe.run(document, options);
  }, TAGS);
  if (found.passes.length < 10) throw new Error("axe looked at nothing");
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 140)} (${node.failureSummary?.split("\n")[1]?.trim()})`),
  );
}
