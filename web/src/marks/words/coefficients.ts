// Coefficients of several models in sentences, and as a table.
import { count, figureNumber, number } from "../../model/numbers.ts";
import type { Table } from "../frame/table.ts";
import { type CoefficientModel, largestOf, ordered, type Units } from "../layout/coefficients.ts";
import { capital, known } from "./compare.ts";
import { listed, said } from "./names.ts";

const LARGEST = 3; // features in the sentence

/** A coefficient beside its bar: `+25.1`, `−0.312`, `0` where it is exactly 0. */
export function coefficientWords(value: number): string {
  if (!known(value)) return "not known";
  return value > 0 ? `+${figureNumber(value)}` : figureNumber(value);
}

/** The largest of the leading model, and how many each model sets to exactly 0. */
export function coefficientsWords(
  names: readonly string[],
  models: readonly CoefficientModel[],
  leading: CoefficientModel | undefined,
  units: Units,
): string {
  if (!models.length || !leading) return "No model is shown.";
  const first = units === "original" ? UNLIKE : largestWords(names, leading);
  const alone = units === "standardised" && models.length === 1 && zeros(leading.values) === names.length;
  return alone ? first : `${first} ${zeroWords(names.length, models)}`;
}

const UNLIKE =
  "Each number is the change of the prediction for one more unit of its feature. Units differ, so bars compare the models of one feature only.";

function largestWords(names: readonly string[], model: CoefficientModel): string {
  const there = ordered(names.length, [model], model.key).filter((j) => known(model.values[j]!));
  if (!there.length) return `No coefficient with ${model.label} is known.`;
  const largest = there.filter((j) => model.values[j] !== 0).slice(0, LARGEST);
  if (!largest.length) return `Every coefficient with ${model.label} is exactly 0.`;
  const words = largest.map((j) => `${said(names[j]!)} (${coefficientWords(model.values[j]!)})`);
  return `Largest with ${model.label}, per standard deviation: ${listed(words)}.`;
}

/** `L1 (lasso) sets 5 of 10 features to exactly 0, L2 (ridge) none.` */
function zeroWords(features: number, models: readonly CoefficientModel[]): string {
  const each = models.map((model) => ({ label: model.label, zeros: zeros(model.values) }));
  if (each.every(({ zeros }) => zeros === 0)) return "None is exactly 0.";
  const [first, ...rest] = each;
  const start = `${capital(first!.label)} sets ${first!.zeros || "none"} of ${count(features, "feature")} to exactly 0`;
  return `${[start, ...rest.map(({ label, zeros }) => `${label} ${zeros || "none"}`)].join(", ")}.`;
}

function zeros(values: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < values.length; j++) if (values[j] === 0) sum++;
  return sum;
}

/** What the drawing leaves out; empty where it leaves out nothing. */
export function leftOutWords(names: readonly string[], models: readonly CoefficientModel[], left: readonly number[]): string {
  if (!left.length) return "";
  const largest = largestOf(models, left);
  const more = `${count(left.length, "more feature")} ${left.length === 1 ? "is" : "are"} not drawn`;
  if (!largest) return `${more}: 0 in every model shown.`;
  const size = `${said(names[largest.feature]!)} with ${coefficientWords(largest.value)} per standard deviation with ${largest.model.label}`;
  return `${more}; the largest is ${size}.`;
}

/** A row a feature: every model per standard deviation, then in original units. */
export function coefficientsTable(names: readonly string[], models: readonly CoefficientModel[], caption: string): Table {
  const numeric = (label: string): Table["columns"][number] => ({ label, numeric: true, format: (value) => number(value) });
  const original = models.filter((model) => model.original);
  return {
    caption,
    columns: [
      { label: "feature", numeric: false },
      ...models.map((model) => numeric(`${model.label}, per standard deviation`)),
      ...original.map((model) => numeric(`${model.label}, original units`)),
    ],
    // Only when somebody looks: a slider that moves a model makes a new table at every step.
    get rows() {
      return names.map((name, j) => [name, ...models.map((model) => model.values[j]!), ...original.map((model) => model.original![j]!)]);
    },
  };
}
