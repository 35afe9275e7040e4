// When to use which penalty: a few rules, in words and in Python, on answers that the reader gives or the table does.
import { amount } from "../marks/words/amounts.ts";
import { type Filled } from "../marks/words/decision.ts";
import { said } from "../marks/words/names.ts";
import { count } from "../model/numbers.ts";
import { type Diagnosis } from "./diagnosis.ts";

export type Pick = "L1" | "L2" | "elastic net" | "either";

export interface Answers {
  rows: string; // scarce, some, many
  alike: string; // yes, no
  small: string; // yes, no
  goal: string; // predict, which
  effects: string; // few, many, unsure
}

export const ALIKE = 0.8; // correlation from which on two features compete for one weight
const SCARCE = 2; // rows a feature
const PLENTY = 10;

export const QUESTIONS = [
  { key: "rows", ask: "How many rows are there for each feature?", options: [{ value: "scarce", label: `at most ${SCARCE}` }, { value: "some", label: "a few" }, { value: "many", label: `${PLENTY} or more` }] },
  { key: "alike", ask: "Are some features strongly correlated?", options: [{ value: "yes", label: "yes" }, { value: "no", label: "no" }] },
  { key: "small", ask: "Must the model be small (few columns to collect, or to explain)?", options: [{ value: "yes", label: "yes" }, { value: "no", label: "no" }] },
  { key: "goal", ask: "What is it for?", options: [{ value: "predict", label: "only to predict" }, { value: "which", label: "to learn which features matter" }] },
  { key: "effects", ask: "How many features truly matter, do you believe?", options: [{ value: "few", label: "few" }, { value: "many", label: "many, a little each" }] },
] as const;

/** What the table answers; what no table can answer is assumed, and said to be. */
export function fromTable({ rows, features, alike, zeros, choice, tie }: Diagnosis): Record<keyof Answers, Filled> {
  const ratio = features ? rows / features : Infinity;
  const alone = Math.abs(alike?.correlation ?? 0) < ALIKE;
  const few = !tie && choice === "l1" && zeros.l1 >= features / 2;
  const many = !tie && choice === "l2";
  return {
    rows: {
      value: ratio <= SCARCE ? "scarce" : ratio < PLENTY ? "some" : "many",
      words: `the table has ${amount(ratio, 2)}: ${count(rows, "row")} to fit, ${count(features, "feature")}`,
      measured: true,
    },
    alike: {
      value: alone ? "no" : "yes",
      words: alike ? `${alone ? "no" : "yes"}: the most similar pair${alike.among === null ? "" : ` of ${alike.among} columns`}, ${said(alike.names[0])} and ${said(alike.names[1])}, has ${amount(alike.correlation)}` : "no: there are no two features",
      measured: true,
    },
    small: { value: "no", words: "no, since no table can tell", measured: false },
    goal: { value: "predict", words: "to predict, since no table can tell", measured: false },
    effects: {
      value: few ? "few" : many ? "many" : "unsure",
      words: few ? "few: L1 is measurably better, with most weights at 0" : many ? "many: L2 is measurably better" : "not to be told: the comparison points neither to few nor to many",
      measured: true,
    },
  };
}

export function decide({ rows, alike, small, goal, effects }: Answers): Pick {
  const sparse = alike === "yes" ? "elastic net" : "L1";
  if (small === "yes" || effects === "few") return sparse;
  if (effects === "many") return "L2";
  if (goal === "which") return sparse;
  if (alike === "yes") return "L2";
  return rows === "scarce" ? "elastic net" : "either";
}

export function reasons(answers: Answers, pick: Pick): string[] {
  const { rows, alike, small, goal, effects } = answers;
  const found: string[] = [];
  if (small === "yes") found.push("Only a penalty with an L1 part leaves columns out; L2 would keep them all.");
  if (effects === "few") found.push("Few features that matter among idle ones is what L1 bets on.");
  if (effects === "many" && small !== "yes") found.push("Many small effects is what L2 bets on; L1 would drop some that carry something.");
  if (effects === "many" && small === "yes") found.push("A small model leaves out effects that you believe in: expect to pay for it in error.");
  if (effects === "unsure" && goal === "which" && small !== "yes") found.push("To ask which features matter, weights must be able to be 0. Count how often each is chosen, too.");
  if (alike === "yes" && pick === "elastic net") found.push("Among features that are alike L1 chooses by luck; the L2 part of an elastic net keeps them together.");
  if (alike === "yes" && pick === "L2") found.push("Features that are alike share their weight under L2, and predictions get steadier.");
  if (rows === "scarce") found.push(pick === "L1" ? "With so few rows L1 can keep at most as many features as there are rows." : "With so few rows a penalty is needed, and its strength matters more than its kind.");
  if (rows === "many" && pick === "either") found.push("With many rows for each feature, none alike, penalties hardly differ.");
  if (pick === "elastic net" && alike !== "yes") found.push("Nothing says whether few or many features matter: an elastic net bets on neither alone.");
  return found.length ? found : ["Nothing speaks for one of them beforehand."];
}

const literal = (answers: Answers): string => JSON.stringify(answers).replaceAll(":", ": ").replaceAll(",", ", ");

/** Python after \`comparison\`, PYTHON_PRODUCTS and PYTHON_ALIKE: fills in what is not answered, and decides. */
export const decisionCode = (given: Answers, rows: number): string => `answers = ${literal(given)}   # "": not answered
features, zeros = len(cmp.l1.standardized), len(cmp.l1.standardized) - cmp.l1.nonzero
ratio = ${rows} / features
clear = None if cmp.verdict.tie else cmp.verdict.choice
table = {
    "rows": "scarce" if ratio <= ${SCARCE} else "some" if ratio < ${PLENTY} else "many",
    "alike": "yes" if alike >= ${ALIKE} else "no",
    "small": "no",         # no table can tell
    "goal": "predict",     # nor this
    "effects": "few" if clear == "l1" and zeros >= features / 2 else "many" if clear == "l2" else "unsure",
}
a = {key: answer or table[key] for key, answer in answers.items()}

def decide(rows, alike, small, goal, effects):
    sparse = "elastic net" if alike == "yes" else "L1"
    if small == "yes" or effects == "few":
        return sparse
    if effects == "many":
        return "L2"
    if goal == "which":
        return sparse
    if alike == "yes":
        return "L2"
    return "elastic net" if rows == "scarce" else "either"
`;
