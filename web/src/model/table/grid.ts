// Grids of strengths, decreasing, equally spaced in log lambda (path/grid.py).
import { type Training } from "./parts.ts";

const POINTS = 100;
const MORE_POINTS = 25;
const [DEEP, SHALLOW, DEEPEST] = [1e-4, 1e-2, 1e-6];
// A correlation below this fraction of the largest possible is rounding of a zero.
const ROUNDING = 1e-9;
const [RIDGE_TOP, RIDGE_BOTTOM] = [1e3, 1e-8];

/** floor: the strength below which the grid is not widened. */
export interface Grid {
  readonly lams: Float64Array;
  readonly floor: number;
}

/** The smallest strength at which L1 leaves no feature. */
export const lambdaMax = ({ xty }: Training): number =>
  xty.reduce((largest, one) => Math.max(largest, Math.abs(one)), 0);

/** The grid of an l1_ratio, by the full training problem; largest: eigenvalue of its Gram. */
export function gridOf(full: Training, l1Ratio: number, largest: number): Grid {
  const weakest = largest > 0 ? RIDGE_BOTTOM * largest : RIDGE_BOTTOM;
  if (l1Ratio === 0) {
    const lams = geomspace(RIDGE_TOP * (largest || 1), weakest, POINTS);
    return { lams, floor: lams[POINTS - 1]! };
  }
  const reach = full.scale.some((scale) => scale > 0) ? Math.sqrt(full.yy) : 0;
  let top = lambdaMax(full) / l1Ratio;
  // Nothing is left to correlate with: every path is zero, whatever the grid; any unit serves.
  if (top <= (ROUNDING * reach) / l1Ratio) top = Math.sqrt(full.yy) || 1;
  let bottom = top * (full.xty.length > full.weight ? SHALLOW : DEEP);
  let floor = top * DEEPEST;
  if (l1Ratio < 1) {
    floor = Math.min(floor, weakest / (1 - l1Ratio));
    const cap = (RIDGE_TOP * (largest || 1)) / (1 - l1Ratio);
    if (top > cap) [top, bottom] = [cap, cap * DEEPEST];
  }
  return { lams: geomspace(top, bottom, POINTS), floor };
}

/** Further strengths below a grid, by its own step; none where it is at its floor. */
export function extend(lams: Float64Array, floor: number): Float64Array {
  const last = lams[lams.length - 1]!;
  const step = Math.log(lams[0]! / last) / (lams.length - 1);
  const below = Float64Array.from({ length: MORE_POINTS }, (_, k) => last * Math.exp(-step * (k + 1)));
  return below.filter((lam) => lam >= floor * (1 - 1e-9));
}

function geomspace(from: number, to: number, count: number): Float64Array {
  const [a, b] = [Math.log10(from), Math.log10(to)];
  const lams = Float64Array.from({ length: count }, (_, k) => 10 ** (a + (k * (b - a)) / (count - 1)));
  lams[0] = from;
  lams[count - 1] = to;
  return lams;
}
