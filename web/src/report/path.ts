// The path of a model in words, and as a table.
import { type Table } from "../marks/frame/table.ts";
import { number } from "../model/numbers.ts";
import { type Model, type Report } from "../model/read.ts";
import { type Lines } from "./lines.ts";

/** Which features enter first, and how many there are at the weak end. */
export function pathWords({ counts, series }: Lines, name: string): string {
  if (!series.length) return `${name} uses no feature at any strength of the path.`;
  const entry = series.map(({ values }, j) => ({ j, row: Array.from(values).findIndex((value) => value !== 0) }));
  const order = entry.filter(({ row }) => row >= 0).sort((a, b) => a.row - b.row);
  const sudden = order.every(({ row }) => row === 0);
  const last = counts[counts.length - 1] ?? 0;
  if (sudden) {
    const largest = [...series].sort((a, b) => Math.abs(b.values[last] ?? 0) - Math.abs(a.values[last] ?? 0));
    const shown = largest.filter(({ line }) => line !== null && line <= 3).sort((a, b) => a.line! - b.line!);
    return `Every coefficient is there from the start, and taken together they grow as the penalty weakens; none is exactly 0. Largest: ${shown.map((one) => one.name).join(", ")}.`;
  }
  const firsts = order.slice(0, 3).map(({ j }) => series[j]!.name);
  return `As the penalty weakens, features enter one after another: ${firsts.join(", ")} first; ${last} are used at the weak end.`;
}

/** A row a strength: how many features are used, and every coefficient. */
export function pathTable(report: Report, model: Model, lines: Lines, name: string): Table {
  const left = model.path?.featuresLeftOut ?? 0;
  const more = left ? ` ${left} more features are not 0 somewhere and are left out.` : "";
  return {
    caption: `Path of ${name}: coefficients per standard deviation at each strength, for ${report.target}.${more}`,
    columns: [
      { label: "lambda", numeric: true, format: number },
      { label: "features used", numeric: true },
      ...lines.series.map((one) => ({ label: one.name, numeric: true, format: (value: number) => number(value) })),
    ],
    rows: lines.lambdas.map((lambda, i) => [lambda, lines.counts[i]!, ...lines.series.map((one) => one.values[i]!)]),
  };
}
