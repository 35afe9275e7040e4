// What each penalty does to one coefficient, seen alone: arg min over w of ½(w − z)² + its penalty.

/** L1: towards 0 by `threshold`, exactly 0 within it. */
export function softThreshold(z: number, threshold: number): number {
  if (z > threshold) return z - threshold;
  if (z < -threshold) return z + threshold;
  return 0;
}

/** L2: by the same share everywhere, never to 0. */
export function ridgeShrink(z: number, strength: number): number {
  return z / (1 + strength) + 0;
}

/** Elastic net: soft threshold, then shrink. */
export function elasticNetProx(z: number, strength: number, l1Ratio: number): number {
  return softThreshold(z, strength * l1Ratio) / (1 + strength * (1 - l1Ratio)) + 0;
}

/** Best subset: kept whole or dropped, dropped within `threshold` (½ threshold² is the price of a coefficient). */
export function hardThreshold(z: number, threshold: number): number {
  return Math.abs(z) > threshold ? z : 0;
}
