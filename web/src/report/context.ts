// What every live figure of the report is given: the decoded data, the engine, and words for strengths.
import { type Engine } from "../model/engine.ts";
import { type Kernel } from "../model/kernel.ts";
import { number } from "../model/numbers.ts";
import { type Model, type Report } from "../model/read.ts";
import { type ModelName } from "../model/report.ts";

export interface Context {
  report: Report;
  engine: Engine;
  kernel: Kernel | null; // null where the browser cannot run it: what needs it stays as it was
}

export const LABELS: Record<ModelName | "mean", string> = {
  none: "no penalty",
  l1: "L1 (lasso)",
  l2: "L2 (ridge)",
  elastic_net: "elastic net",
  mean: "the mean",
};

export const PENALISED = ["l1", "l2", "elastic_net"] as const;
export type Penalised = (typeof PENALISED)[number];

export function label(model: Model): string {
  return model.name === "elastic_net" && model.l1Ratio !== null
    ? `${LABELS.elastic_net} (l1_ratio ${model.l1Ratio})`
    : LABELS[model.name];
}

const ARGUMENTS: Record<string, (model: Model) => string> = {
  textbook: (model) => (model.name === "l2" ? "textbook λ₂" : "textbook λ₁"),
  sklearn: () => "scikit-learn alpha",
  sklearn_elastic_net: () => "scikit-learn ElasticNet alpha",
  sklearn_ridge: () => "scikit-learn Ridge alpha",
  glmnet: () => "glmnet lambda",
  statsmodels: () => "statsmodels alpha",
  fraction: () => "share of lam_max",
};

/** `lambda 0.92 (textbook λ₁ = 650)`: the strength inside, and in the convention that the report was asked for. */
export function strength(report: Report, model: Model, lambda: number): string {
  const inside = `lambda ${number(lambda)}`;
  const scale = model.scales[report.convention];
  const name = ARGUMENTS[report.convention];
  return scale === undefined || !name ? inside : `${inside} (${name(model)} = ${number(scale * lambda)})`;
}

/** Text for a file's name: letters and digits, nothing that a file system would mind. */
export function fileName(...parts: string[]): string {
  const plain = parts.map((part) => part.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40));
  return plain.map((part) => part.replace(/^-|-$/g, "")).filter(Boolean).join("-") || "figure";
}
