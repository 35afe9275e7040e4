// The comparison in the page finds what Python finds in the same file: columns, features, folds, grids, errors,
// verdict.
import { beforeAll, describe, expect, test } from "vitest";

import { unpack } from "../../src/model/bytes.ts";
import { read } from "../../src/model/read.ts";
import { NAMES, type ModelName } from "../../src/model/report.ts";
import { compare, openTable } from "../../src/model/table/compare.ts";
import { Native } from "../../src/model/table/native.ts";
import { type Found } from "../../src/model/table/report.ts";
import { expected, moduleBytes, TABLES, tableBytes, type Expected } from "./expected.ts";

const CLOSE = 1e-6;
// Coefficients of 1e5 that cancel: Python's error of least squares on its test rows, a quadratic form, is itself 2e-6
// away from that of exact fractions.
const CLOSE_ON_TEST = (name: string, model: ModelName): number =>
  name === "nearly_dependent" && model === "none" ? 1e-5 : CLOSE;
// Where two columns are each other's opposite, L1 may use either in a fold: rounding decides.
const EITHER = (name: string, model: ModelName): boolean => name === "two_levels" && model === "l1";

/** The largest difference of two lists, relative to each number, or to the largest of all where `toLargest`. */
export function apart(own: ArrayLike<number>, theirs: ArrayLike<number>, toLargest = false): number {
  expect(own.length).toBe(theirs.length);
  const largest = toLargest ? Math.max(...Array.from(theirs, Math.abs)) : 0;
  let most = 0;
  for (let i = 0; i < own.length; i++) {
    const unit = Math.max(Math.abs(theirs[i]!), largest);
    if (own[i] !== theirs[i]) most = Math.max(most, Math.abs(own[i]! - theirs[i]!) / unit);
  }
  return most;
}

const letters = (membership: Int16Array): string => Array.from(membership, (fold) => ".-abcdefghij"[fold + 2]).join("");

describe.each(TABLES)("%s", (name) => {
  let found: Found;
  let theirs: Expected;

  beforeAll(async () => {
    const native = await Native.start(moduleBytes());
    theirs = expected(name);
    const table = await openTable(native, "table.csv", tableBytes(name));
    found = await compare(native, table, theirs.target, "table.csv", async () => {});
  }, 120_000);

  test("what was read", () => {
    const { data, split } = found;
    expect([data.rowsRead, data.rowsUsed, split.trainRows, split.testRows]).toEqual(theirs.rows);
    expect(data.notes).toEqual(theirs.notes);
    expect(data.columns.map(({ pooledLevels, ...column }) => ({ ...column, pooled_levels: pooledLevels }))).toEqual(
      theirs.columns,
    );
    expect(found.warnings).toEqual(theirs.warnings);
  });

  test("features, with their means and scales", () => {
    const named = ({ name, column, kind, level }: Expected["features"][number]) => ({ name, column, kind, level });
    expect(found.report.features.map(named)).toEqual(theirs.features.map(named));
    for (const key of ["mean", "scale"] as const)
      expect(
        apart(
          found.report.features.map((one) => one[key]),
          theirs.features.map((one) => one[key]),
        ),
      ).toBeLessThan(1e-12);
  });

  test("test rows and folds", () => expect(letters(found.membership)).toBe(theirs.membership));

  test.each(NAMES)("%s: grids and errors along them", (model) => {
    const [own, { path }] = [found.report.models[model].path!, theirs[model]];
    if (model !== "none") expect(apart(unpack(own.lambda), path.lambda)).toBeLessThan(1e-12);
    for (const key of ["cv_mse", "cv_se", "degrees_of_freedom"] as const)
      expect(apart(unpack(own[key]!), path[key]), key).toBeLessThan(CLOSE);
    expect(own.nonzero).toEqual(path.nonzero);
  });

  test.each(NAMES)("%s: the path at every strength", (model) => {
    const [own, { path, exact }] = [found.report.models[model].path!, theirs[model]];
    if (!theirs.features.length) return expect(own.features).toEqual([]);
    expect(own.features.map((j) => found.report.features[j]!.name)).toEqual(path.features);
    expect([own.features_left_out, own.exact?.kind]).toEqual([
      path.left_out,
      exact ? (exact.lambda ? "knots" : "spectrum") : undefined,
    ]);
    if (own.exact?.kind === "knots") {
      expect(apart(unpack(own.exact.lambda), exact!.lambda!)).toBeLessThan(CLOSE);
      expect(own.exact.nonzero).toEqual(exact!.nonzero);
      expect(apart(unpack(own.exact.runs.values), exact!.values, true)).toBeLessThan(CLOSE);
    } else if (own.exact?.kind === "spectrum") {
      // Of directions along which nothing varies, rounding decides whether they are told.
      const told = (values: ArrayLike<number>, of: ArrayLike<number>): number[] =>
        Array.from(of).filter((_, i) => values[i]! > 1e-12 * values[values.length - 1]!);
      const values = unpack(own.exact.values);
      expect(apart(told(values, values), told(exact!.values, exact!.values), true)).toBeLessThan(1e-12);
      expect(
        apart(told(values, unpack(own.exact.pull).map(Math.abs)), told(exact!.values, exact!.pull!), true),
      ).toBeLessThan(CLOSE);
    }
  });

  test.each(NAMES)("%s: the chosen point", (model) => {
    const [own, their] = [found.report.models[model], theirs[model]];
    for (const key of ["lambda", "cv_rmse", "cv_rmse_se", "crossfit_rmse"] as const)
      expect(apart([own[key] ?? 0], [their[key] ?? 0]), key).toBeLessThan(CLOSE);
    // Where a fit is exact, its error on its own rows is rounding.
    expect(Math.abs(own.train_rmse! - their.train_rmse)).toBeLessThan(
      CLOSE * (their.train_rmse > 1e-4 * theirs.baseline.cv_rmse ? their.train_rmse : theirs.baseline.cv_rmse),
    );
    expect(apart([own.test_rmse!], [their.test_rmse!])).toBeLessThan(CLOSE_ON_TEST(name, model));
    expect(own.l1_ratio ?? 0).toBe(their.l1_ratio);
    expect([own.nonzero, own.edge]).toEqual([their.nonzero, their.edge]);
    expect(own.one_standard_error?.nonzero).toBe(their.one_standard_error?.nonzero);
    expect(apart([own.one_standard_error?.lambda ?? 0], [their.one_standard_error?.lambda ?? 0])).toBeLessThan(1e-12);
    if (!theirs.features.length) return;
    if (their.selection_frequency && !EITHER(name, model))
      expect(apart(unpack(own.selection_frequency!), their.selection_frequency)).toBeLessThan(1e-12);
    const standardised = unpack(own.standardized);
    expect(apart(standardised, their.standardized, true)).toBeLessThan(CLOSE);
    expect(apart(unpack(own.coefficients), their.coefficients, true)).toBeLessThan(CLOSE);
    their.standardized.forEach((value, j) => value === 0 && expect(standardised[j]).toBe(0));
  });

  test("the verdict, its sentence and its reasons", () => {
    const { verdict } = found;
    const { choice, tie, best, runner_up, sentence, because } = theirs.verdict;
    expect(verdict).toMatchObject({ choice, tie, best, runnerUp: runner_up, sentence, because });
    expect(apart([verdict.difference], [theirs.verdict.difference])).toBeLessThan(CLOSE);
    expect(apart([verdict.standardError ?? 0], [theirs.verdict.standard_error ?? 0])).toBeLessThan(CLOSE);
    if (theirs.none.rank !== null) expect(found.rank).toBe(theirs.none.rank);
  });

  test("the data of a page that its reader takes", () => {
    const report = read(JSON.parse(JSON.stringify(found.report)));
    expect(report.models.l1.path!.grid ?? report.models.l1.path!.exact).not.toBeNull();
    const names: readonly ModelName[] = NAMES;
    for (const model of names)
      expect(report.models[model].rmse.crossfit).toBe(found.report.models[model].crossfit_rmse);
  });
});
