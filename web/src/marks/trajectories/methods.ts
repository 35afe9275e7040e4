// Hue, dashes and shape of each optimizer.
import { type Method, METHODS } from "../../model/trajectory.ts";
import type { Shape } from "../parts/signs.ts";

export const SHAPES: Record<Method, Shape> = { subgradient: "square", proximal: "disc", accelerated: "diamond", coordinate: "up" };

const HUES: Record<Method, number> = { subgradient: 2, proximal: 1, accelerated: 4, coordinate: 3 };
export const lineOf = (method: Method): string => `line-${HUES[method]}`;
export const inkOf = (method: Method): string => `ink-${HUES[method]}`;

export const TITLES: Record<Method, string> = {
  subgradient: "Plain subgradient",
  proximal: "Proximal",
  accelerated: "Accelerated",
  coordinate: "Coordinate",
};
export { METHODS };
