// Random numbers that Python can make as well, so that a snippet gives the figure's own data:
//
//     def numbers(seed):                       # mulberry32 (T. Ettinger 2017), uniform in [0, 1)
//         while True:
//             seed = (seed + 0x6D2B79F5) & 0xFFFFFFFF
//             t = (seed ^ seed >> 15) * (seed | 1) & 0xFFFFFFFF
//             t ^= t + ((t ^ t >> 7) * (t | 61) & 0xFFFFFFFF) & 0xFFFFFFFF
//             yield ((t ^ t >> 14) & 0xFFFFFFFF) / 2**32

/** An endless row of uniform numbers in [0, 1). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Standard normal numbers, two from each pair of uniform ones (Box & Muller 1958): √(−2 ln(1 − u)) · cos, sin(2πv). */
export function normal(seed: number): () => number {
  const next = uniform(seed);
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const length = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = length * Math.sin(angle);
    return length * Math.cos(angle);
  };
}

/** The Python of it, for snippets: `normals(seed, count)`. */
export const PYTHON_NORMALS = `def uniforms(seed):
    while True:
        seed = (seed + 0x6D2B79F5) & 0xFFFFFFFF
        t = (seed ^ seed >> 15) * (seed | 1) & 0xFFFFFFFF
        t ^= t + ((t ^ t >> 7) * (t | 61) & 0xFFFFFFFF) & 0xFFFFFFFF
        yield ((t ^ t >> 14) & 0xFFFFFFFF) / 2**32

def normals(seed, count):
    stream, found = uniforms(seed), []
    while len(found) < count:
        length, angle = (-2 * math.log(1 - next(stream))) ** 0.5, 2 * math.pi * next(stream)
        found += [length * math.cos(angle), length * math.sin(angle)]
    return np.array(found[:count])`;
