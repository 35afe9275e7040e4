// The golden files, which Python wrote (make.py), as problems and expectations.
import { readFileSync } from "node:fs";

import { fullSymmetric, type Penalty, type Quadratic } from "../../src/model/quadratic.ts";

export interface Case {
  penalty: Penalty;
  coefficients: number[] | null; // null: many solve the problem, and only objectives can be compared
  objective: number;
  degreesOfFreedom: number | null;
  lambdaMax: number | null;
}

export interface Run {
  optimizer: "coordinate" | "proximal" | "gradient";
  step: number | null;
  epochs: { loss: number; relative_gap: number; coefficients: number[] }[];
  diverged: boolean;
}

export interface Solved {
  name: string;
  problem: Quadratic;
  cases: Case[];
  trainings: { penalty: Penalty; runs: Run[] }[];
}

export interface DrawnSolution {
  seed: number;
  xty: number[];
  coefficients: number[] | null;
  objective: number;
  relative_gap: number;
}

export function golden(name: string): any {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
}

export function problems(): Solved[] {
  return golden("problems.json").map((each: Record<string, any>) => ({
    name: each["name"],
    problem: {
      gram: fullSymmetric(Float64Array.from(each["gram"]), each["xty"].length),
      xty: Float64Array.from(each["xty"]),
      yy: each["yy"],
      factors: Float64Array.from(each["factors"], (factor: number | null) => factor ?? Infinity),
      positive: each["positive"],
    },
    cases: each["cases"].map((one: Record<string, any>) => ({
      penalty: penaltyOf(one),
      coefficients: one["coefficients"],
      objective: one["objective"],
      degreesOfFreedom: one["degrees_of_freedom"],
      lambdaMax: one["lambda_max"],
    })),
    trainings: each["trainings"].map((one: Record<string, any>) => ({ penalty: penaltyOf(one), runs: one["runs"] })),
  }));
}

function penaltyOf(one: Record<string, any>): Penalty {
  return { lambda: one["lambda"], l1Ratio: one["l1_ratio"] };
}
