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
  const script = await built("web/tests/browser/table/page.ts");
  const worker = Buffer.from(await built("web/src/model/table/worker.ts"));
  const digest = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; script-src 'sha256-${digest}' 'wasm-unsafe-eval'; worker-src blob:; img-src data:`;
  const folder = join(BUILT, "table");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "index.html");
  writeFileSync(
    file,
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" ` +
      `content="${policy}"><title>table</title>${island("table-worker", worker)}` +
      `${island("table-kernel", readFileSync(join(ROOT, "src/shrinkage/web/table.wasm")))}<script>${script}</script></html>`,
  );
  return file;
}

async function built(entry: string): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: { write: false, target: "es2022", lib: { entry: join(ROOT, entry), formats: ["iife"], name: "made" } },
  });
  const [{ output }] = Array.isArray(made) ? made : [made as never];
  return output
    .map((chunk: { type: string; code?: string }) => chunk.code ?? "")
    .join("")
    .trim();
}

function island(id: string, bytes: Uint8Array): string {
  return `<script type="application/json" id="${id}">${deflateRawSync(bytes).toString("base64")}</script>`;
}
