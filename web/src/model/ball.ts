// Two coefficients in a plane: the ball that a penalty bounds, and contours of squared error around their minimum.
//
// The twin of the penalised problem at lambda is the least error within size(w) ≤ t, t the size of its solution: the
// contour through that solution touches the ball there (Boyd & Vandenberghe 2004, §5.5.3).
import { size, smooth, type Quadratic } from "./quadratic.ts";

export type Point = readonly [x: number, y: number];

const AROUND = 360; // points of a curve; a multiple of 8, so that corners are among them

/** Boundary of { w : Σ fⱼ(ρ|wⱼ| + (1 − ρ)/2·wⱼ²) ≤ t }, counter-clockwise from the right corner, not closed. */
export function ball(l1Ratio: number, t: number, factors: ArrayLike<number> = [1, 1], points = AROUND): Point[] {
  return directions(points).map(([x, y]) => {
    const l1 = l1Ratio * (factors[0]! * Math.abs(x) + factors[1]! * Math.abs(y));
    const l2 = (1 - l1Ratio) * (factors[0]! * x * x + factors[1]! * y * y);
    const length = (2 * t) / (l1 + Math.sqrt(l1 * l1 + 2 * l2 * t)); // root of l1·r + ½ l2·r² = t, without cancelling
    return [length * x, length * y];
  });
}

function directions(points: number): Point[] {
  return Array.from({ length: points }, (_, i) => {
    const turn = (8 * i) / points; // in eighths: axes are exact
    if (turn % 2 === 0) return [[1, 0], [0, 1], [-1, 0], [0, -1]][turn / 2] as [number, number];
    const angle = (turn * Math.PI) / 4;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/** Semi-axes of the contours of squared error of two coefficients. */
export interface Bowl {
  readonly centre: Point; // the least squares solution; of least length where it is not unique
  readonly values: readonly [number, number]; // eigenvalues of G, the larger first
  readonly axes: readonly [Point, Point]; // their unit vectors
  readonly least: number; // squared error at the centre, ½(yy − …)
}

// Below this fraction of the larger eigenvalue the smaller is rounding: the bowl is a valley.
const VALLEY = 1e-12;

export function bowl(problem: Quadratic): Bowl {
  const [a, b, , d] = problem.gram as unknown as [number, number, number, number];
  const mean = (a + d) / 2;
  const reach = Math.hypot((a - d) / 2, b);
  const angle = 0.5 * Math.atan2(2 * b, a - d);
  const first: Point = [Math.cos(angle), Math.sin(angle)];
  const second: Point = [-first[1], first[0]];
  const large = mean + reach;
  const smallest = large > 0 ? (a * d - b * b) / large : 0;
  const values: [number, number] = [large, smallest > VALLEY * large ? smallest : 0];
  const along = (axis: Point, value: number): number =>
    value > 0 ? (axis[0] * problem.xty[0]! + axis[1] * problem.xty[1]!) / value : 0;
  const [u, v] = [along(first, values[0]), along(second, values[1])];
  const centre: Point = [u * first[0] + v * second[0], u * first[1] + v * second[1]];
  return { centre, values, axes: [first, second], least: smooth(problem, Float64Array.from(centre)) };
}

/** A contour: closed, or for a valley two lines across the window of `extent` around the centre. */
export interface Contour {
  readonly closed: boolean;
  readonly lines: readonly (readonly Point[])[];
}

/** Where squared error (½ mean) is `level`; no lines below the least. */
export function contour(own: Bowl, level: number, extent: number, points = AROUND): Contour {
  const { centre, values, axes, least } = own;
  const rise = 2 * (level - least);
  if (!(rise > 0) || !(values[0] > 0)) return { closed: true, lines: [] };
  const at = (u: number, v: number): Point => [
    centre[0] + u * axes[0][0] + v * axes[1][0],
    centre[1] + u * axes[0][1] + v * axes[1][1],
  ];
  const wide = Math.sqrt(rise / values[0]);
  if (values[1] > 0) {
    const long = Math.sqrt(rise / values[1]);
    return { closed: true, lines: [directions(points).map(([x, y]) => at(wide * x, long * y))] };
  }
  return { closed: false, lines: [wide, -wide].map((u) => [at(u, -extent), at(u, extent)]) };
}

/** The constrained twin of a penalised solution w: its ball's size t, and the level of the contour through it. */
export interface Contact {
  readonly point: Point;
  readonly t: number;
  readonly level: number;
}

export function contact(problem: Quadratic, l1Ratio: number, w: Float64Array): Contact {
  return { point: [w[0]!, w[1]!], t: size(problem, l1Ratio, w), level: smooth(problem, w) };
}
