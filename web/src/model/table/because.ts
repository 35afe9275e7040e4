// The verdict in words (result/because.py): one plain sentence with the choice, and the reasons, most important first.
import { whole } from "./format.ts";
import { coefficientsAt } from "./curves.ts";
import { type Fit, type Selection } from "./select.ts";
import { apart, change, counted, listed, NAMES, nothingLeft, number, percent } from "./wording.ts";

const UNINFORMATIVE_ROWS = 50;
const COLLINEAR = 30;
const SLIGHT = 0.01;
const UNSEEN = "unseen rows";
const STATUSES = [
  "",
  "Not solved to rounding: the active-set search reached its cap of steps and coordinate descent ended it; see " +
    "the certificate for how far it is from the optimum.",
  "Not solved to rounding: columns depend on unpenalised ones up to the rounding of their products, so that " +
    "their own part cannot be told; see the certificate for how far it is from the optimum.",
];

/** What besides numbers the sentences need. */
export interface Named {
  readonly names: readonly string[]; // of the features
  readonly testRows: number;
}

/** The choice, how sure it is, at which strength, with how many features. */
export function sentence(selection: Selection): string {
  const { choice } = selection.verdict;
  if (choice === "mean") return meanSentence(selection);
  const fit = selection.fits[choice];
  const p = candidates(selection).filter(Boolean).length;
  const used =
    fit.nonzero < p
      ? `it uses ${fit.nonzero} of ${p} features`
      : p === 1
        ? "it uses the one feature"
        : `it uses all ${p} features`;
  return `Use ${NAMES[fit.name]}${strength(selection, fit)}: ${used}, ${sureness(selection)}.`;
}

/** Features that could be used: they vary. */
const candidates = ({ full }: Selection): boolean[] => Array.from(full.scale, (scale) => scale > 0);

function meanSentence({ verdict }: Selection): string {
  const { errors, bestModel } = verdict;
  const [own, mean] = [number(Math.sqrt(errors.get(bestModel)!)), number(Math.sqrt(errors.get("mean")!))];
  const than = own === mean ? "which is that of the mean alone" : `and the mean alone ${mean}`;
  return (
    `Use the mean of the target: no feature helps. The best model, ${NAMES[bestModel]}, has an error of ` +
    `${own} on ${UNSEEN}, ${than}.`
  );
}

function strength({ full }: Selection, { name, curve, point }: Fit): string {
  if (name === "none") return "";
  const lam = curve.lams[point]!;
  const [lasso, ridge] = [2 * full.weight * lam * curve.l1Ratio, full.weight * lam * (1 - curve.l1Ratio)];
  const shown = [...(lasso > 0 ? [`λ₁ = ${number(lasso)}`] : []), ...(ridge > 0 ? [`λ₂ = ${number(ridge)}`] : [])].join(
    ", ",
  );
  const ratio = curve.l1Ratio > 0 && curve.l1Ratio < 1 ? ` and l1_ratio ${curve.l1Ratio}` : "";
  return ` at lambda ${number(lam)}${ratio} (textbook ${shown})`;
}

/** Whether the best is told apart from the next, and why the choice may be another. */
function sureness({ verdict }: Selection): string {
  const { choice, best, runnerUp, errors, tie } = verdict;
  const compared = choice === best ? runnerUp : best;
  const [own, others] = [Math.sqrt(errors.get(choice)!), Math.sqrt(errors.get(compared)!)];
  const error = `its error of ${number(own)} on ${UNSEEN}`;
  const isSame = number(own) === number(others);
  if (choice !== best) {
    const how = isSame
      ? `as small as that of ${NAMES[best]}, the smallest`
      : `no worse to speak of than the smallest, ${number(others)} of ${NAMES[best]}`;
    return `and ${error} is ${how}`;
  }
  if (tie)
    return `and ${error} cannot be told apart from that of ${NAMES[compared]}${isSame ? "" : ` (${number(others)})`}`;
  const [less, more] = apart(own, others);
  if (own > (1 - SLIGHT) * others)
    return `and its error of ${less} on ${UNSEEN} is smaller than that of ${NAMES[compared]} (${more}), by little but by more than chance`;
  return `and its error of ${less} on ${UNSEEN} is clearly smaller than that of ${NAMES[compared]} (${more})`;
}

/** The reasons, as sentences. */
export function because(selection: Selection, named: Named): string[] {
  const { choice, bestModel } = selection.verdict;
  const fit = selection.fits[choice === "mean" ? bestModel : choice];
  return [
    improvement(selection, fit),
    overfitting(selection, fit),
    sparsity(selection, fit, named),
    stability(fit, named),
    oneStandardError(fit),
    collinearity(selection),
    test(selection, fit, named),
    edge(fit),
    STATUSES[fit.status]!,
  ].filter(Boolean);
}

/** How far it improves on the mean and on no penalty. */
function improvement({ verdict }: Selection, { name }: Fit): string {
  const [own, mean, none] = ([name, "mean", "none"] as const).map((one) => Math.sqrt(verdict.errors.get(one)!)) as [
    number,
    number,
    number,
  ];
  const text =
    `On ${UNSEEN}, ${NAMES[name]} errs by ${number(own)} (root mean square), ${change(own, mean)} ` +
    `the mean alone (${number(mean)})`;
  return `${text}${name === "none" ? "" : ` and ${change(own, none)} least squares without a penalty (${number(none)})`}.`;
}

const crossfitMse = ({ crossfit }: Fit): number => crossfit.reduce((sum, one) => sum + one, 0) / crossfit.length;

/** The gap between training and unseen error, without and with the penalty: what a penalty cures. */
function overfitting({ fits }: Selection, fit: Fit): string {
  const [own, held] = [Math.sqrt(fits.none.trainMse), Math.sqrt(crossfitMse(fits.none))];
  const plain =
    own <= 1e-6 * held
      ? `Least squares fits its own rows exactly and errs by ${number(held)} on ${UNSEEN}`
      : `Least squares errs ${percent(Math.max(held / own - 1, 0))} more on ${UNSEEN} than on its own`;
  if (fit.name === "none") return `${plain}: too little overfitting to need a penalty.`;
  const cured = fit.trainMse > 0 ? Math.max(Math.sqrt(crossfitMse(fit) / fit.trainMse) - 1, 0) : 0;
  return `${plain}; with the penalty that gap is ${percent(cured)}.`;
}

function sparsity(selection: Selection, fit: Fit, { names }: Named): string {
  const could = candidates(selection);
  const p = could.filter(Boolean).length;
  if (fit.name === "none" || fit.name === "l2" || !p) return "";
  const leftOut = names.filter((_, j) => could[j] && fit.coefficients[j] === 0);
  if (!leftOut.length) return "Every feature carries something: none of them was left out.";
  if (!fit.nonzero) return "At the best strength no feature is left.";
  return `${leftOut.length} of ${p} features are not needed: ${listed(leftOut)}.`;
}

/** How often the folds agree on the features that were chosen. */
function stability(fit: Fit, { names }: Named): string {
  if (fit.name === "none" || fit.name === "l2" || !fit.nonzero) return "";
  const count = fit.crossfit.length;
  const chosen = names
    .map((name, j) => ({ name, share: fit.used[j]!, value: fit.coefficients[j]! }))
    .filter(({ value }) => value !== 0);
  if (chosen.length === 1) {
    const times = Math.round(chosen[0]!.share * count);
    return (
      `The one chosen feature is chosen in ` +
      `${times === count ? `every one of the ${count} folds` : `${times} of the ${count} folds`}.`
    );
  }
  const always = chosen.filter(({ share }) => share === 1).length;
  const shaky = chosen.filter(({ share }) => share < 0.8).map(({ name }) => name);
  const text = `${always} of the ${chosen.length} chosen features are chosen in every one of the ${count} folds`;
  return shaky.length ? `${text}; in fewer than 8 of 10: ${listed(shaky)}.` : `${text}: the choice is stable.`;
}

function oneStandardError({ curve, oneSe, point, cvMse }: Fit): string {
  if (oneSe === null || oneSe >= point) return "";
  const kept = coefficientsAt(curve, oneSe).filter((value) => value !== 0).length;
  const [held, best] = [number(Math.sqrt(curve.cvMse[oneSe]!)), number(Math.sqrt(cvMse))];
  const instead = held === best ? `${held} as well` : `${held} instead of ${best}`;
  const features = curve.l1Ratio > 0 ? ` with ${counted(kept)}` : "";
  return (
    `Within one standard error of the best, lambda may be as large as ` +
    `${number(curve.lams[oneSe]!)}${features} (cross-validated error ${instead}).`
  );
}

function collinearity({ collinearity: found }: Selection): string {
  if (found.varying < 2) return "";
  if (found.condition < COLLINEAR)
    return `No column nearly depends on the others (condition number ${number(found.condition)}).`;
  const size = Number.isFinite(found.condition)
    ? `condition number ${number(found.condition)}`
    : "some depend on others exactly";
  const twins = found.twins
    ? `; ${found.twins} of ${found.varying} features have a near-copy (correlation above 0.95)`
    : "";
  return (
    `The columns are collinear (${size}${twins}): single coefficients are uncertain even where predictions ` +
    `are not.`
  );
}

function test({ baseline }: Selection, { testMse }: Fit, { testRows }: Named): string {
  if (testMse === null || baseline.testMse === null) return "";
  const text =
    `On the ${whole(testRows)} test rows that no choice has seen the error is ${number(Math.sqrt(testMse))}` +
    ` (the mean: ${number(Math.sqrt(baseline.testMse))})`;
  return testRows < UNINFORMATIVE_ROWS
    ? `${text}; with fewer than ${UNINFORMATIVE_ROWS} such rows that is uninformative.`
    : `${text}.`;
}

function edge({ edge: end, name, nonzero }: Fit): string {
  if (end === "null") return `The optimum is at the strong end of the grid, where ${nothingLeft(name, nonzero)}.`;
  if (end === "unpenalised")
    return "The optimum is at the weak end of the grid, where almost nothing is penalised: a penalty hardly helps.";
  return "";
}
