// The entries of a plane's legend.
import { flow } from "../layout/flow.ts";
import { widthOf } from "../layout/letters.ts";
import type { Penalised, Touch } from "../geometry/touch.ts";

export interface Entry {
  kind: "touch" | "path" | "contour" | "least";
  text: string;
  penalty?: Penalised;
  dashed?: boolean;
}

export const LINE = 19; // pixels
const SHORT: Record<Penalised, string> = { l1: "L1", l2: "L2", elastic_net: "elastic net" };

export function entriesOf(touch: Touch, twin: Touch | null): Entry[] {
  const other: Entry[] = twin
    ? [{ kind: "touch", penalty: twin.penalty, dashed: true, text: `${SHORT[twin.penalty]}, same fit` }]
    : [];
  return [
    { kind: "touch", penalty: touch.penalty, text: `solution of ${SHORT[touch.penalty]}` },
    ...other,
    { kind: "contour", text: "contour that is touched" },
    { kind: "path", penalty: touch.penalty, text: "path over lambda" },
    { kind: "least", text: "least squares" },
  ];
}

export const heightOf = (entries: readonly Entry[], left: number, right: number): number =>
  flow(entries.map(({ text }) => 28 + widthOf(text, 12)), left, right, 14, LINE).height;
