// Contours of loss + penalty in the plane of two coefficients: rounded where nothing bends, with corners on the axes.
import type { Point } from "../../model/ball.ts";
import { type Penalty, type Quadratic } from "../../model/quadratic.ts";

/**
 * Where the objective is `rise` above its minimum w, counter-clockwise. Along a ray from the minimum it grows, and is a
 * parabola between crossings of the axes, so that each point is a root in closed form; none is further than `far`.
 */
export function ring(problem: Quadratic, penalty: Penalty, w: Point, rise: number, far: number, points = 240): Point[] {
  return Array.from({ length: points }, (_, i) => {
    const angle = (2 * Math.PI * i) / points;
    const way: Point = [Math.cos(angle), Math.sin(angle)];
    const length = reached(problem, penalty, w, way, rise, far);
    return [w[0] + length * way[0], w[1] + length * way[1]];
  });
}

function reached(problem: Quadratic, { lambda, l1Ratio }: Penalty, w: Point, way: Point, rise: number, far: number): number {
  const { gram, xty, factors } = problem;
  const [a, b, , d] = gram as unknown as [number, number, number, number];
  const squares = lambda * (1 - l1Ratio);
  const bend = a * way[0] ** 2 + 2 * b * way[0] * way[1] + d * way[1] ** 2 + squares * sum((j) => factors[j]! * way[j]! ** 2);
  const pull = sum((j) => way[j]! * (gram[2 * j]! * w[0] + gram[2 * j + 1]! * w[1] - xty[j]! + squares * factors[j]! * w[j]!));
  const crossings = [0, 1].map((j) => -w[j]! / way[j]!).filter((at) => at > 0 && at < far).sort((one, other) => one - other);
  let [from, risen] = [0, 0];
  for (const to of [...crossings, far]) {
    const middle = (from + to) / 2;
    const kinks = lambda * l1Ratio * sum((j) => factors[j]! * way[j]! * Math.sign(w[j]! + middle * way[j]!));
    const slope = pull + bend * from + kinks; // at the start of this piece
    const step = root(bend, slope, rise - risen);
    if (from + step <= to) return from + step;
    risen += (to - from) * (slope + (bend * (to - from)) / 2);
    from = to;
  }
  return far;
}

/** The step after which ½·bend·step² + slope·step = rise; rounding may leave the slope at a minimum just below 0. */
function root(bend: number, slope: number, rise: number): number {
  const steep = Math.max(slope, 0);
  const length = steep + Math.sqrt(steep * steep + 2 * bend * Math.max(rise, 0));
  return length > 0 ? (2 * rise) / length : Infinity;
}

const sum = (value: (j: 0 | 1) => number): number => value(0) + value(1);
