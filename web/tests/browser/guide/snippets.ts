// Python's own answers to the snippets of figures, and how far the figures are from them.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { PYTHON, ROOT } from "../places.ts";
import type { Said } from "./stages.ts";

export interface Ran {
  result?: Record<string, unknown>;
  error?: string;
}

/** One process runs them all, in a folder that holds the tables they read. */
export function run(codes: readonly string[], folder: string): Ran[] {
  const done = spawnSync(PYTHON, [join(ROOT, "web/tests/browser/guide/snippets.py")], {
    cwd: folder,
    input: JSON.stringify(codes),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0) throw new Error(`Python gave no answers: ${done.stderr}`);
  return JSON.parse(done.stdout);
}

// Numbers of a payload are Python's own; those of the kernel and of made-up tables are computed again.
const EXACT: ReadonlySet<string> = new Set(["start", "weights", "path-l1", "path-l2", "cv"]);

const tolerance = ({ figure }: Said): number => (EXACT.has(figure) ? 1e-8 : 1e-6);

/** Where figures and Python differ, in words. */
export function differences(all: readonly Said[], folder: string, within: (one: Said) => number = tolerance): string[] {
  const ran = run(all.map(({ code }) => code), folder);
  return all.flatMap((one, at) => {
    const where = `${one.figure} at ${one.state}`;
    const { result, error } = ran[at]!;
    if (error !== undefined) return [`${where}: ${error}`];
    const names = Object.keys(one.result);
    if (names.join() !== Object.keys(result!).join()) return [`${where}: ${names} and ${Object.keys(result!)}`];
    return names.flatMap((name) => {
      const found = off(one.result[name], result![name], within(one));
      return found ? [`${where}: ${name}: ${found}`] : [];
    });
  });
}

/** Null where they agree; a zero is only like a zero. */
function off(page: unknown, python: unknown, within: number): string | null {
  const [ours, theirs] = [page, python].map((value) => (Array.isArray(value) ? value : [value]));
  if (ours!.length !== theirs!.length) return `${ours!.length} values here, ${theirs!.length} in Python`;
  for (const [at, value] of ours!.entries()) {
    const other = theirs![at];
    if (Array.isArray(value) || Array.isArray(other)) {
      const deeper = off(value, other, within);
      if (deeper) return `[${at}] ${deeper}`;
      continue;
    }
    const equal =
      typeof value === "number" && typeof other === "number"
        ? Math.abs(value - other) <= within * Math.max(1, Math.abs(other)) && (value === 0) === (other === 0)
        : value === other;
    if (!equal) return `${Array.isArray(page) ? `[${at}] ` : ""}${value} here, ${other} in Python`;
  }
  return null;
}
