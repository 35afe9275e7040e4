// Columns and rows of the figure of errors, for a width: beside each other, or on a phone one above the other.
import { widthOf } from "./letters.ts";

export interface Written {
  label: string;
  error: string; // `56.4 ± 2.1`
  short: string; // `56.4`, where there is little room
  gain: string; // `−28%`
}

export interface Lines {
  beside: boolean; // names and numbers stand beside the drawing; else above it, row by row
  left: number; // of the drawing
  right: number;
  error: number; // where numbers end
  gain: number;
  label: number; // room of a name
  height: number; // of a row
  text: number; // from the top of a row to its words
  middle: number; // from the top of a row to the middle of its marks
  marks: number; // height of its marks
}

const LANE = 12;
const GAP = 16;
const SIZE = 14.5; // of letters
const SIGN = 18; // room of ▸ before a name
const HEAD = 54; // room of a column's heading
const DRAWN = 240; // pixels that a drawing beside words must have

export function errorLines(width: number, written: readonly Written[], lanes: number): Lines {
  const widest = (read: (each: Written) => string): number => Math.max(0, ...written.map((each) => widthOf(read(each), SIZE)));
  const gain = written.some((each) => each.gain) ? Math.max(widest((each) => each.gain), HEAD) : 0;
  const across = { error: width - (gain ? gain + GAP : 0), gain: width };
  const marks = LANE * Math.max(lanes, 1);
  const name = SIGN + widest((each) => each.label);
  const left = name + GAP;
  const right = across.error - widest((each) => each.error) - GAP;
  if (right - left >= DRAWN) {
    const height = marks + 20;
    return { ...across, beside: true, left, right, label: name - SIGN, height, text: height / 2, middle: height / 2, marks };
  }
  const label = across.error - widest((each) => each.short) - GAP - SIGN;
  return { ...across, beside: false, left: 12, right: width - 12, label, height: marks + 38, text: 15, middle: 28 + marks / 2, marks };
}

/** How far each kind's marks stand from the middle of a row. */
export function lanes(count: number): number[] {
  return Array.from({ length: count }, (_, lane) => (lane - (count - 1) / 2) * LANE);
}
