// Which two columns of a problem can be drawn, and which are at first.
import { bowl } from "../../model/ball.ts";
import { type Quadratic, restricted } from "../../model/quadratic.ts";
import { correlationOf } from "./touch.ts";

/** Features that vary and bear the penalty. */
export function drawable(problem: Quadratic): number[] {
  const p = problem.xty.length;
  const all = Array.from({ length: p }, (_, j) => j);
  return all.filter((j) => problem.gram[j * p + j]! > 0 && problem.factors[j]! > 0 && problem.factors[j]! < Infinity);
}

/** The feature that has most to do with the target, and the one beside which L1 shows a corner best. */
export function standardPair(problem: Quadratic): [number, number] | null {
  const p = problem.xty.length;
  const strength = (j: number): number => Math.abs(problem.xty[j]!) / Math.sqrt(problem.gram[j * p + j]!);
  const [first, ...rest] = drawable(problem).sort((a, b) => strength(b) - strength(a));
  if (first === undefined || !rest.length) return null;
  const shown = rest.map((j) => cornered(restricted(problem, [first, j])));
  return [first, rest[shown.indexOf(Math.max(...shown))]!];
}

/** How well: as far as the corner reaches before the second coefficient enters, where that one matters without penalty. */
function cornered(two: Quadratic): number {
  if (Math.abs(correlationOf(two)) > 0.98) return 0;
  const [u, v] = bowl(two).centre;
  const reach = Math.abs(cornerOf(two) / u);
  return Number.isFinite(reach) ? Math.min(reach, 1.5 * Math.abs(v / u)) : 0;
}

/** The first coefficient when the second enters, the first having entered before: |c₂ − g₁₂w| = (c₁ − g₁₁w)·f₂/f₁. */
function cornerOf({ gram, xty, factors }: Quadratic): number {
  const way = Math.sign(xty[0]!);
  const ratio = factors[1]! / factors[0]!;
  const enters = [1, -1].map((side) => (way * ratio * xty[0]! - side * xty[1]!) / (ratio * gram[0]! - side * way * gram[1]!));
  const sizes = enters.filter((size) => size >= 0 && Number.isFinite(size));
  return sizes.length ? Math.min(...sizes) : 0;
}
