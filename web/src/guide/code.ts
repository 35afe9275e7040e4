// Python for the reader: what gives a figure's numbers, as text.
import { type Dataset } from "./dataset.svelte.ts";

/** A value as Python writes it. */
export function python(value: string | number | boolean | null): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "string" ? JSON.stringify(value) : Number.isInteger(value) ? `${value}` : `${value}`;
}

/** Name of the file that the table was read from. */
export const sourceOf = ({ report }: Dataset): string => report.source.split(/[\\/]/).at(-1) ?? report.source;

/** A word of a command line. */
export const word = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** The comparison that the dataset is: `cmp`. */
export function comparison(dataset: Dataset): string {
  const { report } = dataset;
  return `import json\nimport shrinkage as sh\n\ncmp = sh.compare(${python(sourceOf(dataset))}, target=${python(report.target)})`;
}

/** The last line: what is printed and compared. */
export function printed(entries: Readonly<Record<string, string>>): string {
  const inside = Object.entries(entries).map(([name, expression]) => `    ${python(name)}: ${expression},`);
  return `print(json.dumps({\n${inside.join("\n")}\n}))`;
}
