// Random problems that Python and TypeScript make to the last bit alike (portable.py is the same, line by line).
import { type Penalty, type Quadratic } from "../../src/model/quadratic.ts";

export interface Drawn {
  readonly problem: Quadratic;
  readonly penalty: Penalty;
}

/** mulberry32: numbers in [0, 1). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1) >>> 0;
    t = (t ^ (t + Math.imul(t ^ (t >>> 7), t | 61))) >>> 0;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Up to `largest` correlated features: copies among them at times, columns that do not vary, and factors. */
export function drawn(seed: number, largest = 12): Drawn {
  const draw = uniform(seed);
  const p = 1 + Math.floor(draw() * largest);
  const n = 3 + Math.floor(draw() * 3 * p);
  const [copies, constant, factored] = [draw() < 0.15, draw() < 0.1, draw() < 0.3];
  const [positive, l1Ratio] = [draw() < 0.25, [1, 1, 0.5, 0.1, 0][Math.floor(draw() * 5)]!];
  const together = draw();
  const columns = Array.from({ length: p }, () => new Array<number>(n).fill(0));
  const target = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i++) {
    const common = draw() - 0.5;
    for (let j = 0; j < p; j++) columns[j]![i] = (draw() - 0.5) * (1 - together) + common * together;
    target[i] = draw() - 0.5;
    for (let j = 0; j < p; j += 3) target[i]! += columns[j]![i]! * (j % 2 === 0 ? 2 : -2);
  }
  if (copies) columns[p - 1] = [...columns[0]!];
  if (constant) columns[Math.floor(p / 2)] = new Array<number>(n).fill(1);
  const own = centred(target);
  const all = columns.map(centred);
  const gram = Float64Array.from(all.flatMap((a) => all.map((b) => meanProduct(a, b))));
  const xty = Float64Array.from(all, (column) => meanProduct(column, own));
  let factors = new Float64Array(p).fill(1);
  if (factored) factors = factors.map(() => [0, 0.5, 1, 2, Infinity][Math.floor(draw() * 5)]!);
  const lambda = xty.reduce((most, pull) => Math.max(most, Math.abs(pull)), 0) * 2 ** -Math.floor(draw() * 14);
  return { problem: { gram, xty, yy: meanProduct(own, own), factors, positive }, penalty: { lambda, l1Ratio } };
}

function centred(column: readonly number[]): number[] {
  const mean = sum(column) / column.length;
  return column.map((value) => value - mean);
}

function meanProduct(a: readonly number[], b: readonly number[]): number {
  return sum(a.map((x, i) => x * b[i]!)) / a.length;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
