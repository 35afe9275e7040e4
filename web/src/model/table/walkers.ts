// Who walks the paths of a part: this worker itself, or helpers that share the parts out, each with a module of its
// own.
import { walk, type Part, type Walk } from "./curves.ts";
import { type Native } from "./native.ts";
import { type Held, type Training } from "./parts.ts";
import { Problem } from "./solver.ts";

export interface Walker {
  /** Walk a grid on part `k`, from where it stopped before. */
  walk(k: number, lams: Float64Array, l1Ratio: number, before: Walk | null): Promise<Walk>;
}

export function localWalker(native: Native, parts: readonly Part[]): Walker {
  return { walk: (k, lams, l1Ratio, before) => Promise.resolve(walk(native, parts[k]!, lams, l1Ratio, before)) };
}

interface Asked {
  readonly call: number;
  readonly k: number;
  readonly part: { readonly trained: Training; readonly held: Held | null } | null; // the first time that it is needed
  readonly lams: Float64Array;
  readonly l1Ratio: number;
  readonly start: Float64Array | null;
}

interface Answer {
  readonly call: number;
  readonly walk: Walk | null;
  readonly problem: string;
}

let calls = 0; // answers to calls of a comparison that was stopped may still be on their way

/** A helper behind a port; it is asked for one walk at a time. */
export function remoteWalker(port: MessagePort, parts: readonly Part[]): Walker {
  const known = new Set<number>();
  return {
    walk: (k, lams, l1Ratio, before) =>
      new Promise((resolve, reject) => {
        const call = ++calls;
        port.onmessage = ({ data }: MessageEvent<Answer>) => {
          if (data.call !== call) return;
          if (data.walk) resolve(data.walk);
          else reject(new Error(data.problem));
        };
        const { problem, held } = parts[k]!;
        const start = before?.coefficients.slice(before.coefficients.length - problem.trained.xty.length) ?? null;
        port.postMessage({
          call,
          k,
          part: known.has(k) ? null : { trained: problem.trained, held },
          lams,
          l1Ratio,
          start,
        } satisfies Asked);
        known.add(k);
      }),
  };
}

/** Answers a port, first that it is ready; the module is started anew when a comparison is over. */
export function serve(port: MessagePort, start: () => Native): void {
  let native = start();
  let parts = new Map<number, Part>();
  port.postMessage("ready");
  port.onmessage = ({ data }: MessageEvent<Asked | "over">) => {
    if (data === "over") {
      [native, parts] = [start(), new Map()];
      return;
    }
    const { call, k, part, lams, l1Ratio, start: from } = data;
    try {
      if (part) parts.set(k, { problem: new Problem(native, part.trained), held: part.held });
      const before = from && { coefficients: from, outcomes: new Int32Array(0), mse: new Float64Array(0) };
      const found = walk(native, parts.get(k)!, lams, l1Ratio, before);
      port.postMessage({ call, walk: found, problem: "" } satisfies Answer, [found.coefficients.buffer as ArrayBuffer]);
    } catch (error) {
      port.postMessage({
        call,
        walk: null,
        problem: error instanceof Error ? error.message : String(error),
      } satisfies Answer);
    }
  };
}
