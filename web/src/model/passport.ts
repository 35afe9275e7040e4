// One strength in every library's convention, as shrinkage/passport.py derives it: all are linear in lam.
//
// s: population sd of the target; W: rows, or the sum of their weights; ρ = l1_ratio.

export const CONVENTIONS = ["lam", "textbook", "sklearn", "glmnet", "statsmodels", "fraction"] as const;
export type Convention = (typeof CONVENTIONS)[number];

export interface Facts {
  readonly l1Ratio: number;
  readonly weight: number; // W
  readonly targetSd: number; // s
  readonly lambdaMax: number; // of the L1 problem
}

/** Arguments as a person types them: name and number; `call` is the class that takes them. */
export interface Written {
  readonly convention: Convention;
  readonly call: string | null;
  readonly values: readonly (readonly [name: string, value: number])[];
}

export const MEANING: Readonly<Record<Convention, string>> = {
  lam: "this package: 1/(2W) Σ(y − ŷ)² + lam·(ρ Σ|w| + (1 − ρ)/2 Σw²)",
  textbook: "Σ(y − ŷ)² + λ₁ Σ|w| + λ₂ Σw²",
  sklearn: "alpha of scikit-learn's Lasso, Ridge or ElasticNet",
  glmnet: "glmnet's lambda and alpha; it scales the target to unit sd inside",
  statsmodels: "alpha and L1_wt of OLS.fit_regularized",
  fraction: "share of lam_max, where L1 leaves no feature",
};

/** What this convention writes for lam = 1: λ₁ of the textbook where there is an L1 part, else λ₂. */
export function unit(convention: Convention, { l1Ratio, weight, targetSd, lambdaMax }: Facts): number {
  switch (convention) {
    case "textbook":
      return l1Ratio > 0 ? 2 * weight * l1Ratio : weight;
    case "sklearn":
      return l1Ratio === 0 ? weight : 1;
    case "glmnet":
      return mix(l1Ratio, targetSd);
    case "fraction":
      return lambdaMax > 0 ? 1 / lambdaMax : 0;
    default:
      return 1;
  }
}

/** ρ + s(1 − ρ): glmnet's lambda at lam = 1; its alpha is ρ over this. */
const mix = (l1Ratio: number, targetSd: number): number => (l1Ratio === 1 ? 1 : l1Ratio + targetSd * (1 - l1Ratio));

/** lam of a strength given in `convention`. */
export function fromConvention(value: number, convention: Convention, facts: Facts): number {
  return value / unit(convention, facts);
}

/** lam in every convention. */
export function passport(lam: number, facts: Facts): Written[] {
  return CONVENTIONS.map((convention) => ({ convention, ...written(convention, lam, facts) }));
}

function written(convention: Convention, lam: number, facts: Facts): Omit<Written, "convention"> {
  const { l1Ratio, weight, targetSd } = facts;
  const number = lam * unit(convention, facts);
  switch (convention) {
    case "textbook":
      return { call: null, values: [["lambda_1", 2 * weight * lam * l1Ratio], ["lambda_2", weight * lam * (1 - l1Ratio)]] };
    case "sklearn":
      if (l1Ratio === 0) return { call: "Ridge", values: [["alpha", number]] };
      if (l1Ratio === 1) return { call: "Lasso", values: [["alpha", number]] };
      return { call: "ElasticNet", values: [["alpha", number], ["l1_ratio", l1Ratio]] };
    case "glmnet":
      return { call: "glmnet", values: [["lambda", number], ["alpha", l1Ratio / mix(l1Ratio, targetSd)]] };
    case "statsmodels":
      return { call: "fit_regularized", values: [["alpha", number], ["L1_wt", l1Ratio]] };
    case "lam":
      return { call: null, values: [["lam", number], ["l1_ratio", l1Ratio]] };
    case "fraction":
      return { call: null, values: [["fraction", number]] };
  }
}
