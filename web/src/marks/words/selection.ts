// Selection over folds in sentences, and as a table.
import { count, number } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import { type Selected, selected, type SelectionModel } from "../layout/selection.ts";
import { capital, known } from "./compare.ts";
import { listed, listedNames } from "./names.ts";

const NAMED = 6; // features in a sentence

/** `9 of 10`. */
export const foldWords = (folds: number, all: number): string => `${folds} of ${all}`;

/** How many features every fold selected, how many some, and how many none. */
export function selectionWords(names: readonly string[], model: SelectionModel, folds: number): string {
  const all = selected(model, folds);
  if (!all.length) return `Which features ${model.label} selected in each fold is not known.`;
  const always = all.filter((one) => one.folds === folds).length;
  const never = all.filter((one) => one.folds === 0).length;
  const some = all.length - always - never;
  const parts = [
    always ? `${always} in ${folds === 1 ? "the one fold" : `all ${folds} folds`}` : "",
    some ? `${some} in some folds` : "",
    never ? `${never} in no fold` : "",
  ];
  const unknown = names.length - all.length;
  const rest = unknown ? ` Of ${count(unknown, "feature")} it is not known.` : "";
  return `Of ${count(all.length, "feature")}, ${model.label} selected ${listed(parts.filter(Boolean))}.${rest}`;
}

/** What a threshold leaves: `In at least 8 of 10 folds: 5 of 10 features, bmi, s5, …`. */
export function remainWords(names: readonly string[], all: readonly Selected[], threshold: number, folds: number): string {
  const remain = all.filter((one) => one.folds >= threshold);
  const start = `${thresholdWords(threshold, folds)}: `;
  if (!remain.length) return capital(`${start}no feature.`);
  const which = listedNames(remain.map((one) => names[one.feature]!), NAMED);
  return capital(`${start}${remain.length === all.length && all.length > 1 ? `all ${all.length} features` : `${remain.length} of ${count(all.length, "feature")}`}: ${which}.`);
}

/** `in at least 8 of 10 folds`, `in all 10 folds`. */
export function thresholdWords(threshold: number, folds: number): string {
  return threshold >= folds ? `in all ${folds} folds` : `in at least ${foldWords(threshold, folds)} folds`;
}

/** A row a feature: folds and share of folds in each model. */
export function selectionTable(names: readonly string[], models: readonly SelectionModel[], folds: number, caption: string): Table {
  return {
    caption,
    columns: [
      { label: "feature", numeric: false },
      ...models.flatMap((model) => [
        { label: `${model.label}, folds of ${folds}`, numeric: true },
        { label: `${model.label}, share of folds`, numeric: true, format: (value: number) => number(value, 3) },
      ]),
    ],
    rows: names.map((name, j) => [
      name,
      ...models.flatMap(({ values }) => (known(values[j]) ? [Math.round(values[j] * folds), values[j]] : [null, null])),
    ]),
  };
}
