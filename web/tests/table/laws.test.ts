// What holds for the comparison in the page whatever the table: the order of rows and columns, how a table is written,
// who walks the paths, and that it stops when told to.
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";

import { unpack } from "../../src/model/bytes.ts";
import { compare, openTable, type Options } from "../../src/model/table/compare.ts";
import { Cancelled, TableError } from "../../src/model/table/errors.ts";
import { guesses } from "../../src/model/table/guess.ts";
import { MOST_ROWS } from "../../src/model/table/look.ts";
import { Native } from "../../src/model/table/native.ts";
import { type Tell } from "../../src/model/table/progress.ts";
import { type Found } from "../../src/model/table/report.ts";
import { serve } from "../../src/model/table/walkers.ts";
import { golden } from "../golden/read.ts";
import { moduleBytes, tableBytes } from "./expected.ts";

let module: WebAssembly.Module;
beforeAll(async () => void (module = await Native.compiled(moduleBytes())));

const silent: Tell = async () => {};

async function found(text: string, target: string, options: Partial<Options> = {}, tell = silent): Promise<Found> {
  const native = Native.of(module);
  const table = await openTable(native, "table.csv", new TextEncoder().encode(text));
  return compare(native, table, target, "table.csv", tell, options);
}

const textOf = (name: string): string => new TextDecoder().decode(tableBytes(name));

/** 0 … n − 1 in an order that looks like chance. */
function shuffled(n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  let state = 12_345;
  for (let i = n - 1; i > 0; i--) {
    state = (state * 48_271) % 2_147_483_647;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function expectAlike(own: Found, other: Found): void {
  expect(own.verdict.sentence).toBe(other.verdict.sentence);
  expect(own.report.features.map(({ name }) => name)).toEqual(other.report.features.map(({ name }) => name));
  for (const model of ["none", "l1", "l2", "elastic_net"] as const) {
    const [a, b] = [unpack(own.report.models[model].path!.cv_mse), unpack(other.report.models[model].path!.cv_mse)];
    a.forEach((value, i) => expect(Math.abs(value / b[i]! - 1)).toBeLessThan(1e-7));
  }
}

describe.each([
  ["diabetes", "target"],
  ["mixed", "spend"],
  ["repeated", "y"],
])("%s", (name, target) => {
  let plain: Found;
  beforeAll(async () => void (plain = await found(textOf(name), target)));

  test("the order of rows changes no fold, no feature and no choice", async () => {
    const [head, ...rows] = textOf(name).trimEnd().split("\n");
    const order = shuffled(rows.length);
    const other = await found([head, ...order.map((i) => rows[i])].join("\n"), target);
    expect(Array.from(other.membership)).toEqual(order.map((i) => plain.membership[i]));
    expectAlike(other, plain);
  });

  test("rows keep their folds however they are written", async () => {
    const other = await found(`\uFEFF${textOf(name).trimEnd().replaceAll("\n", "\r\n")}`, target);
    expect(other.membership).toEqual(plain.membership);
    expectAlike(other, plain);
  });

  test("the same twice gives the same to the last bit", async () => {
    expect(JSON.stringify((await found(textOf(name), target)).report)).toBe(JSON.stringify(plain.report));
  });
});

test("a packed file, and one that breaks off", async () => {
  const native = Native.of(module);
  const packed = new Uint8Array(gzipSync(tableBytes("diabetes")));
  expect((await openTable(native, "table.csv.gz", packed)).rows).toBe(442);
  const broken = openTable(native, "table.csv.gz", packed.slice(0, 2000));
  await expect(broken).rejects.toThrow(new TableError("'table.csv.gz' breaks off or is damaged; fetch it again."));
});

test("the version of the package stands in the data of the page", async () => {
  expect((await found(textOf("few"), "y", { version: "1.2.3" })).report.version).toBe("1.2.3");
});

test("numbers keep their folds with more zeros, and columns in another order", async () => {
  const rows = textOf("diabetes")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  const plain = await found(textOf("diabetes"), "target");
  const longer = rows.map((cells, i) =>
    i ? cells.map((cell) => (cell.includes(".") ? `${cell}00` : `${cell}.0`)) : cells,
  );
  const turned = await found(longer.map((cells) => [...cells].reverse().join(";")).join("\n"), "target");
  expect(turned.membership).toEqual(plain.membership);
  expect(Math.abs(turned.report.models.l1.crossfit_rmse! / plain.report.models.l1.crossfit_rmse! - 1)).toBeLessThan(
    1e-9,
  );
});

test("helpers find what one worker finds, to the last bit", async () => {
  const alone = await found(textOf("wide"), "y");
  const helpers = [0, 1].map(() => {
    const { port1, port2 } = new MessageChannel();
    serve(port2, () => Native.of(module));
    return port1;
  });
  const together = await found(textOf("wide"), "y", { helpers });
  for (const port of helpers) port.close();
  expect(JSON.stringify(together.report)).toBe(JSON.stringify(alone.report));
});

test("it stops at any piece of work, and gives its memory back", async () => {
  const native = Native.of(module);
  const table = await openTable(native, "table.csv", tableBytes("mixed"));
  const before = native.call.mark();
  for (const last of [0, 20, 60, 90]) {
    let pieces = 0;
    const stop: Tell = async () => {
      if (pieces++ >= last) throw new Cancelled("enough");
    };
    await expect(compare(native, table, "spend", "table.csv", stop)).rejects.toBeInstanceOf(Cancelled);
    expect(native.call.mark()).toBe(before);
  }
  expect((await compare(native, table, "spend", "table.csv", silent)).verdict.choice).toBe("l1");
});

test("stages are told in order, each from nothing to all of it", async () => {
  const told: { stage: string; done: number; total: number }[] = [];
  await found(textOf("diabetes"), "target", {}, async (progress) => void told.push(progress));
  const stages = [...new Set(told.map(({ stage }) => stage))];
  expect(stages.at(0)).toBe("looking at the rows");
  expect(stages.at(-1)).toBe("judging");
  for (const stage of stages.slice(0, -1)) {
    const own = told.filter((one) => one.stage === stage);
    expect(own[0]!.done).toBe(0);
    expect(own.at(-1)!.done).toBe(own.at(-1)!.total);
  }
});

test("what a column seems to hold, before a target is chosen", async () => {
  const native = Native.of(module);
  const table = await openTable(native, "table.csv", tableBytes("mixed"));
  const roles = Object.fromEntries(
    (await guesses(native, table, async () => {})).map(({ name, role }) => [name, role]),
  );
  expect(roles).toMatchObject({
    income: "numeric",
    town: "categorical",
    member: "boolean",
    joined: "datetime",
    id: "dropped",
    spend: "numeric",
  });
});

describe("refused with the sentence that Python has", () => {
  test.each(golden("tables/refused.json") as { about: string; text: string; sentence: string }[])(
    "$about",
    async ({ text, sentence }) => {
      await expect(found(text, "y")).rejects.toThrow(new TableError(sentence));
    },
  );
});

describe("refused for what a page bears", () => {
  const said = async (task: Promise<unknown>): Promise<string> =>
    task.then(
      () => "taken",
      (error: Error) => error.message,
    );

  test("rows", async () => {
    const text = `x,y\n${"1,2\n".repeat(MOST_ROWS + 1)}`;
    expect(await said(found(text, "y"))).toMatch(
      /200,001 rows, more than the 200,000 .* `shrinkage compare` on your machine/,
    );
  });

  test("features", async () => {
    const names = Array.from({ length: 520 }, (_, j) => `x${j}`).join(",");
    const rows = Array.from({ length: 30 }, (_, i) =>
      Array.from({ length: 521 }, (_cell, j) => (i * 37 + j * j) % 101).join(","),
    );
    expect(await said(found(`${names},y\n${rows.join("\n")}`, "y"))).toMatch(
      /encodes to 5\d\d features, more than the 500/,
    );
  });

  test("other formats", async () => {
    const native = Native.of(module);
    const packed = new Uint8Array([0x50, 0x41, 0x52, 0x31, 1, 2, 3]);
    expect(await said(openTable(native, "t.parquet", packed))).toMatch(/is Parquet, and a page reads CSV only/);
  });

  test("a column that is not there", async () => {
    expect(await said(found("x,y\n1,2\n", "z"))).toMatch(
      /names the column 'z', but the table has none of that name; the columns are 'x', 'y'\./,
    );
  });
});
