// What a person should know about how their columns were read, a sentence each (design/warnings.py).
import { type Facts, type NumberFacts } from "./facts.ts";
import { quoted, whole } from "./format.ts";
import { FORMATS, ORDERS, PLAIN, type NumberFormat } from "./formats.ts";
import { mostlyNumbers } from "./nearly.ts";
import { type ColumnSpec, type TargetSpec } from "./spec.ts";

/** column: where, or null for the whole table. */
export interface Warning {
  readonly kind: string;
  readonly column: string | null;
  readonly sentence: string;
}

/** In the order of the columns, the target first. */
export function warningsFor(
  target: TargetSpec,
  columns: readonly ColumnSpec[],
  facts: ReadonlyMap<string, Facts>,
): Warning[] {
  const found = onCells(target.name, facts.get(target.name)!, "rows without a target");
  if (target.words) {
    const [no, yes] = target.words;
    found.push({
      kind: "target",
      column: target.name,
      sentence: `the target ${quoted(target.name)} says ${no} and ${yes}: it is predicted as 0 and 1.`,
    });
  }
  for (const { name, role, reason, value } of columns) {
    const say = (how: string): number =>
      found.push({ kind: "dropped", column: name, sentence: `column ${quoted(name)} is ${how}: ${reason}.` });
    if (role === "dropped") say("left out");
    else if (!value) say("reduced");
    if (role !== "dropped") found.push(...onCells(name, facts.get(name)!, "missing"));
  }
  return found;
}

function onCells(name: string, facts: Facts, fate: string): Warning[] {
  const found: Warning[] = [];
  const shown = quoted(name);
  const say = (kind: string, sentence: string): number => found.push({ kind, column: name, sentence });
  if ((facts.kind === "numbers" || facts.kind === "times") && facts.oddRows) {
    const kind = facts.kind === "numbers" ? "numbers" : "dates";
    const cells = facts.oddRows === 1 ? "1 cell says" : `${whole(facts.oddRows)} cells say`;
    say(
      "odd_cells",
      `column ${shown} holds ${kind}, but ${cells} ${facts.reading.odd.map(quoted).join(", ")}: taken as ${fate}.`,
    );
  }
  if (facts.kind === "numbers" && (facts.reading.format !== PLAIN || facts.reading.other !== null))
    say("number_format", onFormat(shown, facts));
  if (facts.kind === "times" && facts.reading.order > 0)
    say("date_order", `column ${shown} holds dates with the ${ORDERS[facts.reading.order]}.`);
  if (facts.kind === "levels") {
    const clause = mostlyNumbers(facts.table);
    if (clause) say("odd_cells", `column ${shown} is read as text, although ${clause}.`);
    if (facts.reading.eitherOrder)
      say(
        "date_order",
        `column ${shown} looks like dates, but nothing in it says whether the day or the month comes first, so ` +
          `it is read as ` +
          "text; write the dates as 2020-12-31 to have them used.",
      );
  }
  return found;
}

function onFormat(shown: string, { reading }: NumberFacts): string {
  const sentence = `column ${shown} is read as numbers with ${described(FORMATS[reading.format]!)}`;
  if (reading.other === null) return `${sentence}.`;
  return `${sentence}; ${described(FORMATS[reading.other]!)} would read it as well, so check that this is meant.`;
}

const MARKS: Readonly<Record<string, string>> = {
  ",": "a comma",
  ".": "a point",
  " ": "a space",
  "'": "an apostrophe",
};

function described({ decimal, thousands }: NumberFormat): string {
  const before = `${MARKS[decimal]} before decimals`;
  return thousands ? `${before} and ${MARKS[thousands]} between thousands` : before;
}
