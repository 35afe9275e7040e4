// The back-end of a static guide: the reader's table is compared in a worker of this page, with helpers for the folds.
import { type FromWorker, type ToWorker } from "../model/table/messages.ts";
import { type Found } from "../model/table/report.ts";
import { type Backend, type ColumnGuess, type Progress } from "./backend.ts";
import { type GuideData } from "./dataset.svelte.ts";

// Beside the worker itself and the page; more would wait for memory rather than compute.
const MOST_HELPERS = 3;

// How much of the time each stage takes, roughly, for the bar.
const STAGES: readonly (readonly [stage: string, part: number])[] = [
  ["looking at the rows", 0.04],
  ["learning the columns", 0.06],
  ["encoding the rows", 0.04],
  ["summing the rows", 0.04],
  ["standardising every fold", 0.1],
  ["walking the paths of every fold", 0.5],
  ["least squares without a penalty", 0.2],
  ["judging", 0.02],
];

/** What a worker is made of: the address of its script, and the bytes of table.wasm. */
export interface Parts {
  readonly script: string;
  readonly wasm: Uint8Array;
}

/** parts: asked for once, when there is a table. */
export function pageBackend(parts: () => Promise<Parts>): Backend {
  let talk: Promise<Talk> | null = null;
  const started = (): Promise<Talk> => (talk ??= parts().then((found) => new Talk(found)));
  return {
    words: "in this page, by the solver compiled to WebAssembly",
    accepts: ".csv,.tsv,.tab,.txt,.gz,text/csv,text/tab-separated-values,text/plain",
    async columns(file, signal) {
      return (await started()).columns(file, signal);
    },
    async compare(file, target, tell, signal) {
      return (await started()).compare(file, target, tell, signal);
    },
  };
}

type Answer = Exclude<FromWorker, { kind: "progress" }>;

interface Task {
  readonly tell: (progress: Progress) => void;
  readonly resolve: (answer: Answer) => void;
}

class Talk {
  private readonly worker: Worker;
  private readonly tasks = new Map<number, Task>();
  private readonly helpers: Worker[] = [];
  private open: File | null = null; // what the worker has read
  private next = 0;

  constructor({ script, wasm }: Parts) {
    this.worker = new Worker(script);
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.hear(data);
    const ports: MessagePort[] = [];
    const count = Math.min(Math.max((navigator.hardwareConcurrency || 2) - 1, 0), MOST_HELPERS);
    for (let i = 0; i < count; i++) {
      const { port1, port2 } = new MessageChannel();
      const helper = new Worker(script);
      helper.postMessage({ kind: "help", wasm: copied(wasm), port: port1 } satisfies ToWorker, [port1]);
      ports.push(port2);
      this.helpers.push(helper); // kept, or it might be collected
    }
    this.worker.postMessage(
      { kind: "start", wasm: copied(wasm), helpers: ports, version: versionOf(document) } satisfies ToWorker,
      ports,
    );
  }

  async columns(file: File, signal: AbortSignal): Promise<ColumnGuess[]> {
    this.open = null;
    const bytes = await file.arrayBuffer();
    const opened = await this.ask(
      signal,
      () => {},
      (id) => this.worker.postMessage({ kind: "open", id, name: file.name, bytes } satisfies ToWorker, [bytes]),
    );
    if (opened.kind !== "opened") throw new Error("the worker answered another question; load the page again.");
    this.open = file;
    return opened.columns.map(({ name, role }) => ({ name, role }));
  }

  async compare(
    file: File,
    target: string,
    tell: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<GuideData> {
    if (this.open !== file) await this.columns(file, signal);
    const compared = await this.ask(signal, tell, (id) =>
      this.worker.postMessage({ kind: "compare", id, target } satisfies ToWorker),
    );
    if (compared.kind !== "compared") throw new Error("the worker answered another question; load the page again.");
    return guideData(compared.found);
  }

  /** One question to the worker. Rejects with an Error whose message is a sentence, or with the signal's reason. */
  private ask(signal: AbortSignal, tell: (progress: Progress) => void, send: (id: number) => void): Promise<Answer> {
    signal.throwIfAborted();
    const id = this.next++;
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.worker.postMessage({ kind: "stop", id } satisfies ToWorker);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", stop, { once: true });
      const settle = (answer: Answer): void => {
        signal.removeEventListener("abort", stop);
        if (answer.kind === "failed") reject(new Error(answer.sentence));
        else resolve(answer);
      };
      this.tasks.set(id, { tell, resolve: settle });
      send(id);
    });
  }

  private hear(data: FromWorker): void {
    const task = this.tasks.get(data.id);
    if (data.kind === "progress")
      task?.tell({ stage: data.stage, share: shareOf(data.stage, data.done / Math.max(data.total, 1)) });
    else {
      this.tasks.delete(data.id);
      task?.resolve(data);
    }
  }
}

/** Of the package that wrote the page, as the page says. */
const versionOf = (page: Document): string =>
  page.querySelector<HTMLMetaElement>("meta[name=generator]")?.content.split(" ")[1] ?? "";

// Each worker gets bytes of its own: what is posted need not be kept apart from a larger buffer.
const copied = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer;

function shareOf(stage: string, done: number): number | null {
  let before = 0;
  for (const [name, part] of STAGES) {
    if (name === stage) return Math.min(before + part * done, 1);
    before += part;
  }
  return null;
}

function guideData({ report, verdict, data, split, warnings }: Found): GuideData {
  return {
    schema: "shrinkage.guide/1",
    report,
    verdict: { choice: verdict.choice, tie: verdict.tie, sentence: verdict.sentence, because: [...verdict.because] },
    rows: { read: data.rowsRead, used: data.rowsUsed, train: split.trainRows, test: split.testRows },
    columns: data.columns.map(({ pooledLevels, ...column }) => ({ ...column, pooled_levels: pooledLevels })),
    notes: [...data.notes],
    warnings: warnings.map(({ sentence }) => sentence),
  };
}
