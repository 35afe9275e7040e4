// Labels that do not cover each other.

/**
 * Places at least `gap` apart within [low, high], in the order of `wanted`, nearest to it in least squares: with
 * zᵢ = yᵢ − i·gap they must not decrease, which is isotonic regression, by pooling adjacent violators.
 */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  const blocks: { mean: number; size: number }[] = [];
  order.forEach((index, rank) => {
    let mean = wanted[index]! - rank * gap;
    let size = 1;
    for (let last = blocks.at(-1); last && last.mean >= mean; last = blocks.at(-1)) {
      blocks.pop();
      mean = (last.mean * last.size + mean * size) / (last.size + size);
      size += last.size;
    }
    blocks.push({ mean, size });
  });
  const top = Math.max(high - (wanted.length - 1) * gap, low);
  const flat = blocks.flatMap(({ mean, size }) => Array<number>(size).fill(Math.min(Math.max(mean, low), top)));
  const places = Array<number>(wanted.length).fill(0);
  order.forEach((index, rank) => (places[index] = flat[rank]! + rank * gap));
  return places;
}
