// Rows of bars with names beside them, or on a phone above them.
import { widthOf } from "./letters.ts";

export interface BarRows {
  beside: boolean;
  name: number; // room of a name
  left: number; // of the bars
  right: number;
  height: number; // of a row
  first: number; // from the top of a row to the middle of its first bar
}

const BESIDE = 560; // pixels
const GAP = 12;

export function barRows(width: number, names: readonly string[], lanes: number, lane: number, size = 13): BarRows {
  const height = lane * Math.max(lanes, 1) + 10;
  if (width < BESIDE) return { beside: false, name: width, left: 4, right: width - 4, height: height + 19, first: 22 + lane / 2 };
  const widest = Math.max(0, ...names.map((name) => widthOf(name, size)));
  const name = Math.min(widest, 0.3 * width);
  return { beside: true, name, left: name + GAP, right: width - 4, height, first: 5 + lane / 2 };
}
