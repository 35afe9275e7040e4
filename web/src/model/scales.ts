// Axes: from numbers to positions and back, and where ticks stand.

export interface Scale {
  (value: number): number;
  invert(position: number): number;
  /** Round values inside the domain, at most about `count` of them, ascending. */
  ticks(count?: number): number[];
  readonly kind: "linear" | "log";
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

type Ends = readonly [number, number];

/** A linear axis. A domain of one point stands in the middle of the range. */
export function linear(domain: Ends, range: Ends): Scale {
  return made("linear", domain, range, (value) => value, (value) => value, linearTicks);
}

/** A logarithmic axis; both ends of the domain above 0. */
export function log(domain: Ends, range: Ends): Scale {
  if (!(domain[0] > 0 && domain[1] > 0))
    throw new RangeError(
      `a logarithmic axis from ${domain[0]} to ${domain[1]} was asked for, but it has no place for numbers at or ` +
        "below 0; use a linear one.",
    );
  return made("log", domain, range, Math.log, Math.exp, logTicks);
}

function made(
  kind: Scale["kind"],
  domain: Ends,
  range: Ends,
  to: (value: number) => number,
  from: (measure: number) => number,
  ticks: (low: number, high: number, count: number) => number[],
): Scale {
  const [a, b] = [to(domain[0]), to(domain[1])];
  const place = (value: number): number =>
    a === b ? (range[0] + range[1]) / 2 : range[0] + ((to(value) - a) / (b - a)) * (range[1] - range[0]);
  const invert = (position: number): number => {
    if (range[0] === range[1] || position === range[0]) return domain[0];
    if (position === range[1]) return domain[1];
    return from(a + ((position - range[0]) / (range[1] - range[0])) * (b - a));
  };
  const low = Math.min(...domain);
  const high = Math.max(...domain);
  return Object.assign(place, { kind, domain, range, invert, ticks: (count = 6) => ticks(low, high, count) });
}

/** 1, 2 or 5 times a power of ten, such that about `count` steps of it span `length`. */
export function step(length: number, count: number): number {
  const rough = length / Math.max(count, 1);
  const power = Math.floor(Math.log10(rough));
  const mantissa = rough / 10 ** power;
  const round = mantissa > 5 * (1 + 1e-9) ? 10 : mantissa > 2 * (1 + 1e-9) ? 5 : mantissa > 1 + 1e-9 ? 2 : 1;
  return round === 10 ? tenTo(power + 1) : round * tenTo(power);
}

/** The smallest domain of whole steps around [low, high]. */
export function nice([low, high]: Ends, count = 6): [number, number] {
  if (!(high > low)) return [low, high];
  const size = step(high - low, count);
  return [roundTo(Math.floor(low / size + 1e-9) * size, size), roundTo(Math.ceil(high / size - 1e-9) * size, size)];
}

function linearTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const size = step(high - low, count);
  const first = Math.ceil(low / size - 1e-9);
  const last = Math.floor(high / size + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => roundTo((first + i) * size, size) + 0);
}

/** Powers of ten, every so many; with 2 and 5 times them where fewer than three powers are in sight. */
function logTicks(low: number, high: number, count: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const powers = Math.max(0, last - first + 1);
  if (powers >= 3) {
    const every = Math.max(1, Math.ceil(powers / Math.max(count, 1)));
    const start = Math.ceil(first / every) * every;
    return Array.from({ length: Math.floor((last - start) / every) + 1 }, (_, i) => tenTo(start + i * every));
  }
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const times of [1, 2, 5]) {
      const value = Number(`${times}e${power}`);
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) found.push(value);
    }
  return found.length >= 2 ? found : linearTicks(low, high, count);
}

const tenTo = (power: number): number => Number(`1e${power}`);

/** Off by rounding: 0.30000000000000004 → 0.3. */
function roundTo(value: number, size: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(size) + 1e-9));
  return decimals > 100 ? value : Number(value.toFixed(decimals));
}
