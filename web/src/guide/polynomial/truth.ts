// What the points of the chapter on overfitting are made from: a truth that no polynomial is, and luck.
import { normal } from "../random.ts";

export const NEW = 401; // places, evenly over the line, at which errors on new points are averaged

export const truth = (x: number): number => Math.sin(3 * x);

/** `count` places from −1 to 1, evenly. */
export const evenly = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => -1 + (2 * i) / (count - 1));

/** The truth at each place, and normal noise of that standard deviation upon it. */
export function drawn(x: Float64Array, noise: number, seed: number): Float64Array {
  const luck = normal(seed);
  return x.map((place) => truth(place) + noise * luck());
}

/** Several such draws, one after another from the same row of random numbers. */
export function draws(x: Float64Array, noise: number, seed: number, count: number): Float64Array[] {
  const luck = normal(seed);
  return Array.from({ length: count }, () => x.map((place) => truth(place) + noise * luck()));
}

/** Points that the reader has moved: `3:0.5;7:-1.2` as heights by number, from 0. */
export function moved(text: string): Map<number, number> {
  const found = new Map<number, number>();
  for (const part of text.split(";")) {
    const [, index, height] = /^(\d{1,3}):(-?\d(?:\.\d{1,3})?)$/.exec(part) ?? [];
    if (index !== undefined) found.set(Number(index), Number(height));
  }
  return found;
}

/** The other way; for the address. */
export function written(heights: ReadonlyMap<number, number>): string {
  return [...heights].map(([index, height]) => `${index}:${Number(height.toFixed(2))}`).join(";");
}

/** Whether an address holds such a text. */
export const readable = (text: string): boolean => text === "" || written(moved(text)) === text;
