// What each column of an opened table seems to hold, for a reader who is to choose the one to predict.
import { Watched } from "./facts.ts";
import { DEFAULTS } from "./compare.ts";
import { TableError } from "./errors.ts";
import { type Table } from "./learn.ts";
import { type Native } from "./native.ts";
import { roleOf } from "./roles.ts";
import { type Role } from "./spec.ts";

export interface Guess {
  readonly name: string;
  readonly role: Role;
}

/** By all rows, whichever will be test rows; `pause` is awaited between columns. */
export async function guesses(native: Native, table: Table, pause: () => Promise<void>): Promise<Guess[]> {
  const found: Guess[] = [];
  for (const [k, name] of table.names.entries()) {
    found.push({ name, role: guess(native, table, k) });
    await pause();
  }
  return found;
}

function guess(native: Native, { names, columns, notes }: Table, k: number): Role {
  const decimal = notes.some((note) => note.includes("semicolons")) ? "," : null;
  try {
    return roleOf(names[k]!, new Watched(native, columns[k]!, null).facts(decimal), DEFAULTS.maxLevels).role;
  } catch (error) {
    if (error instanceof TableError) return "numeric"; // of numbers that are infinite or too large, which will be said
    throw error;
  }
}
