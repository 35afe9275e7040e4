// `shrinkage compare` inside the page: from the bytes of a dropped CSV to the data of a page and the verdict. Nothing
// leaves the machine, and the result is what Python gives for the same file with its default options.
import { readCells } from "./cells.ts";
import { type Part } from "./curves.ts";
import { encode, type Encoded } from "./encode.ts";
import { TableError } from "./errors.ts";
import { rowsWhere, unpenalised, walked } from "./fits.ts";
import { quoted } from "./format.ts";
import { learn, type Table } from "./learn.ts";
import { lookAt, refuseLarge } from "./look.ts";
import { leaveOneOut, merge, momentsOf, shiftOf, type Moments } from "./moments.ts";
import { type Native } from "./native.ts";
import { held, training } from "./parts.ts";
import { place, TEST, type Dealing } from "./placing.ts";
import { counted, type Tell } from "./progress.ts";
import { rawOf } from "./raw.ts";
import { reportOf, type Found } from "./report.ts";
import { select } from "./select.ts";
import { Problem } from "./solver.ts";
import { featureCount } from "./spec.ts";
import { hasCell } from "./target.ts";
import { localWalker, remoteWalker } from "./walkers.ts";

/** Features that a page bears. */
export const MOST_FEATURES = 500;

/** helpers: ports of workers that `serve` (walkers.ts), each with the full attention of nobody else. */
export interface Options extends Dealing {
  readonly maxLevels: number;
  readonly helpers: readonly MessagePort[];
  readonly version: string; // of the package, for the data of the page
}
export const DEFAULTS: Options = { test: 0.2, folds: 10, seed: 0, maxLevels: 100, helpers: [], version: "" };
// Features from which on it is worth sending parts to helpers.
const WORTH_HELP = 48;

/** A file as a table whose cells lie in the module's memory. Raises TableError. */
export async function openTable(native: Native, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Table> {
  const raw = await rawOf(name, bytes);
  const look = lookAt(native, raw);
  refuseLarge(look, raw.shown);
  const columns = readCells(native, look, look.width, Number(look.header), look.rows).slice(0, look.names.length);
  return { shown: raw.shown, names: look.names, columns, rows: look.rows, notes: look.notes };
}

/** Decide between no penalty, L1, L2 and elastic net for `target`. Raises TableError. */
export async function compare(
  native: Native,
  table: Table,
  target: string,
  source: string,
  tell: Tell,
  options: Partial<Options> = {},
): Promise<Found> {
  const before = native.call.mark();
  try {
    return await compared(native, table, target, source, tell, { ...DEFAULTS, ...options });
  } finally {
    native.call.reset(before);
  }
}

async function compared(
  native: Native,
  table: Table,
  target: string,
  source: string,
  tell: Tell,
  options: Options,
): Promise<Found> {
  const placed = await placing(native, table, target, tell, options);
  const trainingRows = Uint8Array.from(placed, (fold) => Number(fold !== TEST));
  const learned = await counted(tell, "learning the columns", table.names.length, (pause) =>
    learn(native, table, target, trainingRows, options.maxLevels, pause),
  );
  const encoded = await counted(tell, "encoding the rows", learned.columns.length, (pause) =>
    encode(native, table, learned, pause),
  );
  refuseWide(encoded);
  const dealt = Int16Array.from(encoded.rows, (row) => placed[row]!);
  const gathered = await summed(native, encoded, dealt, tell, options.folds);
  const { parts, test } = await partsOf(native, encoded, gathered, tell);
  const remote =
    featureCount(encoded.layout) < WORTH_HELP ? [] : options.helpers.map((port) => remoteWalker(port, parts));
  const curves = await walked([localWalker(native, parts), ...remote], parts, tell);
  const plain = await unpenalised(native, encoded, parts, dealt, tell);
  await tell({ stage: "judging", done: 0, total: 1 });
  const selection = select(native, parts, test, curves, plain);
  return reportOf(native, {
    table,
    target,
    source,
    learned,
    encoded,
    dealt,
    placed,
    selection,
    test: options.test,
    version: options.version,
    parts,
  });
}

async function placing(
  native: Native,
  table: Table,
  target: string,
  tell: Tell,
  options: Options,
): Promise<Int16Array> {
  const at = table.names.indexOf(target);
  if (at < 0)
    throw new TableError(
      `--target names the column ${quoted(target)}, but the table has none of that name; the columns are ` +
        `${table.names.slice(0, 8).map(quoted).join(", ")}.`,
    );
  const usable = hasCell(native, table.columns[at]!);
  if (!usable.includes(1))
    throw new TableError(
      `the target ${quoted(target)} is missing in every row, so there is nothing to learn from; name another ` +
        `column with --target, or check how missing cells are written.`,
    );
  return counted(tell, "looking at the rows", table.names.length, async (pause) => {
    const keys = native.room(8 * table.rows);
    native.keys(keys, table.rows).fill(0n);
    for (const k of inOrderOfNames(table.names)) {
      const name = new TextEncoder().encode(table.names[k]);
      native.scoped(() =>
        native.call.join_column(table.columns[k]!.at, table.rows, native.putBytes(name), name.length, keys),
      );
      await pause();
    }
    return place(native, keys, usable, options);
  });
}

/** A row's hash takes its columns in the order of their names, by code points. */
function inOrderOfNames(names: readonly string[]): number[] {
  const points = names.map((name) => Array.from(name, (one) => one.codePointAt(0)!));
  const before = (a: readonly number[], b: readonly number[]): number => {
    for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
    return a.length - b.length;
  };
  return [...names.keys()].sort((a, b) => before(points[a]!, points[b]!));
}

function refuseWide({ layout }: Encoded): void {
  const features = featureCount(layout);
  if (features <= MOST_FEATURES) return;
  throw new TableError(
    `the table encodes to ${features.toLocaleString("en")} features, more than the ${MOST_FEATURES} that a page ` +
      `bears; leave columns out, or run \`shrinkage compare\` ` +
      "on your machine, which takes thousands.",
  );
}

/** Moments of the test part, then of every fold. */
async function summed(
  native: Native,
  encoded: Encoded,
  dealt: Int16Array,
  tell: Tell,
  folds: number,
): Promise<Moments[]> {
  return counted(tell, "summing the rows", folds + 1, async (pause) => {
    const gathered: Moments[] = [];
    for (let fold = TEST; fold < folds; fold++) {
      const index = rowsWhere(dealt, (own) => own === fold);
      if (fold !== TEST && !index.length)
        throw new TableError(
          `fold ${fold + 1} of ${folds} holds no rows, because there are too few distinct rows or groups; ask ` +
            `for fewer --folds.`,
        );
      gathered.push(momentsOf(native, encoded, index));
      await pause();
    }
    return gathered;
  });
}

/** The full training part first, then every fold; and the test part, if rows were set apart. */
async function partsOf(
  native: Native,
  encoded: Encoded,
  [test, ...folds]: readonly Moments[],
  tell: Tell,
): Promise<{ parts: Part[]; test: Part["held"] }> {
  const { layout } = encoded;
  const shift = shiftOf(encoded);
  return counted(tell, "standardising every fold", folds.length + 1, async (pause) => {
    const parts: Part[] = [];
    for (const [k, moments] of [merge(folds), ...leaveOneOut(folds)].entries()) {
      const trained = training(moments, layout, shift);
      parts.push({ problem: new Problem(native, trained), held: k ? held(folds[k - 1]!, layout, trained) : null });
      await pause();
    }
    return { parts, test: test!.weight > 0 ? held(test!, layout, parts[0]!.problem.trained) : null };
  });
}
