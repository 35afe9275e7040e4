// Numbers above an axis, as many as leave each other room.

/** Of points at `xs`, those nearest to places some `apart` pixels apart, with their counts. */
export function countsAbove(
  xs: readonly number[],
  counts: ArrayLike<number>,
  left: number,
  right: number,
  apart = 70,
): { x: number; count: number }[] {
  const wanted = Math.max(2, Math.floor((right - left) / apart));
  const found: { x: number; count: number }[] = [];
  for (let k = 0; k < wanted; k++) {
    const goal = left + (k / (wanted - 1)) * (right - left);
    const index = xs.reduce((best, x, i) => (Math.abs(x - goal) < Math.abs(xs[best]! - goal) ? i : best), 0);
    const near = found.some((other) => Math.abs(other.x - xs[index]!) < apart / 2);
    if (xs.length && !near) found.push({ x: xs[index]!, count: counts[index]! });
  }
  return found;
}
