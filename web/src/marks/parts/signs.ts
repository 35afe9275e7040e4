// Shapes that stand beside hues: whoever cannot tell the hues apart can tell the shapes.
import type { ModelName } from "../../model/report.ts";

export type Shape = "disc" | "square" | "diamond" | "up" | "down" | "bar";

/** The shape of each model, the same in every figure, on paper too. */
export const MODEL_SHAPES: Readonly<Record<ModelName, Shape>> = {
  none: "square",
  l1: "disc",
  l2: "diamond",
  elastic_net: "up",
};

/** The d of a shape about the origin; `r` is the radius of a disc that looks as large. */
export function signPath(shape: Shape, r: number): string {
  const s = (value: number): number => Math.round(value * 100) / 100;
  switch (shape) {
    case "disc":
      return `M${s(-r)},0a${s(r)},${s(r)} 0 1 0 ${s(2 * r)},0a${s(r)},${s(r)} 0 1 0 ${s(-2 * r)},0Z`;
    case "square":
      return `M${s(-0.88 * r)},${s(-0.88 * r)}h${s(1.76 * r)}v${s(1.76 * r)}h${s(-1.76 * r)}Z`;
    case "diamond":
      return `M0,${s(-1.25 * r)}L${s(1.25 * r)},0L0,${s(1.25 * r)}L${s(-1.25 * r)},0Z`;
    case "up":
      return `M0,${s(-1.2 * r)}L${s(1.15 * r)},${s(0.9 * r)}H${s(-1.15 * r)}Z`;
    case "down":
      return `M0,${s(1.2 * r)}L${s(1.15 * r)},${s(-0.9 * r)}H${s(-1.15 * r)}Z`;
    case "bar":
      return `M${s(-0.3 * r)},${s(-1.3 * r)}h${s(0.6 * r)}v${s(2.6 * r)}h${s(-0.6 * r)}Z`;
  }
}
