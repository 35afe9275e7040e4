// What Python says, for a report of fixtures.py: its record, and answers at any strength from the training problem itself.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { PYTHON, ROOT, folderOf } from "./places.ts";

export interface Answer {
  lambda: number;
  standardised: number[];
  original: number[];
  intercept: number;
  nonzero: number;
  degrees_of_freedom: number;
  train_rmse: number;
  unique: boolean; // else L1 has other solutions with the same fit, and `off` tells whether the page has one of them
  off: number;
  rounding: number;
}

/** What a page says at a strength. */
export interface Given {
  lambda: number;
  standardised: [feature: number, value: number][];
}

export interface RecordModel {
  lambda: number;
  nonzero: number;
  train_rmse: number;
  cv_rmse: number;
  cv_rmse_se: number | null;
  crossfit_rmse: number;
  test_rmse: number | null;
  coefficients: Record<string, number>;
  standardized: Record<string, number>;
  selection_frequency: Record<string, number> | null;
  one_standard_error: { lambda: number; nonzero: number } | null;
  path: { lambda: number[]; cv_mse: number[]; cv_se: (number | null)[]; train_mse: number[]; nonzero: number[]; features: string[] } | null;
}

export interface Recorded {
  data: { target: string; columns: { name: string; role: string }[] };
  features: { name: string; scale: number; mean: number }[];
  baseline: { cv_rmse: number; test_rmse: number | null };
  models: Record<string, RecordModel>;
  verdict: { choice: string; sentence: string; because: string[] };
  products?: { features: string[]; complete: boolean } | null;
}

export function recordOf(name: string): Recorded {
  return JSON.parse(readFileSync(join(folderOf(name), "record.json"), "utf8"));
}

export function answers(name: string, given: Record<string, Given[]>): Record<string, Answer[]> {
  const script = join(ROOT, "web/tests/browser/answers.py");
  const done = spawnSync(PYTHON, [script, join(folderOf(name), "problem.npz")], {
    input: JSON.stringify(given),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0) throw new Error(`Python gave no answer: ${done.stderr}`);
  return JSON.parse(done.stdout);
}
