// Where the panels of a figure with a plane, curves of errors and bars stand, by the width there is.
import type { Box } from "../geometry/boxes.ts";

export interface Panels {
  plane: Box; // points and curves
  errors: Box;
  bars: Box | null;
  height: number;
}

const WIDE = 720;
const LEFT = 54; // numbers at a vertical axis
const FOOT = 44; // numbers below a horizontal one

export function panels(width: number, bars: boolean): Panels {
  if (width >= WIDE) {
    const middle = Math.round(0.53 * width);
    const plane = { left: LEFT, right: middle - 18, top: 34, bottom: 396 };
    const [left, right] = [middle + LEFT + 4, width - 10];
    if (!bars) return { plane, errors: { ...plane, left, right, top: 50 }, bars: null, height: 396 + FOOT };
    return { plane, errors: { left, right, top: 50, bottom: 186 }, bars: { left, right, top: 272, bottom: 396 }, height: 396 + FOOT };
  }
  const [left, right] = [LEFT, width - 10];
  const first = 34 + Math.min(0.8 * width, 340);
  const errors = { left, right, top: first + 100, bottom: first + 100 + (bars ? 150 : 230) };
  const below = { left, right, top: errors.bottom + 86, bottom: errors.bottom + 86 + 130 };
  return { plane: { left, right, top: 34, bottom: first }, errors, bars: bars ? below : null, height: (bars ? below : errors).bottom + FOOT };
}

/** The place in `xs` that is nearest. */
export function nearestPlace(xs: ArrayLike<number>, x: number): number {
  let best = 0;
  for (let i = 1; i < xs.length; i++) if (Math.abs(xs[i]! - x) < Math.abs(xs[best]! - x)) best = i;
  return best;
}

/** Where a pointer is, in units of the drawing. */
export function inDrawing(event: PointerEvent): { x: number; y: number } {
  const svg = (event.currentTarget as SVGElement).ownerSVGElement!;
  const bounds = svg.getBoundingClientRect();
  const pixels = svg.viewBox.baseVal.width / bounds.width;
  return { x: (event.clientX - bounds.left) * pixels, y: (event.clientY - bounds.top) * pixels };
}
