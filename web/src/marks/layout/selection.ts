// How often folds selected each feature.
import type { ModelName } from "../../model/report.ts";
import { known } from "../words/compare.ts";

export interface SelectionModel {
  key: ModelName;
  label: string;
  values: ArrayLike<number>; // share of folds, 0 … 1, one a feature; NaN: not known
}

export interface Selected {
  feature: number;
  folds: number; // of all
}

/** Features by the number of folds that selected them, most first; equal ones as they stand in the table. */
export function selected({ values }: SelectionModel, folds: number): Selected[] {
  return Array.from(values, (share, feature) => ({ feature, folds: share }))
    .filter((one) => known(one.folds))
    .map(({ feature, folds: share }) => ({ feature, folds: Math.round(share * folds) }))
    .sort((a, b) => b.folds - a.folds || a.feature - b.feature);
}

/** Of `folds`, how many a feature must have for the start: four in five. */
export const mostly = (folds: number): number => Math.max(1, Math.ceil(0.8 * folds));
