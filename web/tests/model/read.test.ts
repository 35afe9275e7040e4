import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { pack } from "../../src/model/bytes.ts";
import { PageDataError } from "../../src/model/check.ts";
import { read } from "../../src/model/read.ts";
import { page, PULLS } from "./page.ts";

type Anything = any;

const nans = (count: number): number[] => new Array<number>(count).fill(NaN);

describe("page data", () => {
  it("are decoded", () => {
    const report = read(JSON.parse(JSON.stringify(page())));
    expect(report.features.map(({ name }) => name)).toEqual(["x0", "x1", "x2", "x3", "x4"]);
    expect(report.models.l1.path?.foldMse).toHaveLength(2);
    expect(report.models.l1.path?.cvSe[3]).toBeNaN();
    expect(report.models.l1.selectionFrequency).toEqual(Float64Array.from([1, 1, 0.9, 0.2, 0]));
    expect(report.models.none.path).toBeNull();
    expect([...(report.problem?.gram.slice(0, 6) ?? [])]).toEqual([1, 0, 0, 0, 0, 0]);
    expect(report.problem?.unit).toEqual(Float64Array.from(PULLS, () => 1));
  });

  it("may lack what older records do not have", () => {
    const data = page();
    data.products = null;
    data.models.l2.path!.degrees_of_freedom = null;
    expect(read(data).problem).toBeNull();
    expect(read(data).models.l2.path?.degreesOfFreedom).toBeNull();
  });

  it("leave infinite factors infinite", () => {
    const data = page();
    data.products!.factors = pack([1, 0, Infinity, 2, 1]);
    expect([...read(data).problem!.factors]).toEqual([1, 0, Infinity, 2, 1]);
  });

  it("hold no −0", () => {
    const data = page();
    data.models.l1.standardized = pack(PULLS.map(() => -0));
    expect(read(data).models.l1.standardised.some((value) => Object.is(value, -0))).toBe(false);
  });
});

describe("the shape of page data", () => {
  const schema = JSON.parse(
    readFileSync(new URL("../../../src/shrinkage/present/report/data.schema.json", import.meta.url), "utf8"),
  );
  const data: Anything = page();
  const { l1, l2, elastic_net: net } = data.models;

  it.each([
    ["ReportData", data],
    ["Feature", data.features[0]],
    ["Baseline", data.baseline],
    ["Models", data.models],
    ["ModelData", l1],
    ["OneStandardError", l1.one_standard_error],
    ["PathData", l1.path],
    ["Runs", net.path.grid],
    ["Knots", l1.path.exact],
    ["Spectrum", l2.path.exact],
    ["Products", data.products],
  ])("is the schema's, which Python writes: %s", (name, part) => {
    expect(Object.keys(part).sort()).toEqual(Object.keys(schema.$defs[name].properties).sort());
    expect([...schema.$defs[name].required].sort()).toEqual(Object.keys(schema.$defs[name].properties).sort());
  });

  it("is of no other parts", () => {
    expect(Object.keys(schema.$defs)).toHaveLength(11);
  });
});

describe("page data that cannot be shown are told in a sentence", () => {
  it.each([null, [], 3, "text", undefined])("%o, which is no object", (given) => {
    expect(() => read(given)).toThrow(/the whole should be an object and is/);
  });

  const damages: [string, (data: Anything) => unknown, RegExp][] = [
    ["no schema", (data) => delete data.schema, /they are of missing, and this script reads "?shrinkage.report\/1/],
    ["a later schema", (data) => (data.schema = "shrinkage.report/2"), /different versions/],
    ["a name that is none", (data) => (data.features[1].name = 3), /features\[1\]\.name should be text and is 3/],
    ["a scale below 0", (data) => (data.features[1].scale = -1), /features\[1\]\.scale/],
    ["a choice that is none", (data) => (data.choice = "l3"), /choice should be one of/],
    ["a model that is missing", (data) => delete data.models.l2, /models\.l2 should be an object and is missing/],
    ["a lambda below 0", (data) => (data.models.l1.lambda = -1), /models\.l1\.lambda/],
    ["no strength", (data) => (data.models.l1.path.lambda = ""), /models\.l1\.path\.lambda is empty/],
    ["an unordered grid", (data) => (data.models.l1.path.lambda = pack([1, 2])), /does not decrease/],
    ["an infinite strength", (data) => (data.models.l1.path.lambda = pack([Infinity, 2])), /which it cannot be/],
    ["a curve cut short", (data) => (data.models.l2.path.cv_mse = pack([1])), /cv_mse holds 1 numbers where 21 belong/],
    ["counts cut short", (data) => data.models.l2.path.nonzero.pop(), /nonzero holds 20 entries where 21 belong/],
    ["a half count", (data) => (data.models.l2.path.nonzero[2] = 0.5), /nonzero\[2\] should be a whole number/],
    ["a curve of no numbers", (data) => (data.models.l2.path.cv_mse = pack(nans(21))), /cv_mse\[0\] is NaN/],
    ["no base64", (data) => (data.models.l2.path.cv_se = "*"), /cv_se does not hold packed numbers/],
    ["half a number", (data) => (data.models.l2.path.cv_se = "AAAA"), /cv_se does not hold packed numbers/],
    ["a feature that is none", (data) => (data.models.l1.path.features[0] = 9), /features\[0\] is feature 9 of 5/],
    ["a feature twice", (data) => (data.models.l1.path.features[0] = 1), /names a feature twice/],
    [
      "no coefficients at all",
      (data) => {
        data.models.elastic_net.path.grid = null;
        data.products.complete = false;
      },
      /grid is missing/,
    ],
    ["a run too long", (data) => (data.models.elastic_net.path.grid.count[0] = 99), /count\[0\] goes beyond row 21/],
    ["runs cut short", (data) => data.models.elastic_net.path.grid.first.pop(), /grid\.first holds 4 entries/],
    ["an unknown kind", (data) => (data.models.l1.path.exact.kind = "spline"), /exact\.kind should be one of/],
    ["knots cut short", (data) => data.models.l1.path.exact.nonzero.pop(), /exact\.lambda holds 6 numbers where 5/],
    ["a basis cut short", (data) => (data.models.l2.path.exact.basis = pack([1])), /basis holds 1 numbers where 25/],
    ["a negative eigenvalue", (data) => (data.models.l2.path.exact.values = pack([-1])), /values\[0\] is -1/],
    ["products cut short", (data) => (data.products.gram = pack([1])), /products\.gram holds 1 numbers where 15/],
    ["a negative factor", (data) => (data.products.factors = pack([-1, 1, 1, 1, 1])), /products\.factors\[0\] is -1/],
    ["a coefficient that is none", (data) => (data.models.l1.coefficients = pack(nans(5))), /coefficients\[0\]/],
    ["a scale of a convention that is text", (data) => (data.models.l1.scales.textbook = "2"), /scales\.textbook/],
  ];

  it.each(damages)("%s", (_, damage, message) => {
    const data: Anything = page();
    damage(data);
    expect(() => read(data)).toThrow(PageDataError);
    expect(() => read(data)).toThrow(message);
    expect(() => read(data)).toThrow(/write the report again/);
  });

  it("however it was cut off: no key may be missing", () => {
    const missed: string[] = [];
    const walk = (at: Anything, path: string): void => {
      for (const key of Object.keys(at)) {
        const kept = at[key];
        delete at[key];
        try {
          read(data);
          missed.push(`${path}.${key}`);
        } catch (error) {
          expect(error).toBeInstanceOf(PageDataError);
        }
        at[key] = kept;
        if (typeof kept === "object" && kept !== null && !Array.isArray(kept)) walk(kept, `${path}.${key}`);
      }
    };
    const data: Anything = page();
    walk(data, "");
    expect(missed.filter((at) => !at.includes(".scales."))).toEqual([]);
  });
});
