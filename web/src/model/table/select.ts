// The four models, each chosen on the training part and described there, and the verdict (selection/select.py).
import { type ModelName } from "../report.ts";
import {
  argmin,
  coefficientsAt,
  crossfit,
  minimum,
  MIXED,
  oneStandardError,
  SOLVED,
  type Curve,
  type Part,
} from "./curves.ts";
import { exactLasso, exactRidge, type Exact, type Expansion } from "./exact.ts";
import { lambdaMax } from "./grid.ts";
import { type Native } from "./native.ts";
import { type Held, type Training } from "./parts.ts";
import { collinearityOf, degreesOfFreedom, type Collinearity } from "./shape.ts";
import { scores, type KnotRows, type Problem } from "./solver.ts";
import { judge, mean, MODELS, type Judged } from "./verdict.ts";

export interface Fit {
  readonly name: ModelName;
  readonly curve: Curve; // at the chosen l1_ratio
  readonly family: readonly Curve[];
  readonly point: number; // of the smallest error
  readonly oneSe: number | null;
  readonly coefficients: Float64Array; // (p)
  readonly nonzero: number;
  readonly trainMse: number;
  readonly cvMse: number;
  readonly cvSe: number;
  readonly crossfit: Float64Array; // (k)
  readonly testMse: number | null;
  readonly oneSeTestMse: number | null;
  readonly edge: "null" | "unpenalised" | null;
  readonly status: number; // of the fit itself: 0 solved, 1 capped, 2 stuck
  readonly used: Float64Array; // (p) share of the folds whose fit used each feature
  readonly freedom: Float64Array; // (m)
  readonly exact: Exact<KnotRows> | Exact<Expansion> | null; // the curve's coefficients at every strength, where known
}

export interface Baseline {
  readonly cvMse: number;
  readonly cvSe: number;
  readonly testMse: number | null;
}

export interface Selection {
  readonly problem: Problem; // of everything outside the test part
  readonly full: Training; // what it is of
  readonly test: Held | null;
  readonly fits: Readonly<Record<ModelName, Fit>>;
  readonly baseline: Baseline;
  readonly verdict: Judged;
  readonly collinearity: Collinearity;
  readonly lambdaMax: number;
}

/** curves: by l1_ratio; plain: of least squares, one point; parts: the full one first, then every fold. */
export function select(
  native: Native,
  parts: readonly Part[],
  test: Held | null,
  curves: ReadonlyMap<number, Curve>,
  plain: { readonly curve: Curve; readonly rank: number },
): Selection {
  const { problem } = parts[0]!;
  const { trained: full, values } = problem;
  const families: Record<ModelName, Curve[]> = {
    ...{ none: [plain.curve], l1: [curves.get(1)!], l2: [curves.get(0)!] },
    elastic_net: MIXED.map((ratio) => curves.get(ratio)!),
  };
  const fit = (name: ModelName): Fit => {
    const own = fitOf(native, name, families[name], test, problem);
    const freedom = name === "none" ? Float64Array.of(plain.rank) : degreesOfFreedom(native, full, own.curve, values);
    return { ...own, freedom };
  };
  const fits = Object.fromEntries(MODELS.map((name) => [name, fit(name)])) as Record<ModelName, Fit>;
  const nothing = new Float64Array(full.xty.length);
  const foldMse = Float64Array.from(parts.slice(1), ({ held }) => scores(native, held!, nothing, 1)[0]!);
  const crossfitted = Object.fromEntries(MODELS.map((name) => [name, fits[name].crossfit])) as Record<
    ModelName,
    Float64Array
  >;
  return {
    ...{ problem, full, test, fits, lambdaMax: lambdaMax(full) },
    baseline: { ...spreadOf(foldMse), testMse: test ? scores(native, test, nothing, 1)[0]! : null },
    verdict: judge({ ...crossfitted, mean: foldMse }, heldOutShare(parts)),
    collinearity: collinearityOf(problem),
  };
}

function heldOutShare(parts: readonly Part[]): number {
  return mean(Float64Array.from(parts.slice(1), ({ problem, held }) => held!.weight / problem.trained.weight));
}

function spreadOf(foldMse: Float64Array): { cvMse: number; cvSe: number } {
  const cvMse = mean(foldMse);
  const square = foldMse.reduce((sum, one) => sum + (one - cvMse) ** 2, 0);
  return { cvMse, cvSe: Math.sqrt(square / (foldMse.length - 1) / foldMse.length) };
}

function fitOf(
  native: Native,
  name: ModelName,
  family: readonly Curve[],
  test: Held | null,
  problem: Problem,
): Omit<Fit, "freedom"> {
  const chosen = family[argmin(family.map((one) => one.cvMse[minimum(one)]!))]!;
  const exact = name === "l1" ? exactLasso(problem, chosen) : name === "l2" ? exactRidge(problem, chosen) : null;
  const curve = exact ? withCoefficients(chosen, exact.coefficients) : chosen;
  const point = minimum(curve);
  const isPlain = name === "none";
  const oneSe = isPlain ? null : oneStandardError(curve);
  const coefficients = coefficientsAt(curve, point);
  const tested = (at: number | null): number | null =>
    test && at !== null ? scores(native, test, coefficientsAt(curve, at), 1)[0]! : null;
  return {
    ...{ name, curve, family, point, oneSe, coefficients, exact },
    nonzero: coefficients.filter((value) => value !== 0).length,
    trainMse: curve.walks[0]!.mse[point]!,
    cvMse: curve.cvMse[point]!,
    cvSe: curve.cvSe[point]!,
    crossfit: crossfit(family),
    testMse: tested(point),
    oneSeTestMse: tested(oneSe),
    edge: isPlain ? null : point === 0 ? "null" : point === curve.lams.length - 1 ? "unpenalised" : null,
    status: curve.walks[0]!.outcomes[point]!,
    used: usedAt(curve, point),
  };
}

/** The curve whose full part goes on with these coefficients. */
function withCoefficients(curve: Curve, coefficients: Float64Array): Curve {
  const [full, ...folds] = curve.walks;
  return { ...curve, walks: [{ ...full!, coefficients }, ...folds] };
}

/** Share of the folds whose fit at a point used each feature. */
function usedAt(curve: Curve, point: number): Float64Array {
  const folds = curve.walks.length - 1;
  const used = new Float64Array(coefficientsAt(curve, point).length);
  for (let fold = 1; fold <= folds; fold++)
    coefficientsAt(curve, point, fold).forEach((value, j) => (used[j]! += Number(value !== 0)));
  return used.map((count) => count / folds);
}

/** Fits of a model, of the folds too, that did not end at their optimum, and how many there are in all. */
export function unsolvedOf({ family }: Fit): { unsolved: number; fits: number } {
  const outcomes = family.flatMap(({ walks }) => walks.map((walk) => walk.outcomes));
  const fits = outcomes.reduce((sum, own) => sum + own.length, 0);
  return { fits, unsolved: outcomes.reduce((sum, own) => sum + own.filter((outcome) => outcome !== SOLVED).length, 0) };
}
