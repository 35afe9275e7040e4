// The example table, fitted with folds: what a report about it would show.
import text from "../../../examples/diabetes.csv?raw";
import type { ModelName } from "../../src/model/report.ts";
import { type Fitted, part, rmse, type Rows, strongest, walk } from "./fit.ts";
import { uniform } from "./random.ts";

export const FOLDS = 10;
const POINTS = 60;

function parsed(): Rows {
  const [head, ...lines] = text.trim().split(/\r?\n/);
  const names = head!.split(",");
  const cells = lines.map((line) => line.split(",").map(Number));
  const columns = names.map((_, j) => Float64Array.from(cells, (row) => row[j]!));
  return { names: names.slice(0, -1), columns: columns.slice(0, -1), target: columns.at(-1)! };
}

const table = parsed();
const draw = uniform(4);
const place = Array.from(table.target, () => draw());
const isTest = (row: number): boolean => place[row]! < 0.25;
export const training = part(table, (row) => !isTest(row));
const test = part(table, isTest);
const foldOf = Array.from(training.target, (_, i) => (i * 7919) % FOLDS);
export const names = table.names;

export interface Walked {
  key: ModelName;
  label: string;
  lambdas: number[];
  fits: Fitted[];
  folds: number[][]; // RMSE of each fold
  rmse: number[];
  se: number[];
  train: number[];
  counts: number[];
  best: number;
  calm: number;
  frequency: number[];
  test: number;
}

const label = { none: "no penalty", l1: "L1 (lasso)", l2: "L2 (ridge)", elastic_net: "elastic net" };

/** A model along its strengths; `none` is L2 at next to nothing. */
export function walked(key: ModelName): Walked {
  const ratio = { none: 0, l1: 1, l2: 0, elastic_net: 0.5 }[key];
  const top = key === "none" ? 1e-9 : key === "l2" ? 2000 : strongest(training, ratio);
  const lambdas = Array.from({ length: key === "none" ? 1 : POINTS }, (_, k) => top * 10 ** ((-4 * k) / (POINTS - 1)));
  const fits = walk(training, lambdas, ratio, 2000);
  const within: Fitted[][] = [];
  const folds = Array.from({ length: FOLDS }, (_, fold) => {
    const inner = walk(part(training, (i) => foldOf[i] !== fold), lambdas, ratio, key === "none" ? 2000 : 150);
    within.push(inner);
    const held = part(training, (i) => foldOf[i] === fold);
    return inner.map((fit) => rmse(held, fit));
  });
  const mse = lambdas.map((_, i) => folds.reduce((sum, fold) => sum + fold[i]! ** 2, 0) / FOLDS);
  const sd = lambdas.map((_, i) => Math.sqrt(folds.reduce((sum, fold) => sum + (fold[i]! ** 2 - mse[i]!) ** 2, 0) / (FOLDS - 1) / FOLDS));
  const best = mse.indexOf(Math.min(...mse));
  return {
    key,
    label: label[key],
    lambdas,
    fits,
    folds,
    rmse: mse.map(Math.sqrt),
    se: mse.map((value, i) => sd[i]! / (2 * Math.sqrt(value))),
    train: fits.map((fit) => rmse(training, fit)),
    counts: fits.map((fit) => fit.standardised.filter((value) => value !== 0).length),
    best,
    calm: mse.findIndex((value) => value <= mse[best]! + sd[best]!),
    frequency: names.map((_, j) => within.filter((inner) => inner[best]!.standardised[j] !== 0).length / FOLDS),
    test: rmse(test, fits[best]!),
  };
}

export const models = { none: walked("none"), l1: walked("l1"), l2: walked("l2"), elastic_net: walked("elastic_net") };

/** Predicting the mean of the other folds. */
export const baseline = ((): { rmse: number; se: number; test: number; train: number } => {
  const alone = (rows: Rows, level: number): number => Math.sqrt(rows.target.reduce((sum, y) => sum + (y - level) ** 2, 0) / rows.target.length);
  const level = (rows: Rows): number => rows.target.reduce((sum, y) => sum + y, 0) / rows.target.length;
  const errors = Array.from({ length: FOLDS }, (_, fold) =>
    alone(part(training, (i) => foldOf[i] === fold), level(part(training, (i) => foldOf[i] !== fold))),
  );
  const mse = errors.reduce((sum, error) => sum + error ** 2, 0) / FOLDS;
  const sd = Math.sqrt(errors.reduce((sum, error) => sum + (error ** 2 - mse) ** 2, 0) / (FOLDS - 1) / FOLDS);
  const all = level(training);
  return { rmse: Math.sqrt(mse), se: sd / (2 * Math.sqrt(mse)), test: alone(test, all), train: alone(training, all) };
})();
