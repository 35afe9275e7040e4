// Which rows are set apart as the test part, and which fold each other row falls into (moments/buckets.py, units.py).
//
// A row is placed by a seeded mix of the 64-bit hash of its content alone, so the order of rows does not matter, and
// rows that say the same share a part. Below 50,000 different rows they are dealt into equal parts in the order of
// their mixes;
// from there on the thresholds are uniform.
import { TableError } from "./errors.ts";
import { whole } from "./format.ts";
import { type Native } from "./native.ts";

export const TEST = -1;
const BY_RANK_BELOW = 50_000;
const BUCKETS = 60;
const [TEST_STREAM, BUCKET_STREAM] = [1, 2];
const TWO_64 = 1n << 64n;

export interface Dealing {
  readonly test: number; // share set apart
  readonly folds: number;
  readonly seed: number;
}

/** keys: address of the rows' hashes; usable: rows with a target. Gives the fold of every row, or TEST. */
export function place(native: Native, keys: number, usable: Uint8Array, { test, folds, seed }: Dealing): Int16Array {
  return native.scoped(() => {
    const rows = usable.length;
    const mixes = (stream: number): BigUint64Array => {
      const out = native.room(8 * rows);
      native.call.mix_keys(keys, rows, seed, stream, out);
      return native.keys(out, rows);
    };
    const byTest = mixes(TEST_STREAM).slice();
    const byBucket = mixes(BUCKET_STREAM);
    const units = unitsOf(byTest, (i) => usable[i] !== 0);
    if (!units.keys.length) throw new RangeError("place: no usable row");
    const uniform = units.keys.length >= BY_RANK_BELOW;
    const testCut = uniform ? uniformCut(test) : cutForTest(units, test);
    const rest = unitsOf(byBucket, (i) => usable[i] !== 0 && byTest[i]! >= testCut);
    if (!uniform) checkEnough(rest.keys.length, units.keys.length, folds);
    const cuts = uniform
      ? uniformCuts(folds)
      : runs(rest.weight, folds)
          .slice(1)
          .map((start) => rest.keys[start]!);
    return Int16Array.from(byBucket, (key, i) => (byTest[i]! < testCut ? TEST : below(cuts, key)));
  });
}

/** Different rows in the order of their mixed keys, and how often each occurs. */
interface Units {
  readonly keys: BigUint64Array;
  readonly weight: Float64Array;
}

function unitsOf(mixed: BigUint64Array, counts: (row: number) => boolean): Units {
  const sorted = mixed.filter((_, i) => counts(i)).sort();
  const starts: number[] = [];
  sorted.forEach((key, i) => {
    if (i === 0 || key !== sorted[i - 1]) starts.push(i);
  });
  return {
    keys: BigUint64Array.from(starts, (start) => sorted[start]!),
    weight: Float64Array.from(starts, (start, k) => (starts[k + 1] ?? sorted.length) - start),
  };
}

/** Rows whose mixed key lies below are test rows. */
function cutForTest({ keys, weight }: Units, test: number): bigint {
  const total = weight.reduce((sum, one) => sum + one, 0);
  const apart = test > 0 ? leading(weight, 0, test * total) : 0;
  return apart === 0 ? 0n : (keys[apart] ?? TWO_64 - 1n);
}

function uniformCut(test: number): bigint {
  const cut = BigInt(test * 2 ** 64);
  return cut < TWO_64 ? cut : TWO_64 - 1n;
}

function uniformCuts(folds: number): bigint[] {
  const each = Math.ceil(BUCKETS / folds);
  return Array.from({ length: folds - 1 }, (_, fold) => (BigInt((fold + 1) * each) << 64n) / BigInt(folds * each));
}

/** How many units from `start` on come nearest to weighing `target`: a unit is in when its midpoint is. */
function leading(weight: Float64Array, start: number, target: number): number {
  let [count, before] = [0, 0];
  for (let k = start; k < weight.length; k++) {
    if (before + 0.5 * weight[k]! <= target) count++;
    before += weight[k]!;
  }
  return count;
}

/** Starts of `parts` runs of nearly equal weight: each aims at an equal share of what is left. */
function runs(weight: Float64Array, parts: number): number[] {
  const n = weight.length;
  if (n <= parts) return Array.from({ length: parts }, (_, part) => Math.min(part, n));
  let left = weight.reduce((sum, one) => sum + one, 0);
  let start = 0;
  const starts = [0];
  for (let part = 0; part < parts - 1; part++) {
    const taken = Math.max(leading(weight, start, left / (parts - part)), 1);
    const end = Math.min(start + taken, n - (parts - 1 - part));
    for (let k = start; k < end; k++) left -= weight[k]!;
    start = end;
    starts.push(start);
  }
  return starts;
}

function checkEnough(rest: number, all: number, folds: number): void {
  if (rest >= folds) return;
  const found = rest === 1 ? "there is 1 distinct row" : `there are ${whole(rest)} distinct rows`;
  const [without, noTest] =
    rest < all ? [`outside the test part (${all} with it)`, ", or for no test part with --test 0"] : ["in all", ""];
  throw new TableError(
    `${found} with a target ${without}, fewer than the ${folds} folds of cross-validation; ask for fewer with ` +
      `--folds${noTest}, or bring more rows.`,
  );
}

/** How many cuts are at most `key`: its fold. */
function below(cuts: readonly bigint[], key: bigint): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle]! <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
