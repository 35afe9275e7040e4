// A page that does nothing but compare tables in its worker, for tests: `window.table`.
import { inflate, unpackBytes } from "../../../src/model/bytes.ts";
import { type Parts, pageBackend } from "../../../src/guide/worker_start.ts";
import { type GuideData } from "../../../src/guide/dataset.svelte.ts";

export interface Ran {
  data: GuideData | null;
  problem: string;
  milliseconds: number;
  stages: string[];
  shares: number[];
  longest: number; // milliseconds between two frames' worth of timers while it ran: how long the page did not answer
}

declare global {
  interface Window {
    table: {
      columns(name: string, text: string): Promise<{ name: string; role: string }[]>;
      compare(name: string, text: string, target: string, stopAfter?: number): Promise<Ran>;
    };
  }
}

const carried = (id: string): Promise<Uint8Array<ArrayBuffer>> =>
  inflate(unpackBytes(document.getElementById(id)!.textContent!));

async function parts(): Promise<Parts> {
  const script = new Blob([await carried("table-worker")], { type: "text/javascript" });
  return { script: URL.createObjectURL(script), wasm: await carried("table-kernel") };
}

const backend = pageBackend(parts);

async function compare(name: string, text: string, target: string, stopAfter?: number): Promise<Ran> {
  const file = new File([text], name);
  const controller = new AbortController();
  const ran: Ran = { data: null, problem: "", milliseconds: 0, stages: [], shares: [], longest: 0 };
  let since = performance.now();
  const pulse = setInterval(() => {
    ran.longest = Math.max(ran.longest, performance.now() - since);
    since = performance.now();
  }, 10);
  const tell = ({ stage, share }: { stage: string; share: number | null }): void => {
    if (ran.stages.at(-1) !== stage) ran.stages.push(stage);
    if (share !== null) ran.shares.push(share);
    if (stopAfter !== undefined && ran.shares.length >= stopAfter) controller.abort(new Error("stopped"));
  };
  const begun = performance.now();
  try {
    ran.data = await backend.compare(file, target, tell, controller.signal);
  } catch (error) {
    ran.problem = error instanceof Error ? error.message : String(error);
  }
  ran.milliseconds = performance.now() - begun;
  clearInterval(pulse);
  return ran;
}

window.table = {
  columns: (name, text) => backend.columns(new File([text], name), new AbortController().signal),
  compare,
};
document.documentElement.dataset["live"] = "yes";
