import { beforeAll, describe, expect, it } from "vitest";

import { pack } from "../../src/model/bytes.ts";
import { engineFor, type Engine } from "../../src/model/engine.ts";
import { type Kernel } from "../../src/model/kernel.ts";
import { kernelEngine } from "../../src/model/kernel_engine.ts";
import { payloadEngine } from "../../src/model/payload.ts";
import { read, type Report } from "../../src/model/read.ts";
import { type ModelName } from "../../src/model/report.ts";
import { uniform } from "../golden/random.ts";
import { CHOSEN, GRID, interceptOf, page, PULLS, runs, SCALES, truth } from "./page.ts";
import { distance, kernel, sameZeros } from "./running.ts";

const PENALISED: ModelName[] = ["l1", "l2", "elastic_net"];
const strengths = (): number[] => {
  const draw = uniform(1);
  return [...GRID, 2, 1.5, 0.4, 0.1, ...Array.from({ length: 100 }, () => 3 * 100 ** -draw())].filter(
    (lambda) => lambda >= GRID[20]!,
  );
};

let solver: Kernel;
let report: Report;
beforeAll(async () => {
  solver = await kernel();
  report = read(page());
});

function agrees(engine: Engine, name: ModelName, lambda: number, near: number): void {
  const expected = truth(name, lambda);
  const fit = engine.at(name, lambda);
  expect(fit.lambda).toBe(lambda);
  expect(distance(fit.standardised, expected)).toBeLessThanOrEqual(near);
  sameZeros(fit.standardised, expected);
  expect(distance(fit.coefficients, expected.map((w, j) => w / SCALES[j]!))).toBeLessThanOrEqual(near);
  expect(fit.intercept).toBeCloseTo(interceptOf(expected), 10);
  expect(fit.nonzero).toBe(expected.filter((w) => w !== 0).length);
  expect(fit.exact).toBe(true);
  expect(fit.complete).toBe(true);
}

describe("the payload", () => {
  it.each(["l1", "l2"] as const)("is exact at every strength: %s", (name) => {
    for (const lambda of strengths()) agrees(payloadEngine(report), name, lambda, 1e-14);
  });

  it("gives elastic net at the grid's points, and in between linearly in log lambda, saying so", () => {
    const engine = payloadEngine(report);
    for (const lambda of GRID) agrees(engine, "elastic_net", lambda, 0);
    const [above, below] = [GRID[10]!, GRID[11]!];
    const fit = engine.at("elastic_net", Math.sqrt(above * below));
    const [a, b] = [truth("elastic_net", above), truth("elastic_net", below)];
    expect(distance(fit.standardised, a.map((w, j) => (w + b[j]!) / 2))).toBeLessThan(1e-14);
    expect(fit.exact).toBe(false);
    expect(engine.exact("elastic_net")).toBe(false);
  });

  it("has the degrees of freedom of each penalty", () => {
    const engine = payloadEngine(report);
    for (const lambda of [3, 0.5, 0.05]) {
      expect(engine.at("l1", lambda).degreesOfFreedom).toBe(truth("l1", lambda).filter((w) => w !== 0).length);
      expect(engine.at("l2", lambda).degreesOfFreedom).toBeCloseTo(5 / (1 + lambda), 12);
    }
    expect(engine.at("elastic_net", GRID[20]!).degreesOfFreedom).toBe(5);
  });

  it("gives the recorded numbers themselves at the chosen strength", () => {
    for (const name of PENALISED) {
      const fit = payloadEngine(report).at(name, CHOSEN);
      expect(fit.coefficients).toBe(report.models[name].coefficients);
      expect(fit.intercept).toBe(report.models[name].intercept);
    }
  });

  it("takes strengths beyond the range to its ends", () => {
    const engine = payloadEngine(report);
    expect(engine.range("l1")).toEqual([GRID[20], GRID[0]]);
    for (const name of PENALISED) {
      expect(engine.at(name, 1e9)).toEqual(engine.at(name, GRID[0]!));
      expect(engine.at(name, 0)).toEqual(engine.at(name, GRID[20]!));
    }
  });

  it("has one fit of a model without a path", () => {
    const engine = payloadEngine(report);
    expect(engine.range("none")).toBeNull();
    const fit = engine.at("none", 5);
    expect([...fit.standardised]).toEqual(PULLS);
    expect(fit.lambda).toBe(0);
    expect(fit.degreesOfFreedom).toBeNull();
  });

  it("has one fit of a model whose path is one strength, as that of least squares is", () => {
    const data = page();
    const own = data.models.none;
    const path = { ...data.models.elastic_net.path!, lambda: pack([0]), nonzero: [5], degrees_of_freedom: pack([4]) };
    for (const key of ["cv_mse", "cv_se", "train_mse"] as const) path[key] = pack([1]);
    own.path = { ...path, fold_mse: [pack([1]), pack([1])], grid: runs([truth("none", 0)], PULLS.length) };
    const engine = engineFor(read(data), solver);
    expect(engine.range("none")).toBeNull();
    expect(engine.exact("none")).toBe(true);
    expect(engine.at("none", 5)).toMatchObject({ lambda: 0, nonzero: 5, degreesOfFreedom: 4, exact: true });
  });

  it("leaves a path that the page does not carry to the kernel, which has all products", () => {
    const data = page();
    data.models.elastic_net.path!.grid = null;
    const own = read(data);
    expect(engineFor(own, null).range("elastic_net")).toBeNull();
    expect(engineFor(own, null).at("elastic_net", 1)).toMatchObject({ lambda: CHOSEN });
    expect(engineFor(own, solver).range("elastic_net")).toEqual([GRID[20], GRID[0]]);
    expect(engineFor(own, solver).at("elastic_net", 1)).toMatchObject({ lambda: 1, backend: "kernel", exact: true });
  });

  it("says what it does not know where features are left out", () => {
    const data = page();
    for (const name of PENALISED) {
      const path = data.models[name].path!;
      path.features_left_out = 2;
      path.nonzero = path.nonzero.map((count) => count + 2);
      if (path.exact?.kind === "knots") path.exact.nonzero = path.exact.nonzero.map((count) => count + 2);
    }
    const engine = payloadEngine(read(data));
    for (const name of PENALISED) {
      const fit = engine.at(name, 0.45);
      expect(fit.complete).toBe(false);
      expect(fit.intercept).toBeNull();
      expect(fit.nonzero).toBe(truth(name, name === "elastic_net" ? 0.47 : 0.45).filter((w) => w !== 0).length + 2);
    }
    // Just at a knot: who enters there is still 0.
    expect(engine.at("l1", 2).nonzero).toBe(truth("l1", 2).filter((w) => w !== 0).length + 2);
    expect(engine.at("l1", 3).nonzero).toBe(2);
  });
});

describe("the kernel as an engine", () => {
  it("is exact for every model with a path", () => {
    const engine = kernelEngine(report, solver)!;
    for (const name of PENALISED) {
      expect(engine.exact(name)).toBe(true);
      for (const lambda of strengths()) agrees(engine, name, lambda, 1e-13);
      expect(engine.at(name, 0.33).backend).toBe("kernel");
    }
    expect(engine.at("l2", 0.5).degreesOfFreedom).toBeCloseTo(5 / 1.5, 12);
    expect(engine.at("none", 1).coefficients).toBe(report.models.none.coefficients);
  });

  it("gives the same numbers wherever the slider came from", () => {
    const engine = kernelEngine(report, solver)!;
    const once = engine.at("elastic_net", 0.2);
    engine.at("elastic_net", 2.5);
    expect(engine.at("elastic_net", 0.2)).toEqual(once);
  });

  it("turns a problem's coefficients into standardised ones", () => {
    const data = page();
    data.products = { ...data.products!, unit: data.products!.xty }; // any numbers above 0 will do
    data.products.unit = data.models.l1.selection_frequency;
    const unit = read(data).problem!.unit;
    const fit = kernelEngine(read(data), solver)!.at("l1", 0.3);
    expect(distance(fit.standardised, truth("l1", 0.3).map((w, j) => w * unit[j]!))).toBeLessThan(1e-14);
  });

  it("is none where the page does not hold the whole problem", () => {
    const data = page();
    data.products!.complete = false;
    expect(kernelEngine(read(data), solver)).toBeNull();
    data.products = null;
    expect(kernelEngine(read(data), solver)).toBeNull();
  });
});

describe("the engine of a page", () => {
  it("takes the payload where it is exact, else the kernel, else the grid", () => {
    const both = engineFor(report, solver);
    expect(PENALISED.map((name) => both.at(name, 0.3).backend)).toEqual(["payload", "payload", "kernel"]);
    expect(PENALISED.map((name) => both.exact(name))).toEqual([true, true, true]);
    const alone = engineFor(report, null);
    expect(PENALISED.map((name) => alone.at(name, 0.3).backend)).toEqual(["payload", "payload", "payload"]);
    expect(PENALISED.map((name) => alone.exact(name))).toEqual([true, true, false]);
    expect(PENALISED.map((name) => both.range(name))).toEqual(PENALISED.map((name) => alone.range(name)));
  });
});
