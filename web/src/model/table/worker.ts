// The worker that compares a reader's table off the page's own thread, so that the page stays responsive.
//
// One task at a time: a newer one waits until the older has noticed, at its next piece of work, that it was stopped.
import { compare, openTable } from "./compare.ts";
import { Cancelled, TableError } from "./errors.ts";
import { guesses } from "./guess.ts";
import { type Table } from "./learn.ts";
import { type FromWorker, type ToWorker } from "./messages.ts";
import { Native } from "./native.ts";
import { type Tell } from "./progress.ts";
import { serve } from "./walkers.ts";

// Between two looks at what the page says; a frame, so that nobody waits for it.
const PATIENCE = 16;

interface Scope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
}
const scope = globalThis as unknown as Scope;

interface Opened {
  readonly native: Native;
  readonly table: Table;
  readonly name: string;
}

let module: Promise<WebAssembly.Module>;
const helpers: MessagePort[] = []; // that have said that they are ready
let version = "";
let opened: Opened | null = null;
let last: Promise<void> = Promise.resolve();
const stopped = new Set<number>();

/** Lets messages in, where there was no chance for a while; rejects with Cancelled if the task was stopped. */
function breather(id: number): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since >= PATIENCE) {
      await new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          resolve();
        };
        port2.postMessage(null);
      });
      since = performance.now();
    }
    if (stopped.has(id)) throw new Cancelled("stopped");
  };
}

function teller(id: number): Tell {
  const breathe = breather(id);
  return async (progress) => {
    scope.postMessage({ kind: "progress", id, ...progress });
    await breathe();
  };
}

async function open(id: number, name: string, bytes: ArrayBuffer): Promise<void> {
  opened = null;
  const native = Native.of(await module); // a new one, since memory never shrinks
  const table = await openTable(native, name, new Uint8Array(bytes));
  const tell = teller(id);
  let done = 0;
  const columns = await guesses(native, table, () =>
    tell({ stage: "looking at the columns", done: ++done, total: table.names.length }),
  );
  opened = { native, table, name };
  scope.postMessage({ kind: "opened", id, columns, rows: table.rows, notes: table.notes });
}

async function compareOpened(id: number, target: string): Promise<void> {
  if (!opened) throw new TableError("no table is open; choose a file first.");
  try {
    const found = await compare(opened.native, opened.table, target, opened.name, teller(id), { helpers, version });
    scope.postMessage({ kind: "compared", id, found });
  } finally {
    for (const helper of helpers) helper.postMessage("over");
  }
}

/** One task after the other; what goes wrong becomes a sentence. */
function run(id: number, task: () => Promise<void>): void {
  last = last.then(async () => {
    try {
      if (!stopped.has(id)) await task();
    } catch (error) {
      scope.postMessage({ kind: "failed", id, sentence: sentenceOf(error), cancelled: error instanceof Cancelled });
    } finally {
      stopped.delete(id);
    }
  });
}

function sentenceOf(error: unknown): string {
  if (error instanceof TableError) return error.message;
  if (error instanceof RangeError && /memory|allocation|array length/i.test(error.message))
    return (
      "memory ran out, because the table is too large for a page; leave rows or columns out, or run " +
      "`shrinkage compare` on your machine."
    );
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (
    `this is a defect of shrinkage, not of your table (${what}); please report it with the table, if you ` +
    `may show it.`
  );
}

scope.onmessage = ({ data }) => {
  if (data.kind === "start") {
    module = compiled(data.wasm);
    version = data.version;
    module.catch(() => {}); // said when a table is opened
    for (const port of data.helpers) port.onmessage = () => helpers.push(port);
  } else if (data.kind === "help") {
    const { port } = data;
    void compiled(data.wasm).then((own) => serve(port, () => Native.of(own)));
  } else if (data.kind === "stop") stopped.add(data.id);
  else if (data.kind === "open") run(data.id, () => open(data.id, data.name, data.bytes));
  else run(data.id, () => compareOpened(data.id, data.target));
};

const compiled = (wasm: ArrayBuffer): Promise<WebAssembly.Module> => Native.compiled(wasm);
