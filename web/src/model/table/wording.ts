// Words and numbers for people, as the sentences of a record write them (result/wording.py).
import { fixed, general, groupedGeneral, whole } from "./format.ts";
import { type Competitor } from "./verdict.ts";

export const NAMES: Readonly<Record<Competitor, string>> = {
  none: "least squares without a penalty",
  l1: "L1 (lasso)",
  l2: "L2 (ridge)",
  elastic_net: "elastic net",
  mean: "the mean of the target",
};
const SHOWN = 5;

/** What the strongest penalty leaves: an L2 part shrinks coefficients, and makes none exactly 0. */
export function nothingLeft(name: Competitor, nonzero: number): string {
  return name === "l2" || (name === "elastic_net" && nonzero)
    ? "every coefficient is all but 0"
    : "nothing is left of the features";
}

/** `29.6% below`, for an error against another. */
export function change(own: number, other: number): string {
  if (other === 0) return "no better than";
  const away = own / other - 1;
  if (Math.abs(away) < 0.0005) return "the same as";
  return `${percent(Math.abs(away))} ${away < 0 ? "below" : "above"}`;
}

/** Three or four significant digits, thousands with separators. */
export function number(value: number): string {
  const size = Math.abs(value);
  if (value && !(size >= 1e-4 && size < 1e9)) return general(value, 3);
  return size >= 1000 ? whole(value) : general(value, 4);
}

/** Both numbers, with as many digits as it takes to tell them apart. */
export function apart(one: number, other: number): [string, string] {
  let shown: [string, string] = [number(one), number(other)];
  for (let digits = 5; digits < 16 && shown[0] === shown[1]; digits++)
    shown = [groupedGeneral(one, digits), groupedGeneral(other, digits)];
  return shown;
}

/** A share as a percentage, coarser where it is large. */
export function percent(share: number): string {
  if (share >= 10) return `${whole(share + 1)} times`;
  return `${fixed(100 * share, share >= 0.1 ? 0 : 1)}%`;
}

/** `1 feature`, `no feature`, `7 features`. */
export const counted = (features: number): string => `${features || "no"} feature${features > 1 ? "s" : ""}`;

/** The first few names, and how many more. */
export function listed(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  return names.slice(0, SHOWN).join(", ") + more;
}
