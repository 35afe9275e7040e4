// Which back-end compares the reader's table: the server that handed out this page, or a worker of it.
import { inflate, unpackBytes } from "../model/bytes.ts";
import { type Backend } from "./backend.ts";
import { serverOf } from "./server.ts";
import { type Parts, pageBackend } from "./worker_start.ts";

let chosen: Backend | null = null;

/** One for the whole page, so that a table that was opened once stays open. */
export function backend(): Backend {
  return (chosen ??= serverOf(document) ?? pageBackend(parts));
}

/** The worker's script and its kernel, which the page carries deflated. */
async function parts(): Promise<Parts> {
  const [script, wasm] = await Promise.all([carried("table-worker"), carried("table-kernel")]);
  return { script: URL.createObjectURL(new Blob([script], { type: "text/javascript" })), wasm };
}

function carried(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const text = document.getElementById(id)?.textContent;
  if (!text) return Promise.reject(new Error(`this page lacks its part ${id}; write the guide again.`));
  return inflate(unpackBytes(JSON.parse(text) as string));
}
