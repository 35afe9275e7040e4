// Places of the entries that say what the lines of slices are.
import { flow } from "../layout/flow.ts";
import { widthOf } from "../layout/letters.ts";

export interface Line {
  line: "sum" | "loss" | "penalty";
  text: string;
}

const ROW = 20;

export function placed(lines: readonly Line[], width: number): (Line & { x: number; y: number })[] {
  const { places } = flow(lines.map(({ text }) => 30 + widthOf(text, 12)), 0, width, 14, ROW);
  return lines.map((line, k) => ({ ...line, ...places[k]! }));
}

/** Of all rows. */
export function heightOfKey(lines: readonly Line[], width: number): number {
  return ROW * new Set(placed(lines, width).map(({ y }) => y)).size;
}
