// What the figure of random bowls shows, in sentences: how many solutions have a weight at exactly 0.
import type { Point } from "../../model/ball.ts";
import { figureNumber } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import type { Penalised } from "../geometry/touch.ts";
import { amount } from "./amounts.ts";
import { percent } from "./compare.ts";

export interface Cloud {
  penalty: Penalised;
  lambda: number;
  points: readonly Point[]; // one solution a bowl
}

export interface Bowls {
  least: readonly Point[]; // least-squares solutions
  correlations: readonly number[]; // of the two columns
  clouds: readonly Cloud[];
  freedom: number; // degrees of freedom of L1 and of L2, on average
}

export const CLOUD_NAMES: Record<Penalised, string> = { l1: "L1", l2: "L2", elastic_net: "Elastic net" };

const zero = ([x, y]: Point): boolean => x === 0 || y === 0;
export const zeros = ({ points }: Cloud): number => points.filter(zero).length;

/** `145 of 200`, and `72%`. */
export function shareWords(cloud: Cloud): string {
  const all = cloud.points.length;
  return `${zeros(cloud)} of ${all} (${zeros(cloud) === 0 ? "0%" : percent(zeros(cloud) / all)})`;
}

/** The finding: the shares, and how the strengths are made equal. */
export function cloudWords({ clouds, freedom, least }: Bowls): string {
  const shares = clouds.map((cloud) => `${CLOUD_NAMES[cloud.penalty]} ${shareWords(cloud)}`).join(", ");
  const all = clouds.find(({ penalty }) => penalty === "l1")!;
  const [l1, l2, mixed] = (["l1", "l2", "elastic_net"] as const).map((name) => clouds.find(({ penalty }) => penalty === name)!.lambda);
  const matched =
    freedom === 0
      ? "No finite L2 is worth as little as L1, which leaves nothing."
      : `L1 at lambda ${amount(l1!)} keeps ${amount(freedom)} weights a bowl on average, and L2 (lambda ${amount(l2!)}) is as strong as that in effective degrees of freedom.`;
  const both = all.points.filter(([x, y]) => x === 0 && y === 0).length;
  const gone = both ? ` Under L1 both weights are 0 in ${both}.` : "";
  return `Of ${least.length} random bowls, those with a weight at exactly 0: ${shares}.${gone} ${matched} The elastic net (lambda ${amount(mixed!)}) is that L1 with as much L2.`;
}

/** Beside the slider, and read out. */
export function strengthWords({ clouds }: Bowls): string {
  const said = clouds.map((cloud) => `${CLOUD_NAMES[cloud.penalty]} ${zeros(cloud)}`).join(", ");
  return `lambda ${amount(clouds[0]!.lambda)}; bowls with an exact 0: ${said}`;
}

export function tableOf({ least, correlations, clouds }: Bowls): Table {
  const format = (value: number): string => figureNumber(value, 4);
  const heads = ["least squares w₁", "least squares w₂", "correlation", ...clouds.flatMap(({ penalty }) => [`${CLOUD_NAMES[penalty]} w₁`, `${CLOUD_NAMES[penalty]} w₂`])];
  return {
    caption: "Each bowl: its least-squares solution, the correlation of its columns, and what each penalty makes of it",
    columns: [{ label: "bowl", numeric: true }, ...heads.map((label) => ({ label, numeric: true, format }))],
    rows: least.map((point, i) => [i + 1, ...point, correlations[i]!, ...clouds.flatMap(({ points }) => [...points[i]!])]),
  };
}
