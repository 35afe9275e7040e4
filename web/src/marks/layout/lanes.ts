// One model's bars, signs and numbers: a path each, whatever the number of features.
import { type Shape, signPath } from "../parts/signs.ts";
import { coefficientWords } from "../words/coefficients.ts";
import { known } from "../words/compare.ts";

export interface LaneData {
  values: ArrayLike<number>; // one a feature
  features: readonly number[]; // those that are drawn
  shape: Shape;
  outlined: boolean; // bars as outlines, without signs at their ends
  zero: number; // where 0 stands
  x: (value: number, row: number) => number;
  y: (row: number) => number;
}

export interface Lane {
  bars: string;
  solid: string; // signs at the ends of bars
  hollow: string; // signs of what is exactly 0
  texts: { feature: number; value: number; x: number; y: number; text: string; end: boolean }[];
}

export function laneOf({ values, features, shape, outlined, zero, x, y }: LaneData): Lane {
  let [bars, solid, hollow] = ["", "", ""];
  const texts = features.map((feature, row) => {
    const value = values[feature]!;
    const tip = known(value) ? x(value, row) : zero;
    const height = y(row);
    if (value === 0) hollow += signPath(shape, 4.5, zero, height);
    else if (known(value)) {
      bars += outlined
        ? `M${tenths(zero)},${height - 4}H${tenths(tip)}v8H${tenths(zero)}Z`
        : `M${tenths(zero)},${height}H${tenths(tip)}`;
      if (!outlined) solid += signPath(shape, 5, tip, height);
    }
    return { feature, value, x: tip + (value < 0 ? -9 : 9), y: height, text: coefficientWords(value), end: value < 0 };
  });
  return { bars, solid, hollow, texts };
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
