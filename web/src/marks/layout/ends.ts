// Names beside the right ends of lines.
import { figureNumber } from "../../model/numbers.ts";
import { spread } from "../frame/spread.ts";

export interface End {
  kind: string;
  text: string;
  value: number; // of the line at its right end
}

/** Where names stand that do not cover each other; a line that has left the drawing says where it ends. */
export function endLabels(
  ends: readonly End[],
  y: (value: number) => number,
  high: number,
  top: number,
  bottom: number,
): { kind: string; text: string; from: number; to: number }[] {
  const known = ends.filter((one) => Number.isFinite(one.value));
  const from = known.map((one) => Math.min(Math.max(y(one.value), top), bottom));
  const to = spread(from, 15, top + 6, bottom - 6);
  return known.map(({ kind, text, value }, i) => ({
    kind,
    text: value > high ? `↑ ${figureNumber(value)}` : text,
    from: from[i]!,
    to: to[i]!,
  }));
}
