// Bar 8: numbers read out of the page are those that Python computes, at ten positions of every slider.
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { made, open } from "./browser.ts";
import { choose, penalties, place, settled } from "./moves.ts";
import { type Answer, type Given, answers, recordOf } from "./python.ts";
import { csvOf, number, table } from "./saved.ts";

const POSITIONS = Array.from({ length: 10 }, (_, k) => k / 9);
const TOLERANCE: Record<string, number> = { payload: 1e-8, kernel: 1e-6 };

interface Read extends Given {
  model: string;
  backend: string;
  facts: Record<string, number>;
}

/** What the explorer holds at this moment: numbers in full, from its attributes. */
function readOut(page: Page): Promise<Read> {
  return page.locator("[data-mark=explorer]").evaluate((figure) => {
    const root = figure.querySelector<HTMLElement>("[data-lambda]")!.dataset;
    const facts = [...figure.querySelectorAll<HTMLElement>("[data-fact][data-value]")];
    const drawn = [...figure.querySelectorAll<HTMLElement | SVGElement>("[data-feature][data-value]")];
    return {
      model: root["model"]!,
      lambda: Number(root["lambda"]),
      backend: root["backend"]!,
      facts: Object.fromEntries(facts.map((one) => [one.dataset["fact"]!, Number(one.dataset["value"])])),
      standardised: drawn.map((one): [number, number] => [Number(one.dataset["feature"]), Number(one.dataset["value"])]),
    };
  });
}

const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Where coefficients differ by more than the tolerance, in units of the largest; zeros must be exactly 0 on both sides. */
function apart(given: Given, answer: Answer, tolerance: number): string[] {
  if (!answer.unique && answer.off <= tolerance) return []; // another of several solutions
  const size = largest(answer.standardised);
  const allowed = Math.max(tolerance, 2 * answer.rounding) * size;
  return given.standardised.flatMap(([feature, value]) => {
    const right = answer.standardised[feature]!;
    const same = right === 0 ? Object.is(value, 0) : value !== 0 && Math.abs(value - right) <= allowed;
    return same ? [] : [`feature ${feature} is ${value}, not ${right}, and the largest is ${size}; fit and penalty off by ${answer.off}`];
  });
}

function compare(read: Read, answer: Answer, p: number): string[] {
  const tolerance = TOLERANCE[read.backend]!;
  const wrong = apart(read, answer, tolerance);
  if (!read.standardised.length) wrong.push("no coefficient is to be read");
  if (answer.unique && read.facts["nonzero"] !== answer.nonzero) wrong.push(`${read.facts["nonzero"]} features are used in the page, and ${answer.nonzero} in Python`);
  const freedom = read.facts["degrees_of_freedom"];
  if (freedom !== undefined && !(Math.abs(freedom - answer.degrees_of_freedom) <= tolerance * p))
    wrong.push(`degrees of freedom are ${freedom}, not ${answer.degrees_of_freedom}`);
  return wrong.map((words) => `${read.model} at ${read.lambda} (${read.backend}): ${words}`);
}

describe.each(made("diabetes", "factors", "flights", "ames", "genes", "fifty", "older", "single"))("$name, $features features", ({ name, features }) => {
  test("the explorer holds Python's coefficients, counts and degrees of freedom at ten positions of each slider", async () => {
    await using opened = await open(name);
    const { page } = opened;
    const record = recordOf(name);
    const read: Read[] = [];
    for (const penalty of await penalties(page)) {
      await choose(page, penalty);
      const slider = page.locator("[data-mark=explorer] input[type=range]").first();
      for (const position of POSITIONS) {
        await place(slider, position);
        await settled(page);
        read.push(await readOut(page));
      }
    }
    const asked: Record<string, Read[]> = {};
    for (const one of read) (asked[one.model] ??= []).push(one);
    expect(Object.keys(asked)).toEqual(["l1", "l2", "elastic_net"]);
    for (const all of Object.values(asked)) expect(new Set(all.map(({ lambda }) => lambda)).size).toBeGreaterThanOrEqual(8);
    const right = answers(name, asked);
    const wrong = Object.entries(asked).flatMap(([model, all]) => all.flatMap((one, k) => compare(one, right[model]![k]!, features)));
    expect(wrong.slice(0, 20)).toEqual([]);

    for (const [model, all] of Object.entries(asked)) {
      const path = record.models[model]!.path!;
      for (const one of all) {
        const at = path.lambda.indexOf(one.lambda);
        if (at >= 0) expect(one.facts["cv_rmse"]).toBeCloseTo(Math.sqrt(path.cv_mse[at]!), 8);
      }
    }
    expect(opened.troubles).toEqual([]);
  });

  test("at the strengths that have a name it holds the record's own numbers", async () => {
    await using opened = await open(name);
    const { page } = opened;
    const record = recordOf(name);
    for (const penalty of await penalties(page)) {
      await choose(page, penalty);
      const model = record.models[penalty]!;
      const read = await readOut(page);
      expect(read.lambda).toBe(model.lambda);
      expect(read.facts["nonzero"]).toBe(model.nonzero);
      near(read.facts["cv_rmse"]!, model.cv_rmse);
      near(read.facts["train_rmse"]!, model.train_rmse);
      const size = largest(Object.values(model.standardized));
      for (const [feature, value] of read.standardised) {
        const right = model.standardized[record.features[feature]!.name]!;
        expect(Math.abs(value - right)).toBeLessThanOrEqual(TOLERANCE[read.backend]! * size);
        expect(value === 0).toBe(right === 0);
      }
      const calm = page.getByRole("button", { name: "One standard error" });
      if (model.one_standard_error && (await calm.isEnabled().catch(() => false))) {
        await calm.click();
        await settled(page);
        const there = await readOut(page);
        expect(there.lambda).toBe(model.one_standard_error.lambda);
        expect(there.facts["nonzero"]).toBe(model.one_standard_error.nonzero);
      }
    }
  });
});

function near(value: number, right: number | null, tolerance = 1e-8): void {
  if (right === null) expect(value).toBeNaN();
  else expect(Math.abs(value - right), `${value} and ${right}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(right)));
}

describe.each(made("diabetes", "ames", "genes", "noise"))("what the figures of $name save as CSV", ({ name }) => {
  test("errors are the record's", async () => {
    await using opened = await open(name);
    const record = recordOf(name);
    const { heads, rows } = table(await csvOf(opened.page, "errors"));
    expect(rows.length).toBe(5);
    const column = (words: RegExp): number => heads.findIndex((head) => words.test(head));
    const models = ["none", "l1", "l2", "elastic_net"].map((key) => record.models[key]!);
    const found = (words: RegExp): number[] => [...rows.map((row) => number(row[column(words)]!))].sort((a, b) => a - b);
    const sorted = (values: number[]): number[] => [...values].sort((a, b) => a - b);
    const cv = sorted([record.baseline.cv_rmse, ...models.map((model) => model.cv_rmse)]);
    found(/^(CV|cross-validat)/i).forEach((value, i) => near(value, cv[i]!));
    const train = sorted(models.map((model) => model.train_rmse));
    found(/train/i).filter(Number.isFinite).forEach((value, i) => near(value, train[i]!));
  });

  test("the CV curve is the record's at every strength", async () => {
    await using opened = await open(name);
    const record = recordOf(name);
    const penalty = (await penalties(opened.page))[0]!;
    await choose(opened.page, penalty);
    const { heads, rows } = table(await csvOf(opened.page, "explorer", "-cv"));
    const path = record.models[penalty]!.path!;
    expect(rows.length).toBe(path.lambda.length);
    const error = heads.findIndex((head) => /CV|cross-validat/i.test(head));
    rows.forEach((row, i) => {
      expect(number(row[0]!)).toBe(path.lambda[i]);
      near(number(row[error]!), Math.sqrt(path.cv_mse[i]!));
    });
  });

  test("the path is Python's, at ten of its strengths for each penalty", async () => {
    await using opened = await open(name);
    const { page } = opened;
    const record = recordOf(name);
    const given: Record<string, (Given & { used: number })[]> = {};
    for (const penalty of await penalties(page)) {
      await choose(page, penalty);
      const { rows } = table(await csvOf(page, "explorer", "-path"));
      const features = record.models[penalty]!.path!.features.map((feature) => record.features.findIndex((one) => one.name === feature));
      given[penalty] = POSITIONS.map((share) => {
        const [lambda, used, ...values] = rows[Math.round(share * (rows.length - 1))]!.map(number);
        return { lambda: lambda!, used: used!, standardised: values.map((value, j): [number, number] => [features[j]!, value]) };
      });
    }
    const right = answers(name, given);
    const wrong = Object.entries(given).flatMap(([model, all]) =>
      all.flatMap((one, k) => {
        const answer = right[model]![k]!;
        const count = answer.unique && one.used !== answer.nonzero ? [`${one.used} features are used, not ${answer.nonzero}`] : [];
        return [...count, ...apart(one, answer, TOLERANCE["kernel"]!)].map((words) => `${model} at ${one.lambda}: ${words}`);
      }),
    );
    expect(wrong.slice(0, 20)).toEqual([]);
  });
});

test("the tables of the page say what the record says, to the digits they show", async () => {
  await using opened = await open("diabetes", { scripts: false });
  const record = recordOf("diabetes");
  const cells = async (row: Locator): Promise<string[]> => (await row.locator("th, td").allTextContents()).map((one) => one.trim());
  const coefficients = opened.page.locator("section#coefficients table").first();
  const listed = new Set<string>();
  for (const row of await coefficients.locator("tbody tr").all()) {
    const [name, ...values] = await cells(row);
    if (!record.features.some((one) => one.name === name)) continue; // the intercept
    listed.add(name!);
    expect(values.length).toBeGreaterThanOrEqual(4);
    const shown = values.map((value) => Number(value.replaceAll("−", "-").replaceAll(",", "")));
    const known = ["none", "l1", "l2", "elastic_net"].flatMap((key) => [record.models[key]!.standardized[name!]!, record.models[key]!.coefficients[name!]!]);
    for (const value of shown.filter(Number.isFinite)) {
      const close = known.some((right) => (right === 0 ? value === 0 : Math.abs(value - right) <= 0.006 * Math.abs(right)));
      expect(close, `${name}: ${value} is none of ${known}`).toBe(true);
    }
  }
  expect(listed.size).toBe(record.features.length);
});
