// What the figure of one coefficient shows, in sentences.
import { count, figureNumber } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import { kept, type Rule, slice, type Strengths } from "../geometry/orthonormal.ts";
import { amount, signed } from "./amounts.ts";
import { listedNames, said } from "./names.ts";

export interface Single {
  name: string;
  correlation: number; // the least-squares coefficient of the column alone
}

const NAMED = 5;

type Spell = (lambda: number) => string;

/** The finding: what L1 takes and makes 0, what L2 at the same fit does instead, and why, for the feature chosen. */
export function thresholdWords(features: readonly Single[], at: Strengths, chosen: Single | null, spell: Spell): string {
  const parts = [softly(features, at, spell), proportionally(features, at)];
  if (chosen && at.l1 > 0) parts.push(because(chosen, at));
  return parts.join(" ");
}

function softly(features: readonly Single[], at: Strengths, spell: Spell): string {
  if (at.l1 === 0) return `At ${spell(0)} nothing is penalised: every least-squares value stays as it is.`;
  const taken = amount(at.l1);
  if (!features.length)
    return `At ${spell(at.l1)}, L1 takes ${taken} off every least-squares value, and what lies within ${taken} of 0 becomes exactly 0.`;
  const zeros = features.filter(({ correlation }) => kept("l1", correlation, at) === 0);
  const head = `Each feature taken alone: at ${spell(at.l1)}, L1 takes ${taken} off every least-squares value`;
  if (!zeros.length) return `${head}: all ${count(features.length, "feature")} lie beyond that, and none becomes 0.`;
  if (zeros.length === features.length)
    return `${head}, and ${features.length === 1 ? "the only feature becomes" : `all ${features.length} features become`} exactly 0.`;
  return `${head}: ${zeros.length} of ${count(features.length, "feature")} ${zeros.length === 1 ? "becomes" : "become"} exactly 0 (${listedNames(zeros.map(({ name }) => name), NAMED)}).`;
}

function proportionally(features: readonly Single[], at: Strengths): string {
  if (at.l1 === 0) return "A stronger penalty shows how L1 and L2 differ.";
  if (at.l2 === Infinity) return "No finite L2 fits as badly as that.";
  const share = amount(1 / (1 + at.l2));
  const already = features.filter(({ correlation }) => correlation === 0).length;
  const none = already ? "makes none 0 that was not 0 before" : "makes none 0";
  return `L2 that fits equally well (lambda ${amount(at.l2)}) multiplies every value by ${share} and ${none}.`;
}

function because({ name, correlation }: Single, at: Strengths): string {
  const who = said(name);
  const pull = amount(Math.abs(correlation));
  if (kept("l1", correlation, at) !== 0)
    return `For ${who} the loss pulls away from 0 with ${pull}, more than the ${amount(at.l1)} that L1 holds against it.`;
  if (correlation === 0) return `${who} has nothing to do with the target: its value is 0 under every penalty.`;
  const held = `For ${who} the loss pulls away from 0 with ${pull}, and L1 holds any pull up to ${amount(at.l1)}`;
  return at.l2 === Infinity ? `${held}.` : `${held}; L2 holds none, because its slope at 0 is 0.`;
}

/** Above a slice: where its minimum is, and the slopes at 0 that put it there; `short` where there is little room. */
export function sliceWords(rule: "l1" | "l2", z: number, at: Strengths): { minimum: string; slopes: string; short: string } {
  const { slopes, minimum } = slice(rule, z, at);
  const [left, right] = [signed(slopes[0]), signed(slopes[1])];
  if (rule === "l2") {
    const where = at.l2 === Infinity ? "0 if infinite" : minimum === 0 ? "exactly 0" : amount(minimum);
    return { minimum: `minimum: ${where}`, slopes: `slope at 0: ${left}`, short: `slope at 0: ${left}` };
  }
  return {
    minimum: `minimum: ${minimum === 0 ? "exactly 0" : amount(minimum)}`,
    slopes: `slope at 0: ${left} left, ${right} right`,
    short: `slopes at 0: ${left}, ${right}`,
  };
}

/** What is shown before anybody chooses: some half of the features 0, and the largest of those as the example. */
export function standard(features: readonly Single[], values: readonly number[]): { lambda: number; feature: Single | null } {
  const lambda = middleGap(values.map(Math.abs).sort((a, b) => a - b));
  const inside = features.filter(({ correlation }) => Math.abs(correlation) <= lambda);
  const largest = (some: readonly Single[]): Single | null =>
    some.reduce<Single | null>((best, one) => (best && Math.abs(best.correlation) >= Math.abs(one.correlation) ? best : one), null);
  return { lambda, feature: largest(inside) ?? largest(features) };
}

/** The middle of the widest gap between sizes, of those that leave a quarter of them on either side. */
function middleGap(sizes: readonly number[]): number {
  if (sizes.length < 2) return 0.5 * (sizes[0] ?? 0);
  const from = Math.max(1, Math.floor(sizes.length / 4));
  const to = Math.min(sizes.length - 1, Math.ceil((3 * sizes.length) / 4));
  let widest = from;
  for (let i = from; i <= to; i++) if (sizes[i]! - sizes[i - 1]! > sizes[widest]! - sizes[widest - 1]!) widest = i;
  return (sizes[widest - 1]! + sizes[widest]!) / 2;
}

const RULE_HEADS: Record<Rule, string> = { l1: "L1", l2: "L2", elastic_net: "elastic net", hard: "hard threshold" };

export function tableOf(features: readonly Single[], values: readonly number[], at: Strengths, rules: readonly Rule[]): Table {
  const format = (value: number): string => figureNumber(value, 4);
  const numeric = (label: string) => ({ label, numeric: true, format });
  const strength = (rule: Rule): string => `${RULE_HEADS[rule]} at ${amount(at[rule])}`;
  return {
    caption: "Each coefficient alone: its least-squares value, and what each penalty makes of it",
    columns: [{ label: "feature", numeric: false }, numeric("least squares"), ...rules.map((rule) => numeric(strength(rule)))],
    rows: values.map((z, j) => [features[j]?.name ?? `value ${j + 1}`, z, ...rules.map((rule) => kept(rule, z, at))]),
  };
}
