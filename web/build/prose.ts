// The prose of the guide: chapters as HTML fragments, put together in order, formulas as MathML, contents from headings.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import katex from "katex";
import type { Plugin } from "vite";

export interface Chapter {
  id: string;
  title: string; // HTML of the chapter's h2
  html: string;
}

/** `$…$` and `$$…$$` as MathML, which browsers draw without fonts or styles of ours. `\$` is a dollar. */
export function mathematics(html: string): string {
  return html
    .replace(/(?<!\\)\$\$([^$]+)\$\$/g, (_, tex: string) => rendered(tex, true))
    .replace(/(?<!\\)\$([^$\n]+)\$/g, (_, tex: string) => rendered(tex, false))
    .replaceAll("\\$", "$");
}

const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

function rendered(tex: string, displayMode: boolean): string {
  const plain = tex.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]!);
  const math = katex.renderToString(plain, { output: "mathml", displayMode, strict: "error", throwOnError: true });
  return math.replace(/^<span class="katex">|<\/span>$/g, "").replace(/<annotation[^>]*>[\s\S]*?<\/annotation>/g, "");
}

/** The chapters of a folder, in the order of their file names. */
export function chaptersOf(folder: string): Chapter[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".html"))
    .sort()
    .map((name) => chapterOf(mathematics(readFileSync(join(folder, name), "utf8").trim()), name));
}

function chapterOf(html: string, name: string): Chapter {
  const id = /^<section id="([a-z][a-z0-9-]*)" class="chapter"/.exec(html)?.[1];
  const title = /<h2[^>]*>([\s\S]*?)<\/h2>/.exec(html)?.[1];
  if (!id || !title)
    throw new Error(`${name} does not begin with <section id="…" class="chapter" …> and an h2; every chapter must.`);
  return { id, title: title.trim(), html };
}

/** The body of the guide: contents, then chapters. */
export function body(chapters: readonly Chapter[]): string {
  const entries = chapters.map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`).join("\n");
  return [
    `<nav class="contents" aria-label="Contents"><details open><summary>Contents</summary><ol>\n${entries}\n</ol></details></nav>`,
    `<main id="main" tabindex="-1">\n${chapters.map(({ html }) => html).join("\n\n")}\n</main>`,
  ].join("\n");
}

/** Emits `guide.body.html` beside the script, and what is told of figures, which the page carries as data. */
export function prose(folder: string, figures: string): Plugin {
  return {
    name: "shrinkage-prose",
    apply: "build",
    buildStart() {
      for (const file of [...readdirSync(folder).map((name) => join(folder, name)), figures]) this.addWatchFile(file);
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "guide.body.html", source: `${body(chaptersOf(folder))}\n` });
      this.emitFile({ type: "asset", fileName: "guide.figures.json", source: `${JSON.stringify(JSON.parse(readFileSync(figures, "utf8")))}\n` });
    },
  };
}
