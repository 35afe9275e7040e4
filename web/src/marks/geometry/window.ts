// The part of a plane that is drawn: equal scales on both axes.
import type { Point } from "../../model/ball.ts";
import type { Box } from "./boxes.ts";

export interface Window {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Around the origin, a ball of `reach` and all points, with some air. */
export function windowAround(points: readonly Point[], reach: number): Window {
  let [left, right, low, high] = [-reach, reach, -reach, reach];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  const air = 0.08 * Math.max(right - left, high - low);
  if (!(air > 0)) return { x: [-1, 1], y: [-1, 1] };
  return { x: [left - air, right + air], y: [low - air, high + air] };
}

export interface Projection {
  readonly scale: number; // pixels a unit, on both axes
  readonly window: Window; // widened to the shape of the box
  x(value: number): number;
  y(value: number): number;
  point(x: number, y: number): Point;
}

/** A window on a box, widened on one side so that scales are equal. */
export function project(window: Window, box: Box): Projection {
  const wide = box.right - box.left;
  const tall = box.bottom - box.top;
  const scale = Math.min(wide / (window.x[1] - window.x[0]), tall / (window.y[1] - window.y[0]));
  const widened = ([low, high]: readonly [number, number], pixels: number): [number, number] => {
    const middle = (low + high) / 2;
    return [middle - pixels / scale / 2, middle + pixels / scale / 2];
  };
  const seen = { x: widened(window.x, wide), y: widened(window.y, tall) };
  return {
    scale,
    window: seen,
    x: (value) => box.left + (value - seen.x[0]) * scale,
    y: (value) => box.bottom - (value - seen.y[0]) * scale,
    point: (x, y) => [seen.x[0] + (x - box.left) / scale, seen.y[0] + (box.bottom - y) / scale],
  };
}
