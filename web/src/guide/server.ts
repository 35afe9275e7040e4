// The back-end of a guide that `shrinkage guide` serves: the whole of the package, in a process of its own.
import { type Backend, type ColumnGuess, type Progress } from "./backend.ts";
import { type GuideData } from "./dataset.svelte.ts";
import { events } from "./events.ts";

/** As at the command line; what is not given is at its default there. */
export interface Options {
  readonly drop?: readonly string[];
  readonly keep?: readonly string[];
  readonly weights?: string;
  readonly group?: string;
  readonly time?: string;
  readonly positive?: boolean;
  readonly raw?: boolean;
  readonly folds?: number;
  readonly repeats?: number;
  readonly test?: number;
  readonly seed?: number;
  readonly max_levels?: number;
}

/** Whatever fails is an Error whose message is a sentence for the reader; aborted, the signal's own reason. What this
 * page asked for before is given up as soon as it asks for more. */
export interface Server extends Backend {
  compare(file: File, target: string, tell: (progress: Progress) => void, signal: AbortSignal, options?: Options): Promise<GuideData>;
}

// How much is done where each stage begins, roughly, for the bar.
const STAGES: Readonly<Record<string, number>> = {
  "opening the table": 0.05,
  "looking at the rows": 0.1,
  "learning the columns": 0.2,
  "looking again at columns that changed": 0.3,
  "summing the rows": 0.4,
  "walking the paths of every fold": 0.5,
  "least squares without a penalty": 0.8,
  judging: 0.9,
  "writing it down": 0.95,
};

type Fetch = (path: string, how: RequestInit) => Promise<Response>;

/** The server of this page; null where it came from a disk or any other server. */
export function serverOf(page: { querySelector(selector: string): Element | null }, ask: Fetch = (path, how) => fetch(path, how)): Server | null {
  const token = page.querySelector('meta[name="shrinkage-server"]')?.getAttribute("content");
  if (!token) return null;
  const headers = { "X-Shrinkage-Token": token, "X-Shrinkage-Tab": tab() };
  const call = (path: string, how: RequestInit): Promise<Response> => answered(ask(path, { headers, cache: "no-store", ...how }), how.signal);
  const put = (path: string, file: File, query: URLSearchParams, signal: AbortSignal): Promise<Response> =>
    call(`${path}?${query}`, { method: "POST", body: file, headers: { ...headers, "Content-Type": "application/octet-stream" }, signal });
  return {
    words: "by the package, in a process of its own on this machine",
    accepts: ".csv,.tsv,.tab,.txt,.parquet,.pq,.jsonl,.ndjson,.json,text/csv,text/tab-separated-values,text/plain",
    async columns(file, signal) {
      const response = await put("/api/columns", file, queryOf(file, {}), signal);
      return whole<ColumnGuess[]>(response, signal);
    },
    async compare(file, target, tell, signal, options = {}) {
      const query = queryOf(file, { target, ...options });
      const { job } = await whole<{ job: string }>(await put("/api/compare", file, query, signal), signal);
      try {
        return await followed(await call(`/api/jobs/${job}/events`, { signal }), tell, signal);
      } catch (problem) {
        if (signal.aborted) void ask(`/api/jobs/${job}`, { method: "DELETE", headers, keepalive: true }).catch(() => {});
        throw problem;
      }
    },
  };
}

const GONE = "the program that serves this guide does not answer; was it ended at its terminal, or the file moved? Start it, or choose the file, again.";

function tab(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function queryOf(file: File, options: Options & { target?: string }): URLSearchParams {
  const query = new URLSearchParams({ name: file.name });
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one));
  }
  return query;
}

/** A response that is no refusal. */
async function answered(asking: Promise<Response>, signal: AbortSignal | null | undefined): Promise<Response> {
  const response = await heard(asking, signal);
  if (response.ok) return response;
  const told = await response.json().catch(() => null);
  signal?.throwIfAborted();
  throw new Error(typeof told?.sentence === "string" ? told.sentence : `the program that serves this guide answered with status ${response.status}; start it again.`);
}

async function whole<Content>(response: Response, signal: AbortSignal): Promise<Content> {
  return heard(response.json() as Promise<Content>, signal);
}

/** What cannot be read, as a sentence; what was aborted, as the signal says. */
async function heard<Content>(reading: Promise<Content>, signal: AbortSignal | null | undefined): Promise<Content> {
  try {
    return await reading;
  } catch (problem) {
    signal?.throwIfAborted();
    throw new Error(GONE, { cause: problem });
  }
}

async function followed(response: Response, tell: (progress: Progress) => void, signal: AbortSignal): Promise<GuideData> {
  let share: number | null = null;
  const told = events(response.body!);
  try {
    for (;;) {
      const { done, value } = await heard(told.next(), signal);
      if (done) throw new Error(GONE);
      const content = JSON.parse(value.data);
      if (value.name === "stage") tell({ stage: content.stage, share: (share = STAGES[content.stage] ?? share) });
      else if (value.name === "error") throw new Error(content.sentence);
      else if (value.name === "result") return content as GuideData;
    }
  } finally {
    await told.return(undefined);
  }
}
