// Places of the entries that say what the lines of slices are.
import { type Flowed, flow } from "../layout/flow.ts";
import { widthOf } from "../layout/letters.ts";

export interface Line {
  line: "sum" | "loss" | "penalty";
  text: string;
}

const ROW = 20;

const flowed = (lines: readonly Line[], width: number): Flowed => flow(lines.map(({ text }) => 30 + widthOf(text, 12)), 0, width, 14, ROW);

export function placed(lines: readonly Line[], width: number): (Line & { x: number; y: number })[] {
  const { places } = flowed(lines, width);
  return lines.map((line, k) => ({ ...line, ...places[k]! }));
}

/** Of all rows. */
export const heightOfKey = (lines: readonly Line[], width: number): number => flowed(lines, width).height;
