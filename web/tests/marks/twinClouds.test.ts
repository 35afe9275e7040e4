import { expect, it } from "vitest";

import { apart, cloudTable, cloudTakeaway, type CloudOfTwins, cloudWords, oneOnly } from "../../src/marks/words/twinClouds.ts";

const cloud = (name: CloudOfTwins["name"], label: string, twins: [number, number][]): CloudOfTwins => ({ name, label, lambda: 0.1, twins, idle: 1.5, error: 1.6 });
const l1 = cloud("l1", "L1", [[2, 0], [0, 2], [1, 1], [0, 0]]);
const l2 = cloud("l2", "L2", [[1, 1], [0.9, 1.1], [1, 1], [1, 1]]);
const net = cloud("elastic_net", "elastic net", [[1, 1], [1, 1], [1, 0], [1, 1]]);

it("counts tables with exactly one twin, not those with none", () => {
  expect(oneOnly(l1)).toBe(0.5);
  expect(oneOnly(l2)).toBe(0);
  expect(apart(l1)).toBe(1);
});

it("says the shares", () => {
  expect(cloudWords([l1, l2, net], 0.9, [1, 1])).toContain("L1 50% (weights 1.0 apart on average; 1.5 of the idle others used; error 1.60)");
  expect(cloudTakeaway([l1, l2, net], [1, 1], 0.9)).toContain("L1 uses exactly one of the twins in 50% of the tables, L2 in 0%, the elastic net in 25%");
  expect(cloudTakeaway([l1, l2, net], [2, 0], 0.9)).toContain("to share is not always right");
  expect(cloudTakeaway([l1, l2, net], [1, 1], 0)).toContain("they are hardly twins");
});

it("tables both weights of every penalty", () => {
  const table = cloudTable([l1, l2, net]);
  expect(table.columns).toHaveLength(7);
  expect(table.rows[0]).toEqual([1, 2, 0, 1, 1, 1, 1]);
});
