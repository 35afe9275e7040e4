// What is learned of a column of numbers (design/summary.py): counts, range, a typical value, whether it is all but
// constant.
import { type Mask } from "./cells.ts";
import { type Native } from "./native.ts";

// Fewer training rows than this never make a feature of their own, and a column in which fewer differ from the most
// common value is dropped.
export const FEW_ROWS = 5;
const FIELDS = 18; // kernel/columns.hpp, Summary

export interface Summary {
  readonly count: number; // finite values
  readonly missing: number;
  readonly infinite: number;
  readonly least: number;
  readonly most: number;
  readonly spread: number;
  readonly few: ReadonlyMap<number, number> | null; // counts of the distinct values, where there are at most five
  readonly differing: number; // rows that differ from the most common value, as far as five
  readonly typical: number; // the mean, to about six digits of the range
}

export function summaryOf(native: Native, values: Float64Array, use: Mask): Summary {
  const s = native.scoped(() => {
    const [at, mask, out] = [native.putReals(values), use ? native.putBytes(use) : 0, native.room(8 * FIELDS)];
    native.call.summary(at, values.length, mask, out);
    return native.reals(out, FIELDS).slice();
  });
  const [count, missing, infinite, origin, sum, least, most, distinct] = s as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const few = distinct > 5 ? null : new Map(Array.from({ length: distinct }, (_, k) => [s[8 + k]!, s[13 + k]!]));
  const spread = count ? most - least : 0;
  return {
    ...{ count, missing, infinite, least, most, spread, few },
    differing: few ? Math.min(count - Math.max(0, ...few.values()), FEW_ROWS) : FEW_ROWS,
    typical: count ? settle(origin + sum / count, spread) : 0,
  };
}

/** `mean` to a multiple of a power of two about a millionth of `spread`: rounding takes off what the order of summation
 * put on. */
export function settle(mean: number, spread: number): number {
  if (!(spread > 0 && Number.isFinite(spread) && Number.isFinite(mean))) return mean;
  const step = 2 ** (exponentOf(spread) - 20);
  return step > 0 && Math.abs(mean) / step < 2 ** 52 ? halfEven(mean / step) * step : mean;
}

/** A share as a typical value. */
export const shareOf = (part: number, whole: number): number => (whole ? settle(part / whole, 1) : 0);

/** ⌊log₂ value⌋ of a positive number, as Python's math rounds it. */
function exponentOf(value: number): number {
  const exponent = Math.floor(Math.log2(value));
  return 2 ** (exponent + 1) <= value ? exponent + 1 : exponent;
}

/** Python's round(): of two equally near whole numbers the even one. */
function halfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
}
