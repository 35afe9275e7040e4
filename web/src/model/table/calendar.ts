// Parts of a point in time that come round again (design/calendar.py): month, weekday, hour.

export type PartName = "month" | "weekday" | "hour";
export const DAY = 86_400;

interface Part {
  readonly name: PartName;
  readonly size: number; // one more than the largest value
  of(seconds: number): number;
}

export const PARTS: readonly Part[] = [
  { name: "month", size: 13, of: (seconds) => new Date(Math.floor(seconds) * 1000).getUTCMonth() + 1 },
  // 1970-01-01 was a Thursday
  { name: "weekday", size: 7, of: (seconds) => remainder(Math.floor(seconds / DAY) + 3, 7) },
  { name: "hour", size: 24, of: (seconds) => Math.floor(remainder(seconds, DAY) / 3600) },
];
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** With the sign of the divisor, as Python's. */
const remainder = (value: number, by: number): number => ((value % by) + by) % by;

/** How a feature's name says it: 3 for March, Mon, 14. */
export const wordFor = (part: PartName, value: number): string =>
  part === "weekday" ? WEEKDAYS[value]! : String(value);

export const partNamed = (name: PartName): Part => PARTS.find((part) => part.name === name)!;

/** How many of the used, known points in time fall on each value of each part. */
export function calendarCounts(seconds: Float64Array, use: Uint8Array | null): Map<PartName, Float64Array> {
  const counts = new Map(PARTS.map((part) => [part.name, new Float64Array(part.size)]));
  seconds.forEach((second, i) => {
    if (Number.isNaN(second) || (use && !use[i])) return;
    for (const part of PARTS) counts.get(part.name)![part.of(second)]!++;
  });
  return counts;
}
