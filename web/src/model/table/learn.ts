// Learning what the columns of a table mean (design/learn.py), from its training rows alone.
//
// A row is used if it has a target. A test row is only counted: no level, format, range or typical value comes from it.
import { type TextColumn } from "./cells.ts";
import { distinctOf } from "./distinct.ts";
import { TableError } from "./errors.ts";
import { Watched, type Facts } from "./facts.ts";
import { choose, sameValues, type Decimal, type Reading } from "./formats.ts";
import { type Native } from "./native.ts";
import { roleOf } from "./roles.ts";
import { type ColumnSpec, type TargetSpec } from "./spec.ts";
import { readTarget, targetSpec } from "./target.ts";
import { warningsFor, type Warning } from "./warnings.ts";

const MOST_TURNS = 4;
const FIRST_BATCH = 65_536; // rows by which Python first judges how the target is written

export interface Table {
  readonly shown: string;
  readonly names: readonly string[];
  readonly columns: readonly TextColumn[];
  readonly rows: number;
  readonly notes: readonly string[];
}

/** What the table means. used: rows with a target, test rows among them. */
export interface Learned {
  readonly target: TargetSpec;
  readonly columns: readonly ColumnSpec[]; // all but the target
  readonly used: Uint8Array;
  readonly warnings: readonly Warning[];
}

/** training: rows outside the test part; `pause` is awaited between columns. Raises TableError. */
export async function learn(
  native: Native,
  table: Table,
  target: string,
  training: Uint8Array,
  maxLevels: number,
  pause: () => Promise<void>,
): Promise<Learned> {
  const at = table.names.indexOf(target);
  const goal = new Watched(native, table.columns[at]!, training);
  let reading: Reading = choose(
    distinctOf(
      native,
      table.columns[at]!,
      training.map((one, i) => (i < FIRST_BATCH ? one : 0)),
    ),
  );
  let decimal: Decimal | null = table.notes.some((note) => note.toLowerCase().includes("semicolon")) ? "," : null;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const { values } = readTarget(native, table.columns[at]!, reading);
    const present = Uint8Array.from(values, (value) => Number(!Number.isNaN(value)));
    const use = present.map((one, i) => one & training[i]!);
    const watched = new Map<string, Watched>();
    for (const [k, name] of table.names.entries()) {
      watched.set(name, k === at ? goal : new Watched(native, table.columns[k]!, use));
      await pause();
    }
    if (turn === 0) decimal = majority([...watched.values()].map(({ vote }) => vote)) ?? decimal;
    const facts = new Map([...watched].map(([name, one]) => [name, one.facts(decimal)]));
    const final = facts.get(target)!.reading;
    // Which rows have a target was judged by the wrong format: everything is to be seen anew.
    if (!sameValues(final, reading)) reading = final;
    else return { ...specs(table, target, facts, maxLevels), used: present };
  }
  throw new TableError("the columns mean something else at every look; write the target in one format.");
}

function specs(
  table: Table,
  target: string,
  facts: ReadonlyMap<string, Facts>,
  maxLevels: number,
): Omit<Learned, "used"> {
  const goal = targetSpec(target, facts.get(target)!);
  const columns = table.names
    .filter((name) => name !== target)
    .map((name) => roleOf(name, facts.get(name)!, maxLevels));
  return { target: goal, columns, warnings: warningsFor(goal, columns, facts) };
}

/** The decimal mark of most columns that have only one reading. */
function majority(votes: readonly (Decimal | null)[]): Decimal | null {
  const points = votes.filter((vote) => vote === ".").length;
  const commas = votes.filter((vote) => vote === ",").length;
  return points + commas === 0 ? null : commas > points ? "," : ".";
}
