// Moments of rows (moments/moments.py): all that squared error ever sees of them, told about a shift that all share.
//
//     W       mean = shift + offset       S = Σ (z − mean)(z − mean)',   z = [columns as gathered, target]
//
// Parts merge exactly (Chan, Golub & LeVeque 1983), and a part is never the total minus another: that cancels.
import { type Encoded } from "./encode.ts";
import { type Native } from "./native.ts";

export interface Moments {
  readonly weight: number; // rows
  readonly offset: Float64Array; // (q)
  readonly scatter: Float64Array; // (q, q)
  readonly minimum: Float64Array; // (q) over observed cells; +∞ and −∞ where none is
  readonly maximum: Float64Array;
}

/** The shift (q) of gathered columns: typical values, 0 for levels. */
export function shiftOf({ layout }: Encoded): Float64Array {
  const levels = layout.levels.reduce((sum, count) => sum + count, 0);
  return Float64Array.from([...layout.shift, ...new Array<number>(levels).fill(0), layout.targetShift]);
}

/** The moments of the encoded rows `index`. */
export function momentsOf(native: Native, encoded: Encoded, index: Int32Array): Moments {
  const shift = shiftOf(encoded);
  const q = shift.length;
  const width = encoded.layout.shift.length;
  return native.scoped(() => {
    const [rows, own] = [
      native.putWholes(index),
      native.putReals([...encoded.layout.shift, encoded.layout.targetShift]),
    ];
    const [second, first] = [native.filled(q * q), native.filled(q)];
    const [low, high] = [native.filled(width + 1, Infinity), native.filled(width + 1, -Infinity)];
    native.must(native.call.add_rows(encoded.at, rows, index.length, own, q, second, first, low, high));
    const scatter = native.reals(second, q * q).slice();
    const [sums, minimum, maximum] = [
      native.reals(first, q),
      native.reals(low, width + 1).slice(),
      native.reals(high, width + 1).slice(),
    ];
    const levels = sums.slice(width, q - 1);
    mirror(scatter, q, width);
    const offset = sums.map((sum) => (index.length ? sum / index.length : 0));
    centre(scatter, offset, index.length);
    observe(native, encoded, rows, index.length, minimum, maximum);
    return {
      ...{ weight: index.length, offset, scatter },
      minimum: Float64Array.from([
        ...minimum.subarray(0, width),
        ...levels.map((count) => Number(count === index.length)),
        minimum[width]!,
      ]),
      maximum: Float64Array.from([
        ...maximum.subarray(0, width),
        ...levels.map((count) => Number(count > 0)),
        maximum[width]!,
      ]),
    };
  });
}

/** What was summed as one triangle: dense columns and the target above, levels with everything in their own rows. */
function mirror(scatter: Float64Array, q: number, width: number): void {
  const last = q - 1;
  for (let i = 0; i < width; i++) {
    for (let j = i + 1; j < width; j++) scatter[j * q + i] = scatter[i * q + j]!;
    for (let j = width; j < last; j++) scatter[i * q + j] = scatter[j * q + i]!;
    scatter[last * q + i] = scatter[i * q + last]!;
  }
  for (let i = width; i < last; i++) {
    for (let j = i + 1; j < last; j++) scatter[j * q + i] = scatter[i * q + j]!;
    scatter[last * q + i] = scatter[i * q + last]!;
  }
}

/** Σ (z − shift)(z − shift)' to the scatter about the mean. */
function centre(scatter: Float64Array, offset: Float64Array, weight: number): void {
  const q = offset.length;
  const root = offset.map((one) => Math.sqrt(weight) * one);
  for (let i = 0; i < q; i++) for (let j = 0; j < q; j++) scatter[i * q + j]! -= root[i]! * root[j]!;
}

/** Cells filled in for missing ones do not count among the extremes. */
function observe(
  native: Native,
  { at, layout }: Encoded,
  rows: number,
  m: number,
  minimum: Float64Array,
  maximum: Float64Array,
): void {
  const { fills } = layout;
  if (!fills.length) return;
  const [value, missing] = [
    native.putWholes(fills.map((fill) => fill.value)),
    native.putWholes(fills.map((fill) => fill.missing)),
  ];
  const [low, high] = [native.filled(fills.length, Infinity), native.filled(fills.length, -Infinity)];
  native.call.observed(at, rows, m, fills.length, value, missing, low, high);
  const [least, most] = [native.reals(low, fills.length), native.reals(high, fills.length)];
  fills.forEach((fill, f) => ([minimum[fill.value], maximum[fill.value]] = [least[f]!, most[f]!]));
}

/** The moments of all the parts' rows together. */
export function merge(parts: readonly Moments[]): Moments {
  const some = parts.filter((part) => part.weight > 0);
  if (some.length < 2) return some[0] ?? parts[0]!;
  const q = some[0]!.offset.length;
  const weight = some.reduce((sum, part) => sum + part.weight, 0);
  const offset = new Float64Array(q);
  for (const part of some) for (let j = 0; j < q; j++) offset[j]! += (part.weight / weight) * part.offset[j]!;
  const scatter = some[0]!.scatter.slice();
  for (const [k, part] of some.entries())
    addTo(
      scatter,
      k ? part.scatter : null,
      part.offset.map((one, j) => Math.sqrt(part.weight) * (one - offset[j]!)),
    );
  const extreme = (pick: (part: Moments) => Float64Array, better: (a: number, b: number) => number): Float64Array =>
    some.map(pick).reduce((best, one) => best.map((value, j) => better(value, one[j]!)));
  return {
    weight,
    offset,
    scatter,
    minimum: extreme((part) => part.minimum, Math.min),
    maximum: extreme((part) => part.maximum, Math.max),
  };
}

/** total += own + v v'. */
function addTo(total: Float64Array, own: Float64Array | null, v: Float64Array): void {
  const q = v.length;
  for (let i = 0; i < q; i++) {
    const [at, one] = [i * q, v[i]!];
    if (own) for (let j = 0; j < q; j++) total[at + j]! += own[at + j]! + one * v[j]!;
    else for (let j = 0; j < q; j++) total[at + j]! += one * v[j]!;
  }
}

/** For each group the merge of all others, by prefix × suffix. */
export function leaveOneOut(groups: readonly Moments[]): Moments[] {
  const suffixes: Moments[] = [];
  for (let k = groups.length - 1; k > 0; k--)
    suffixes.unshift(k === groups.length - 1 ? groups[k]! : merge([suffixes[0]!, groups[k]!]));
  let prefix: Moments | null = null;
  return groups.map((group, k) => {
    const rest = [...(prefix ? [prefix] : []), ...(k < suffixes.length ? [suffixes[k]!] : [])];
    prefix = prefix ? merge([prefix, group]) : group;
    return merge(rest);
  });
}
