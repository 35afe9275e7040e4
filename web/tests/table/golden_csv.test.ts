// The golden CSVs (tests/golden/csv) are read in the page as Python reads them: dialect, encoding, header, cells,
// roles, or the same sentence.
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";

import { columnOf, readCells, textsOf } from "../../src/model/table/cells.ts";
import { encode } from "../../src/model/table/encode.ts";
import { TableError } from "../../src/model/table/errors.ts";
import { FORMATS } from "../../src/model/table/formats.ts";
import { learn, type Table } from "../../src/model/table/learn.ts";
import { lookAt, type Look } from "../../src/model/table/look.ts";
import { Native } from "../../src/model/table/native.ts";
import { rawOf } from "../../src/model/table/raw.ts";
import { featuresOf, type ColumnSpec } from "../../src/model/table/spec.ts";
import { bytesOf, moduleBytes } from "./expected.ts";

const FOLDER = "../../../tests/golden/csv";
const EXPECTED: Record<string, any> = JSON.parse(
  readFileSync(new URL(`${FOLDER}/expected.json`, import.meta.url), "utf8"),
);
const GOOD = Object.keys(EXPECTED).filter((name) => !("error" in EXPECTED[name]));
const BAD = Object.keys(EXPECTED).filter((name) => "error" in EXPECTED[name]);
const TARGET = "a target of our own";
const rest = async (): Promise<void> => {};

let native: Native;
beforeAll(async () => void (native = await Native.start(moduleBytes())));

const looked = async (name: string): Promise<Look> => lookAt(native, await rawOf(name, bytesOf(`${FOLDER}/${name}`)));

/** A file as a table, with a target beside its columns: the files have none. */
async function opened(name: string): Promise<Table> {
  const look = await looked(name);
  const columns = readCells(native, look, look.width, Number(look.header), look.rows).slice(0, look.names.length);
  const target = columnOf(
    native,
    Array.from({ length: look.rows }, (_, i) => String(i % 7)),
  );
  // The kernel takes a column without a mask of its cells as whole.
  return {
    shown: name,
    names: [...look.names, TARGET],
    columns: [...columns, target],
    rows: look.rows,
    notes: look.notes,
  };
}

test("every file has its expectation", () => {
  const files = readdirSync(new URL(FOLDER, import.meta.url)).filter((name) => name.endsWith(".csv"));
  expect(files.sort()).toEqual(Object.keys(EXPECTED).sort());
});

describe.each(GOOD)("%s", (name) => {
  test("reader", async () => {
    const { delimiter, quote, escape, encoding, header, rows, fields, names, notes } = EXPECTED[name].reader;
    const look = await looked(name);
    expect(look.dialect).toEqual({ delimiter, quote, escape });
    expect([look.encoding, look.header, look.rows, look.width, look.names]).toEqual([
      encoding,
      header,
      rows,
      fields,
      names,
    ]);
    expect(look.notes.length).toBe(notes);
  });

  test("first and last row", async () => {
    const { columns, rows } = await opened(name);
    const row = (i: number): string[] => columns.slice(0, -1).map((column) => textsOf(native, column, [i], false)[0]!);
    expect(row(0)).toEqual(EXPECTED[name].first);
    expect(row(rows - 1)).toEqual(EXPECTED[name].last);
  });

  test("roles", async () => {
    const table = await opened(name);
    const learned = await learn(native, table, TARGET, new Uint8Array(table.rows).fill(1), 100, rest);
    const encoded = await encode(native, table, learned, rest);
    const first = (column: ColumnSpec): number | string => {
      if (column.role === "datetime") return new Date(column.first * 1000).toISOString().slice(0, 10);
      const place = featuresOf(learned.columns).findIndex((feature) => feature.name === column.name);
      return native.reals(native.wholes(encoded.at, 1)[0]!, encoded.layout.dense)[place]!;
    };
    const facts: Record<string, (column: ColumnSpec) => unknown> = {
      role: ({ role }) => role,
      reason: ({ reason }) => reason,
      missing: ({ missing }) => missing,
      levels: ({ levels, pooledLevels }) => levels.length + pooledLevels,
      pooled_levels: ({ pooledLevels }) => pooledLevels,
      number: ({ format }) => [FORMATS[format]!.decimal, FORMATS[format]!.thousands],
      words: ({ words }) => words,
      parts: ({ parts }) => parts.map(({ part }) => part),
      other: ({ other }) => other,
      missing_level: ({ missingLevel }) => missingLevel,
      dates: ({ order }) => ["iso", "day first", "month first"][order],
      first,
    };
    expect(encoded.rows.length).toBe(EXPECTED[name].reader.rows);
    for (const column of learned.columns) {
      const wanted = EXPECTED[name].columns[column.name];
      const found = Object.fromEntries(Object.keys(wanted).map((key) => [key, facts[key]!(column)]));
      expect(found, column.name).toEqual(wanted);
    }
  });
});

test.each(BAD)("%s is refused with a sentence", async (name) => {
  const refused = await looked(name).then(
    () => null,
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(TableError);
  for (const words of EXPECTED[name].error) expect((refused as Error).message).toContain(words);
  expect((refused as Error).message).toMatch(/\.$/);
});
