// The kernel as the package carries it, and how numbers are compared.
import { readFileSync } from "node:fs";
import { expect } from "vitest";

import { type Kernel, startKernel } from "../../src/model/kernel.ts";

export function kernel(): Promise<Kernel> {
  const bytes = readFileSync(new URL("../../../src/shrinkage/web/kernel.wasm", import.meta.url));
  return startKernel(new Uint8Array(bytes));
}

/** Largest difference, as a share of the largest number expected. */
export function distance(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  let [apart, size] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    apart = Math.max(apart, Math.abs(found[i]! - expected[i]!));
    size = Math.max(size, Math.abs(expected[i]!));
    if (Number.isNaN(found[i]!)) return NaN;
  }
  return apart === 0 ? 0 : apart / size;
}

/** Zeros are where they are expected, and none is −0. */
export function sameZeros(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  const zeros = (values: ArrayLike<number>): number[] =>
    Array.from(values).flatMap((value, i) => (Object.is(value, 0) ? [i] : []));
  expect(zeros(found)).toEqual(zeros(expected));
}
