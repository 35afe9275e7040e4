// What stands behind each cell of the article's table of differences, on the table of the guide.
import { amount } from "../marks/words/amounts.ts";
import { type Cell } from "../marks/words/differences.ts";
import { listedNames, said } from "../marks/words/names.ts";
import { count, number } from "../model/numbers.ts";
import { type Report } from "../model/read.ts";
import { type Diagnosis } from "./diagnosis.ts";

export interface Found {
  report: Report;
  diagnosis: Diagnosis;
  moves: { l1: number; l2: number } | null;
}

export const ASPECTS = ["sparsity", "selection", "stability", "use"] as const;
export type Aspect = (typeof ASPECTS)[number];
export const HEADS: Readonly<Record<Aspect, string>> = { sparsity: "Sparsity", selection: "Feature selection", stability: "Stability", use: "Best use case" };

export function cellsOf(found: Found): Record<Aspect, { l1: Cell; l2: Cell }> {
  return { sparsity: sparsity(found), selection: selection(found), stability: stability(found), use: use(found) };
}

const CLAIMS = { yes: "Yes", no: "No" };

function sparsity({ report, diagnosis: { features, zeros } }: Found): { l1: Cell; l2: Cell } {
  const out = report.features.filter((_, j) => report.models.l1.standardised[j] === 0).map(({ name }) => name);
  const sizes = [...report.models.l2.standardised].map(Math.abs);
  const least = sizes.indexOf(Math.min(...sizes));
  return {
    l1: {
      claim: CLAIMS.yes,
      here: zeros.l1 ? `At its chosen strength L1 sets ${zeros.l1} of ${features} weights to exactly 0: ${listedNames(out, 6)}.` : `At its chosen strength L1 sets none of ${count(features, "weight")} to 0.`,
      right: "How many zeros there are depends on the strength: none at lambda 0, all from lambda_max on.",
      link: { to: "l1", words: "Why L1 makes zeros" },
    },
    l2: {
      claim: CLAIMS.no,
      here: zeros.l2 ? `L2 leaves ${zeros.l2} of ${features} weights at 0, whose columns say nothing at all.` : `L2 leaves none of ${features} at 0. The smallest is that of ${said(report.features[least]?.name ?? "")}, ${amount(report.models.l2.standardised[least] ?? 0)} per standard deviation.`,
      right: "Small is not zero: every column must still be collected to make a prediction.",
      link: { to: "l2", words: "What L2 does instead" },
    },
  };
}

function selection({ report, diagnosis: { features } }: Found): { l1: Cell; l2: Cell } {
  const { l1, l2 } = report.models;
  const shares = [...(l1.selectionFrequency ?? [])];
  const always = shares.filter((share) => share === 1).length;
  const some = shares.filter((share) => share > 0 && share < 1).length;
  const order = [...report.features.keys()].sort((a, b) => Math.abs(l2.standardised[b]!) - Math.abs(l2.standardised[a]!));
  const shared = order.slice(0, l1.nonzero).filter((j) => l1.standardised[j] !== 0).length;
  return {
    l1: {
      claim: CLAIMS.yes,
      here: `L1 keeps ${l1.nonzero} of ${features} features. In the folds of cross-validation ${always} were chosen every time, ${some} in some folds only.`,
      right: "It is a selection for predicting, not a list of causes: of two features that are alike it may keep either, and at the strength that predicts best idle ones come along.",
      link: { to: "steady", words: "How steady the choice is" },
    },
    l2: {
      claim: CLAIMS.no,
      here: `L2 keeps ${l2.nonzero === features ? `all ${features}` : `${l2.nonzero} of ${features}`}. It still ranks them: of its ${l1.nonzero} largest weights ${shared} belong to features that L1 keeps.`,
      right: "One may cut a ranking by hand, but where to cut is then nobody's optimum.",
      link: { to: "l2", words: "How L2 shrinks" },
    },
  };
}

function stability({ report, diagnosis: { alike }, moves }: Found): { l1: Cell; l2: Cell } {
  const move = (name: "l1" | "l2"): string => (moves ? `With new noise in the target a weight moves by ${amount(moves[name])} per standard deviation, typically (under ${name === "l1" ? "L2" : "L1"}: ${amount(moves[name === "l1" ? "l2" : "l1"])})${report.problem?.complete ? "" : `, counted over ${report.problem?.xty.length} features`}.` : "");
  const twins = (name: "l1" | "l2"): string => {
    if (!alike) return "";
    const [a, b] = alike.features.map((j) => report.models[name].standardised[j]!) as [number, number];
    return ` Of ${alike.among === null ? "its two most similar columns" : `the two most similar of ${alike.among} columns`}, ${said(alike.names[0])} and ${said(alike.names[1])} (correlation ${amount(alike.correlation)}), it gives ${amount(a)} to the first and ${amount(b)} to the second.`;
  };
  const close = moves && Math.abs(moves.l1 - moves.l2) < 0.15 * Math.max(moves.l1, moves.l2);
  const verdict = moves && (close ? "On this table the two are about equally steady." : moves.l1 > moves.l2 ? "So it is on this table." : "On this table it is the other way round.");
  return {
    l1: {
      claim: "Less stable",
      here: `${move("l1")}${twins("l1")}`.trim(),
      right: `${verdict ?? ""} Where features are alike L1 can change from one to another; else either penalty may be the steadier. Predictions hardly notice.`.trim(),
      link: { to: "twins", words: "Twins, redrawn" },
    },
    l2: {
      claim: "More stable",
      here: `${move("l2")}${twins("l2")}`.trim(),
      right: `${verdict ?? ""} Under L2 similar columns get similar weights; with a weak penalty they move nearly as much as without one.`.trim(),
      link: { to: "twins", words: "Twins, redrawn" },
    },
  };
}

function use({ report, diagnosis: { rows, features } }: Found): { l1: Cell; l2: Cell } {
  const { l1, l2 } = report.models;
  const dimension = `${count(features, "feature")} on ${count(rows, "row")}, ${amount(rows / features, 2)} rows a feature`;
  const error = l1.rmse.cvSe;
  const within = error !== null && l1.rmse.cv !== null && l2.rmse.cv !== null && Math.abs(l1.rmse.cv - l2.rmse.cv) < error;
  const errors = `cross-validated error ${number(l1.rmse.cv)} for L1, ${number(l2.rmse.cv)} for L2${within ? `, a difference within its standard error (${amount(error!)})` : ""}`;
  return {
    l1: {
      claim: "High-dimensional data",
      here: `This table has ${dimension}; ${errors}.`,
      right: `Many columns are not enough: L1 is at home where few of them matter. Where many matter a little, L2 predicts better in high dimension too. And of more features than rows L1 keeps at most as many as there are rows${features > rows ? `, here ${rows}` : ""}.`,
      link: { to: "race", words: "Sparse truth against dense truth" },
    },
    l2: {
      claim: "General purpose",
      here: `This table has ${dimension}; ${errors}.`,
      right: "L2 is a good first guess where features are alike or many matter; measure both, on the same folds.",
      link: { to: "takeaways", words: "When to use which" },
    },
  };
}
