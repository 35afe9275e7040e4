import { describe, expect, it } from "vitest";

import { PackedError, pack, unpack } from "../../src/model/bytes.ts";

describe("packed numbers", () => {
  it("come back as they were, to the last bit", () => {
    const numbers = [0, -0, 1 / 3, -1e-308, Number.MAX_VALUE, Infinity, -Infinity, NaN];
    expect([...unpack(pack(numbers))]).toEqual(numbers);
    expect(Object.is(unpack(pack([-0]))[0], -0)).toBe(true);
  });

  it("are little-endian float64, as Python packs them", () => {
    expect([...unpack("AAAAAAAA8D8AAAAAAAAAwA==")]).toEqual([1, -2]);
    expect(unpack("")).toHaveLength(0);
  });

  it("that are damaged are told in a sentence", () => {
    expect(() => unpack("AAAA")).toThrow(PackedError);
    expect(() => unpack("AAAA")).toThrow(/in the middle/);
    expect(() => unpack("*")).toThrow(/not base64/);
  });
});
