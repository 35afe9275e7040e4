// Which errors a CV curve shows: a curve or a fold that explodes at one end must not flatten all the rest.

export interface Range {
  low: number;
  high: number;
}

export interface Curves {
  values: ArrayLike<number>;
  se: ArrayLike<number> | null;
  mean: number | null; // error of the mean alone
  others: readonly ArrayLike<number>[]; // folds, training error: what is drawn beside the curve
}

const ABOVE = 2; // how far the curve itself may rise beyond what matters: the mean's error, and where the path starts
const BESIDE = 2; // how many heights of the curve's own range other lines may add, above and below

export function cvRange({ values, se, mean, others }: Curves): Range {
  const own = core(values, se, mean);
  if (!own) return { low: 0, high: 1 };
  const room = BESIDE * (own.high - own.low || Math.abs(own.high) || 1);
  const best = smallest(values);
  let { low, high } = own;
  for (const line of others)
    for (let i = 0; i < line.length; i++) {
      const value = line[i]!;
      if (value < low) low = Math.max(value, own.low - room);
      // Beyond the best strength folds explode: up to it they show how different they are.
      if (i <= best && value > high) high = Math.min(value, own.high + room);
    }
  const span = high - low || Math.abs(high) * 0.2 || 1;
  return { low: Math.max(low - 0.06 * span, Math.min(low, 0)), high: high + 0.08 * span };
}

/** Of the curve itself, with its standard errors and the mean's level where that is near. */
function core(values: ArrayLike<number>, se: ArrayLike<number> | null, mean: number | null): Range | null {
  const upper = finite(values, (i) => values[i]! + spread(se, i));
  const lower = finite(values, (i) => values[i]! - spread(se, i));
  const middle = finite(values, (i) => values[i]!);
  if (!middle.length) return null;
  const low = Math.min(...lower);
  const highest = Math.max(...upper);
  const level = mean !== null && Number.isFinite(mean) ? mean : -Infinity;
  const matters = Math.max(upper[0]!, level, Math.min(...middle));
  let high = matters > low ? Math.min(highest, low + ABOVE * (matters - low)) : highest;
  // The mean's level is shown where it would leave the curve at least half of the height.
  if (level > high && level <= high + (high - low || Math.abs(high) * 0.2)) high = level;
  return { low, high };
}

const spread = (se: ArrayLike<number> | null, i: number): number => {
  const value = se ? se[i]! : 0;
  return Number.isFinite(value) ? value : 0;
};

function finite(values: ArrayLike<number>, read: (i: number) => number): number[] {
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i]!)) found.push(read(i));
  return found;
}

/** Index of the smallest value that is known; −1 where none is. */
export function smallest(values: ArrayLike<number>): number {
  let best = -1;
  for (let i = 0; i < values.length; i++)
    if (Number.isFinite(values[i]!) && (best < 0 || values[i]! < values[best]!)) best = i;
  return best;
}

/** The largest value of a line that lies above the range; null where the line stays within. */
export function beyond(line: ArrayLike<number>, { high }: Range): number | null {
  let most = high;
  for (let i = 0; i < line.length; i++) if (line[i]! > most) most = line[i]!;
  return most > high ? most : null;
}

/** A line at any strength: straight between its points on the logarithmic axis, as it is drawn. */
export function alongLine(lambdas: ArrayLike<number>, values: ArrayLike<number>, lambda: number): number {
  const last = lambdas.length - 1;
  if (last < 0) return NaN;
  if (!(lambda < lambdas[0]!)) return values[0]!;
  if (!(lambda > lambdas[last]!)) return values[last]!;
  let above = 0;
  let below = last;
  while (below - above > 1) {
    const middle = (above + below) >> 1;
    if (lambdas[middle]! >= lambda) above = middle;
    else below = middle;
  }
  const share = Math.log(lambdas[above]! / lambda) / Math.log(lambdas[above]! / lambdas[below]!);
  if (share === 0) return values[above]!;
  return values[above]! + share * (values[below]! - values[above]!);
}
