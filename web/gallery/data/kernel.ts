// The solver for two columns, for pictures: of all patterns of signs, the stationary point where the objective is least.
import type { Solve } from "../../src/marks/geometry/touch.ts";

const SIGNS = [-1, 0, 1] as const;

export const solve: Solve = (gram, xty, lambda, l1Ratio, factors) => {
  const [a, b, , d] = gram as unknown as [number, number, number, number];
  const pull = [0, 1].map((j) => lambda * l1Ratio * factors[j]!) as [number, number];
  const bend = [0, 1].map((j) => lambda * (1 - l1Ratio) * factors[j]!) as [number, number];
  const [g, h] = [a + bend[0], d + bend[1]];
  const objective = ([u, v]: readonly [number, number]): number =>
    0.5 * (g * u * u + 2 * b * u * v + h * v * v) - xty[0]! * u - xty[1]! * v + pull[0] * Math.abs(u) + pull[1] * Math.abs(v);
  let best: [number, number] = [0, 0];
  for (const s of SIGNS)
    for (const t of SIGNS) {
      const [x, y] = [xty[0]! - s * pull[0], xty[1]! - t * pull[1]];
      const free = g * h - b * b;
      const w: [number, number] =
        s && t ? [(h * x - b * y) / free, (g * y - b * x) / free] : [s ? x / g : 0, t ? y / h : 0];
      const fits = w.every((value, j) => Number.isFinite(value) && value * [s, t][j]! >= 0);
      if (fits && objective(w) < objective(best)) best = w;
    }
  return best;
};
