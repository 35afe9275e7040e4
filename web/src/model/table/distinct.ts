// Distinct texts of a column with their counts, and what each could be (design/distinct.py).
import { textsOf, type Mask, type TextColumn } from "./cells.ts";
import { type Native } from "./native.ts";

/** In order of first occurrence among the rows used. */
export interface Distinct {
  readonly used: number; // how many there are
  readonly counts: Float64Array; // (used)
  readonly formats: Uint8Array; // (used) number formats that read each, as bits
  readonly orders: Uint8Array; // (used) date orders that read each, as bits
  readonly present: number; // used rows with a value
  readonly missing: number; // and without
  /** The texts at some places, or all, trimmed. */
  texts(places?: ArrayLike<number>): string[];
}

export function distinctOf(native: Native, column: TextColumn, use: Mask): Distinct {
  const { rows } = column;
  const found = native.scoped(() => {
    const mask = use ? native.putBytes(use) : 0;
    const [counts, first] = [native.room(8 * rows), native.room(4 * rows)];
    const [formats, orders, out] = [native.room(rows), native.room(rows), native.room(16)];
    native.must(native.call.distinct(column.at, rows, mask, counts, first, formats, orders, out));
    const [used, missing] = native.reals(out, 2) as unknown as [number, number];
    return {
      ...{ used, missing, counts: native.reals(counts, used).slice(), first: native.wholes(first, used).slice() },
      ...{ formats: native.bytes(formats, used).slice(), orders: native.bytes(orders, used).slice() },
    };
  });
  const texts = (places?: ArrayLike<number>): string[] =>
    textsOf(native, column, places ? Array.from(places, (place) => found.first[place]!) : found.first);
  return { ...found, present: found.counts.reduce((sum, count) => sum + count, 0), texts };
}
