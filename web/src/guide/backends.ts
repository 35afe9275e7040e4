// Which back-end compares the reader's table: the server that handed out this page, or a worker of it.
import { inflate, unpackBytes } from "../model/bytes.ts";
import { type Backend } from "./backend.ts";
import { serverOf } from "./server.ts";
import { pageBackend } from "./worker_start.ts";

let chosen: Backend | null = null;

/** One for the whole page, so that a table that was opened once stays open. */
export function backend(): Backend {
  return (chosen ??= serverOf(document) ?? pageBackend(tableKernel));
}

/** The bytes of table.wasm, which the page carries deflated. */
function tableKernel(): Promise<Uint8Array> {
  const text = document.getElementById("table-kernel")?.textContent;
  if (!text) return Promise.reject(new Error("this page lacks its part table-kernel; write the guide again."));
  return inflate(unpackBytes(JSON.parse(text) as string));
}
