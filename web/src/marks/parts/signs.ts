// Shapes that stand beside hues: whoever cannot tell the hues apart can tell the shapes.
import type { ModelName } from "../../model/report.ts";

export type Shape = "disc" | "square" | "diamond" | "up" | "down";

/** The shape of each model, the same in every figure, on paper too. */
export const MODEL_SHAPES: Readonly<Record<ModelName, Shape>> = {
  none: "square",
  l1: "disc",
  l2: "diamond",
  elastic_net: "up",
};

/** The d of a shape about (x, y); `r` is the radius of a disc that looks as large. */
export function signPath(shape: Shape, r: number, x = 0, y = 0): string {
  const s = (value: number): number => Math.round(value * 100) / 100 + 0;
  const from = (dx: number, dy: number): string => `M${s(x + dx * r)},${s(y + dy * r)}`;
  const by = (dx: number, dy: number): string => `l${s(dx * r)},${s(dy * r)}`;
  switch (shape) {
    case "disc":
      return `${from(-1, 0)}a${s(r)},${s(r)} 0 1 0 ${s(2 * r)},0a${s(r)},${s(r)} 0 1 0 ${s(-2 * r)},0Z`;
    case "square":
      return `${from(-0.88, -0.88)}${by(1.76, 0)}${by(0, 1.76)}${by(-1.76, 0)}Z`;
    case "diamond":
      return `${from(0, -1.25)}${by(1.25, 1.25)}${by(-1.25, 1.25)}${by(-1.25, -1.25)}Z`;
    case "up":
      return `${from(0, -1.2)}${by(1.15, 2.1)}${by(-2.3, 0)}Z`;
    case "down":
      return `${from(0, 1.2)}${by(1.15, -2.1)}${by(-2.3, 0)}Z`;
  }
}
