// Random bowls of two weights, their solutions under each penalty, and the L2 that is worth as many weights as L1 keeps.
import type { Bowls } from "../marks/words/zeroCloud.ts";
import type { Point } from "../model/ball.ts";
import { strengthWhere } from "../model/halving.ts";
import type { Kernel } from "../model/kernel.ts";
import type { Quadratic } from "../model/quadratic.ts";
import { normal } from "./random.ts";

export interface Throw {
  count: number;
  spread: number; // standard deviation of the least-squares weights
  correlation: number; // of the two columns, at most: ± this · tanh of a normal number
  seed: number;
}

interface Bowl extends Quadratic {
  least: Point;
  correlation: number;
}

export function thrown({ count, spread, correlation, seed }: Throw): Bowl[] {
  const next = normal(seed);
  return Array.from({ length: count }, () => {
    const [x, y] = [spread * next(), spread * next()];
    const r = correlation * Math.tanh(next());
    const xty = Float64Array.of(x + r * y, r * x + y);
    return {
      least: [x, y],
      correlation: r,
      gram: Float64Array.of(1, r, r, 1),
      xty,
      yy: x * xty[0]! + y * xty[1]!,
      factors: Float64Array.of(1, 1),
      positive: false,
    };
  });
}

const NOWHERE = new Float64Array(2);

/** L1 at lambda; L2 with the same degrees of freedom on average; an elastic net of that L1 and as much L2. */
export function solved(kernel: Kernel, bowls: readonly Bowl[], lambda: number): Bowls {
  const under = (strength: number, l1Ratio: number): Point[] =>
    bowls.map((bowl) => {
      const w = kernel.solve(bowl, { lambda: strength, l1Ratio }, NOWHERE);
      return [w[0]! + 0, w[1]! + 0];
    });
  const l1 = under(lambda, 1);
  const freedom = l1.reduce((sum, [x, y]) => sum + Number(x !== 0) + Number(y !== 0), 0) / bowls.length;
  const l2 = worth(bowls, freedom);
  return {
    least: bowls.map(({ least }) => least),
    correlations: bowls.map(({ correlation }) => correlation),
    freedom,
    clouds: [
      { penalty: "l1", lambda, points: l1 },
      { penalty: "l2", lambda: l2, points: under(l2, 0) },
      { penalty: "elastic_net", lambda: 2 * lambda, points: under(2 * lambda, 0.5) },
    ],
  };
}

/** The L2 strength at which the mean of Σ d²/(d² + lambda), d² = 1 ± correlation, is `freedom`. */
function worth(bowls: readonly Bowl[], freedom: number): number {
  const mean = (lambda: number): number =>
    bowls.reduce((sum, { correlation: r }) => sum + (1 + r) / (1 + r + lambda) + (1 - r) / (1 - r + lambda), 0) / bowls.length;
  return strengthWhere(mean, freedom, 1e-9, 1e9);
}
