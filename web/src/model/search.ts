// Where a strength stands among decreasing ones.

/** At `row` (share 0), or between it and the next: (1 − share) of the row, share of the next one. */
export interface Place {
  readonly row: number;
  readonly share: number; // in [0, 1)
}

// Strengths that differ by less than this fraction are one: a slider's logarithm costs a few units of rounding.
const SAME = 1e-13;

/** Place of `value` in `decreasing`, distances being those of `measure`; beyond the ends it is the end. */
export function placeIn(decreasing: Float64Array, value: number, measure: (value: number) => number): Place {
  const last = decreasing.length - 1;
  if (!(value < decreasing[0]!)) return { row: 0, share: 0 };
  if (!(value > decreasing[last]!)) return { row: last, share: 0 };
  let row = 0;
  let beyond = last;
  while (beyond - row > 1) {
    const middle = (row + beyond) >> 1;
    if (decreasing[middle]! >= value) row = middle;
    else beyond = middle;
  }
  const above = decreasing[row]!;
  const below = decreasing[beyond]!;
  if (above - value <= SAME * value) return { row, share: 0 };
  if (value - below <= SAME * value) return { row: beyond, share: 0 };
  return { row, share: (measure(above) - measure(value)) / (measure(above) - measure(below)) };
}

export function nearestRow({ row, share }: Place): number {
  return share > 0.5 ? row + 1 : row;
}

/** The row whose strength is nearest in ratio. */
export function nearest(decreasing: Float64Array, value: number): number {
  return nearestRow(placeIn(decreasing, value, Math.log));
}
