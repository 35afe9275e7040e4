// What Python found in the golden tables (golden/table.py), and the tables themselves.
import { readFileSync } from "node:fs";

export interface ExpectedModel {
  lambda: number;
  l1_ratio: number;
  nonzero: number;
  train_rmse: number;
  cv_rmse: number;
  cv_rmse_se: number | null;
  crossfit_rmse: number;
  test_rmse: number | null;
  edge: string | null;
  rank: number | null;
  intercept: number;
  coefficients: number[];
  standardized: number[];
  selection_frequency: number[] | null;
  one_standard_error: { lambda: number; nonzero: number; cv_rmse: number } | null;
  path: {
    lambda: number[];
    cv_mse: number[];
    cv_se: number[];
    train_mse: number[];
    nonzero: number[];
    degrees_of_freedom: number[];
    features: string[];
    left_out: number;
  };
  exact: { lambda?: number[]; nonzero?: number[]; values: number[]; pull?: number[] } | null;
  others: { l1_ratio: number; lambda: number[]; cv_mse: number[]; nonzero: number[] }[];
}

export interface Expected {
  target: string;
  rows: [read: number, used: number, train: number, test: number];
  columns: {
    name: string;
    role: string;
    reason: string | null;
    missing: number;
    levels: number | null;
    pooled_levels: number | null;
  }[];
  notes: string[];
  warnings: { kind: string; column: string | null; sentence: string }[];
  features: { name: string; column: string; kind: string; level: string | null; mean: number; scale: number }[];
  baseline: { cv_rmse: number; cv_rmse_se: number | null; test_rmse: number | null };
  verdict: {
    choice: string;
    tie: boolean;
    best: string;
    runner_up: string;
    difference: number;
    standard_error: number | null;
    sentence: string;
    because: string[];
  };
  none: ExpectedModel;
  l1: ExpectedModel;
  l2: ExpectedModel;
  elastic_net: ExpectedModel;
  membership: string; // a letter a row: a for fold 0 and so on, - for the test part, . for a row that is not used
}

export const TABLES = [
  "diabetes",
  "flights",
  "mixed",
  "wide",
  "decimal_comma",
  "two_levels",
  "repeated",
  "truth",
  "noise",
  "nearly_dependent",
  "large_target",
  "few",
  "nothing_varies",
] as const;
const FLIGHTS = 3_000; // rows of the example, as golden/table.py takes them

const here = (path: string): URL => new URL(path, import.meta.url);

export const expected = (name: string): Expected =>
  JSON.parse(readFileSync(here(`../golden/tables/${name}.json`), "utf8"));

export function tableBytes(name: string): Uint8Array<ArrayBuffer> {
  if (name === "diabetes") return bytesOf("../../../examples/diabetes.csv");
  if (name !== "flights") return bytesOf(`../golden/tables/${name}.csv`);
  const lines = readFileSync(here("../../../examples/flights.csv"), "latin1").split("\n");
  return new Uint8Array(Buffer.from(`${lines.slice(0, FLIGHTS + 1).join("\n")}\n`, "latin1"));
}

export const bytesOf = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(here(path)));

/** The module, once for all tests of a file. */
export const moduleBytes = (): Uint8Array<ArrayBuffer> => bytesOf("../../../src/shrinkage/web/table.wasm");
