// What is true at the strength that the reader looks at, in a few numbers.
import { curveAt } from "../model/curve.ts";
import { type Fit } from "../model/engine.ts";
import { number } from "../model/numbers.ts";
import { type Model, type Report } from "../model/read.ts";
import { strength } from "./context.ts";

export interface Fact {
  key: string;
  name: string;
  value: number | null; // in full
  words: string;
}

export interface Summary {
  words: string; // what a slider says
  facts: Fact[];
}

export function summaryOf(report: Report, model: Model, fit: Fit): Summary {
  const point = model.path && curveAt(model.path, fit.lambda);
  const used = `${fit.nonzero} of ${report.features.length} features`;
  const error = point && `CV error ${number(point.rmse)}`;
  const facts: Fact[] = [
    { key: "lambda", name: "Strength", value: fit.lambda, words: strength(report, model, fit.lambda) },
    { key: "nonzero", name: "Features used", value: fit.nonzero, words: `${fit.nonzero} of ${report.features.length}` },
  ];
  if (fit.degreesOfFreedom !== null)
    facts.push({
      key: "degrees_of_freedom",
      name: "Effective degrees of freedom",
      value: fit.degreesOfFreedom,
      words: number(fit.degreesOfFreedom, 3),
    });
  if (point) {
    const spread = point.rmseSe === null ? "" : ` ± ${number(point.rmseSe, 2)}`;
    const between = point.measured ? "" : ", read between two measured points";
    facts.push({ key: "cv_rmse", name: `CV error (RMSE)${between}`, value: point.rmse, words: `${number(point.rmse)}${spread}` });
    const train = point.trainMse === null ? null : Math.sqrt(point.trainMse);
    facts.push({ key: "train_rmse", name: "Training error", value: train, words: number(train) });
  }
  return { words: [strength(report, model, fit.lambda), used, error].filter(Boolean).join(", "), facts };
}
