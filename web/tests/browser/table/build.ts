// The test page as one file under a policy as strict as the guide's: its script by digest, workers from blobs, no
// network.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { build } from "vite";

import { BUILT, ROOT } from "../places.ts";

/** Writes the page and gives its place. */
export async function buildTablePage(): Promise<string> {
  const entry = join(ROOT, "web/tests/browser/table/page.ts");
  const made = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: { write: false, target: "es2022", lib: { entry, formats: ["iife"], name: "page" } },
  });
  const [{ output }] = Array.isArray(made) ? made : [made as never];
  const script = output
    .map((chunk: { type: string; code?: string }) => chunk.code ?? "")
    .join("")
    .trim();
  const digest = createHash("sha256").update(script).digest("base64");
  const wasm = deflateRawSync(readFileSync(join(ROOT, "src/shrinkage/web/table.wasm"))).toString("base64");
  const policy =
    `default-src 'none'; script-src 'sha256-${digest}' 'wasm-unsafe-eval'; worker-src blob:; ` + `img-src data:`;
  const folder = join(BUILT, "table");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "index.html");
  writeFileSync(
    file,
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" ` +
      `content="${policy}"><title>table</title>` +
      `<script type="application/json" id="table-wasm">${wasm}</script><script>${script}</script></html>`,
  );
  return file;
}
