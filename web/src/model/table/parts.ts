// Training and held-out parts from moments (moments/resamples.py, moments/quadratic.py): imputed, centred and scaled
// by the training part's own means and variances.
import { type Layout } from "./spec.ts";
import { type Moments } from "./moments.ts";

/** The standardised problem of a training part, and how its columns relate to the encoded ones: z = (x −
 * center)/scale. */
export interface Training {
  readonly gram: Float64Array; // (p, p), diagonal 1, or 0 for a constant column
  readonly xty: Float64Array; // (p)
  readonly yy: number;
  readonly weight: number; // rows
  readonly offset: Float64Array; // (p + 1) means of imputed features and the target, above their shift
  readonly center: Float64Array; // (p)
  readonly scale: Float64Array; // (p), 0 for a constant column
  readonly targetMean: number;
  readonly lift: Float64Array; // of each fill, above the constant it was gathered with
}

/** The moments of imputed rows, features of the problem only, then the target: q = p + 1. */
interface Filled {
  readonly weight: number;
  readonly offset: Float64Array;
  readonly scatter: Float64Array;
  readonly varies: Uint8Array;
}

/** Where the p features and the target stand among the gathered columns (p + 1). */
export function featuresAndTarget(layout: Layout, gathered: number): number[] {
  return Array.from({ length: gathered + 1 }, (_, k) => k).filter(
    (k) => k < layout.dense || k >= layout.dense + layout.hidden,
  );
}

/** μ − c of each fill, from the observed cells of this part; 0 where none is observed. */
function liftsOf(moments: Moments, layout: Layout): Float64Array {
  return Float64Array.from(layout.fills, ({ value, missing, constant }) => {
    const share = layout.shift[missing]! + moments.offset[missing]!;
    const isObserved = moments.minimum[value]! <= moments.maximum[value]! && share < 1;
    return isObserved ? (moments.offset[value]! - (constant - layout.shift[value]!)) / (1 - share) : 0;
  });
}

/** The moments of the same rows with missing cells filled by constant + lift, hidden columns dropped. */
function filled(moments: Moments, layout: Layout, lift: Float64Array): Filled {
  const q = moments.offset.length;
  let { offset, scatter } = moments;
  if (layout.fills.length) {
    [offset, scatter] = [offset.slice(), scatter.slice()];
    layout.fills.forEach(({ value, missing }, f) => {
      offset[value]! += lift[f]! * (layout.shift[missing]! + moments.offset[missing]!);
      for (let j = 0; j < q; j++) scatter[value * q + j]! += lift[f]! * scatter[missing * q + j]!;
    });
    layout.fills.forEach(({ value, missing }, f) => {
      for (let i = 0; i < q; i++) scatter[i * q + value]! += lift[f]! * scatter[i * q + missing]!;
    });
    for (let i = 0; i < q; i++)
      for (let j = i + 1; j < q; j++)
        scatter[i * q + j] = scatter[j * q + i] = 0.5 * (scatter[i * q + j]! + scatter[j * q + i]!);
  }
  const kept = featuresAndTarget(layout, q - 1);
  const varies = Uint8Array.from(kept, (j) => Number(moments.maximum[j]! > moments.minimum[j]!));
  if (kept.length === q) return { weight: moments.weight, offset, scatter, varies };
  const own = new Float64Array(kept.length * kept.length);
  kept.forEach((i, a) => kept.forEach((j, b) => (own[a * kept.length + b] = scatter[i * q + j]!)));
  return { weight: moments.weight, offset: Float64Array.from(kept, (j) => offset[j]!), scatter: own, varies };
}

export function training(moments: Moments, layout: Layout, shift: Float64Array): Training {
  const lift = liftsOf(moments, layout);
  const { weight, offset, scatter, varies } = filled(moments, layout, lift);
  const q = offset.length;
  const p = q - 1;
  const sums = Float64Array.from({ length: p }, (_, j) => scatter[j * q + j]!);
  const unit = sums.map((sum, j) => (varies[j] && sum > 0 ? 1 / Math.sqrt(sum) : 0));
  const gram = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) gram[i * p + j] = scatter[i * q + j]! * (unit[i]! * unit[j]!);
    gram[i * p + i] = Number(unit[i]! > 0);
  }
  const along = varies[p] ? (j: number): number => scatter[j * q + p]! : (): number => 0;
  const shifts = featuresAndTarget(layout, shift.length - 1).map((j) => shift[j]!);
  const mean = offset.map((one, j) => shifts[j]! + one);
  return {
    ...{ gram, weight, offset, lift },
    xty: unit.map((one, j) => (along(j) * one) / Math.sqrt(weight)),
    yy: Math.max(along(p), 0) / weight,
    center: mean.slice(0, p),
    scale: unit.map((one, j) => (one > 0 ? Math.sqrt(Math.max(sums[j]!, 0) / weight) : 0)),
    targetMean: mean[p]!,
  };
}

/** Held-out rows as a quadratic form, with d the difference of held-out and training means and u = (−w/scale, 1):
 * error of w = u'S u/W + (u·d)². */
export interface Held {
  readonly weight: number;
  readonly scatter: Float64Array; // (p + 1, p + 1)
  readonly apart: Float64Array; // (p + 1) d
  readonly inverse: Float64Array; // (p) −1/scale, 0 for a constant column
}

/** Held-out rows, filled with the training part's means. */
export function held(moments: Moments, layout: Layout, trained: Training): Held {
  const { weight, offset, scatter } = filled(moments, layout, trained.lift);
  return {
    ...{ weight, scatter },
    apart: offset.map((one, j) => one - trained.offset[j]!),
    inverse: trained.scale.map((scale) => (scale > 0 ? -1 / scale : 0)),
  };
}

/** Intercept and coefficients in the columns' own units, from those of standardised columns. */
export function original(
  { center, scale, targetMean }: Training,
  coefficients: Float64Array,
): { intercept: number; own: Float64Array } {
  const own = coefficients.map((value, j) => (scale[j]! > 0 ? value / scale[j]! : 0));
  return { intercept: own.reduce((sum, value, j) => sum - value * center[j]!, targetMean), own };
}
