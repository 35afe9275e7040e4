// The shape of page data, proven once at load; everything after it may rely on the types of report.ts.
//
// Packed numbers are proven where they are decoded (read.ts): their count, and that they are finite where they must be.
import { NAMES, SCHEMA, type ReportData } from "./report.ts";

const AGAIN = "the page was damaged or cut short on its way, so write the report again (shrinkage report RECORD).";

/** Page data that cannot be shown; its message says what, because of what, and what to do. */
export class PageDataError extends Error {
  override name = "PageDataError";
}

/** Raises PageDataError: `what` is wrong `at` a place of the page data. */
export function damaged(at: string, what: string): never {
  throw new PageDataError(`the data of this page cannot be shown: ${at} ${what}; ${AGAIN}`);
}

type Check = (value: unknown, at: string) => void;

function shown(value: unknown): string {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

function plain(what: string, holds: (value: unknown) => boolean): Check {
  return (value, at) => {
    if (!holds(value)) damaged(at, `should be ${what} and is ${shown(value)}`);
  };
}

function between(value: unknown, low: number, high: number): boolean {
  return Number.isFinite(value) && (value as number) >= low && (value as number) <= high;
}

const text = plain("text", (value) => typeof value === "string");
const flag = plain("true or false", (value) => typeof value === "boolean");
const finite = plain("a finite number", Number.isFinite);
const positive = plain("a number above 0", (value) => Number.isFinite(value) && (value as number) > 0);
const size = plain("a number of at least 0", (value) => between(value, 0, Infinity));
const share = plain("a number between 0 and 1", (value) => between(value, 0, 1));
const whole = plain("a whole number of at least 0", (value) => Number.isSafeInteger(value) && (value as number) >= 0);

const oneOf = (values: readonly unknown[]): Check =>
  plain(`one of ${values.map((value) => JSON.stringify(value)).join(", ")}`, (value) => values.includes(value));

const nullOr =
  (check: Check): Check =>
  (value, at) => {
    if (value !== null) check(value, at);
  };

const listOf =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) damaged(at, `should be a list and is ${shown(value)}`);
    value.forEach((each, i) => check(each, `${at}[${i}]`));
  };

const mapOf =
  (check: Check): Check =>
  (value, at) => {
    for (const [key, each] of Object.entries(asObject(value, at))) check(each, `${at}.${key}`);
  };

function asObject(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    damaged(at, `should be an object and is ${shown(value)}`);
  return value as Record<string, unknown>;
}

/** An object with these keys, each of which is there; others are let pass, since later versions may add some. */
const object =
  (checks: Record<string, Check>): Check =>
  (value, at) => {
    const own = asObject(value, at);
    for (const [key, check] of Object.entries(checks)) check(own[key], at ? `${at}.${key}` : key);
  };

/** One of several kinds of object, told apart by `kind`. */
const byKind =
  (kinds: Record<string, Check>): Check =>
  (value, at) => {
    const { kind } = asObject(value, at);
    oneOf(Object.keys(kinds))(kind, `${at}.kind`);
    kinds[kind as string]!(value, at);
  };

const packed = text;

const feature = object({ name: text, column: text, kind: text, level: nullOr(text), mean: finite, scale: size });
const runs = object({ first: listOf(whole), count: listOf(whole), values: packed });
const exact = byKind({
  knots: object({ lambda: packed, nonzero: listOf(whole), runs }),
  spectrum: object({ values: packed, pull: packed, basis: packed, offset: nullOr(packed), free_rank: whole }),
});
const path = object({
  lambda: packed,
  cv_mse: packed,
  cv_se: packed,
  fold_mse: listOf(packed),
  train_mse: packed,
  nonzero: listOf(whole),
  degrees_of_freedom: nullOr(packed),
  features: listOf(whole),
  features_left_out: whole,
  grid: nullOr(runs),
  exact: nullOr(exact),
});
const model = object({
  lambda: size,
  l1_ratio: nullOr(share),
  nonzero: whole,
  train_rmse: nullOr(finite),
  cv_rmse: nullOr(finite),
  cv_rmse_se: nullOr(finite),
  crossfit_rmse: nullOr(finite),
  test_rmse: nullOr(finite),
  coefficients: packed,
  standardized: packed,
  selection_frequency: nullOr(packed),
  one_standard_error: nullOr(object({ lambda: size, nonzero: whole, cv_rmse: nullOr(finite) })),
  intercept: finite,
  edge: oneOf([null, "null", "unpenalised"]),
  scales: mapOf(finite),
  path: nullOr(path),
});
const products = object({
  features: listOf(whole),
  gram: packed,
  xty: packed,
  yy: size,
  unit: nullOr(packed),
  factors: nullOr(packed),
  complete: flag,
});
const report = object({
  version: text,
  target: text,
  source: text,
  convention: text,
  choice: oneOf([...NAMES, "mean"]),
  folds: whole,
  repeats: whole,
  weight: positive,
  positive: flag,
  features: listOf(feature),
  baseline: object({ cv_rmse: nullOr(finite), cv_rmse_se: nullOr(finite), test_rmse: nullOr(finite) }),
  test_informative: flag,
  models: object(Object.fromEntries(NAMES.map((name) => [name, model]))),
  products: nullOr(products),
});

/** Page data of the shape that report.ts describes. Raises PageDataError. */
export function check(value: unknown): ReportData {
  const { schema } = asObject(value, "the whole");
  if (schema !== SCHEMA)
    throw new PageDataError(
      `the data of this page cannot be shown: they are of ${shown(schema)}, and this script reads ${SCHEMA}; ` +
        "script and data come from different versions, so write the report again (shrinkage report RECORD).",
    );
  report(value, "");
  return value as ReportData;
}
