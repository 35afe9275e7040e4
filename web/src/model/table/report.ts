// All that was found of a table: the data of a page, the verdict in words, what was read, and what a person should
// know.
import { type ReportData } from "../report.ts";
import { because, sentence } from "./because.ts";
import { type Part } from "./curves.ts";
import { type Encoded } from "./encode.ts";
import { general, quoted, whole, fixed } from "./format.ts";
import { type Learned, type Table } from "./learn.ts";
import { type Native } from "./native.ts";
import { reportData } from "./page.ts";
import { TEST } from "./placing.ts";
import { unsolvedOf, type Selection } from "./select.ts";
import { explained } from "./shape.ts";
import { featuresOf, type Feature, type Role } from "./spec.ts";
import { MODELS, type Competitor } from "./verdict.ts";
import { type Warning } from "./warnings.ts";
import { NAMES, nothingLeft } from "./wording.ts";

/** A column of the table: what was made of it, and why, if it was dropped. */
export interface ColumnFound {
  readonly name: string;
  readonly role: Role;
  readonly reason: string | null;
  readonly missing: number;
  readonly levels: number | null;
  readonly pooledLevels: number | null;
}

export interface Verdict {
  readonly choice: Competitor;
  readonly tie: boolean;
  readonly best: Competitor;
  readonly runnerUp: Competitor;
  readonly difference: number;
  readonly standardError: number | null;
  readonly sentence: string;
  readonly because: readonly string[];
}

/** What `compare` in the page gives; `report` is what marks draw, read by model/read.ts. */
export interface Found {
  readonly report: ReportData;
  readonly verdict: Verdict;
  readonly data: {
    readonly source: string;
    readonly target: string;
    readonly rowsRead: number;
    readonly rowsUsed: number;
    readonly columns: readonly ColumnFound[];
    readonly notes: readonly string[];
  };
  readonly split: { readonly folds: number; readonly trainRows: number; readonly testRows: number };
  readonly warnings: readonly Warning[];
  readonly rank: number; // of least squares
  readonly membership: Int16Array; // the fold of each row of the table, −1 in the test part, −2 where it is not used
}

interface Given {
  readonly table: Table;
  readonly target: string;
  readonly source: string;
  readonly learned: Learned;
  readonly encoded: Encoded;
  readonly dealt: Int16Array;
  readonly placed: Int16Array;
  readonly selection: Selection;
  readonly test: number; // the share asked for
  readonly version: string; // of the package
  readonly parts: readonly Part[];
}

const UNUSED = -2;
// A column that alone explains this share of the target's variance is more likely a copy of it than a cause.
const LEAK = 0.98;

export function reportOf(native: Native, given: Given): Found {
  const { table, target, source, learned, encoded, dealt, selection } = given;
  const features = featuresOf(learned.columns);
  const testRows = dealt.filter((fold) => fold === TEST).length;
  const { verdict } = selection;
  return {
    report: reportData(selection, { version: given.version, target, source, features, testRows }),
    verdict: {
      ...{
        choice: verdict.choice,
        tie: verdict.tie,
        best: verdict.best,
        runnerUp: verdict.runnerUp,
        difference: verdict.difference,
      },
      standardError: Number.isFinite(verdict.standardError) ? verdict.standardError : null,
      sentence: sentence(selection),
      because: because(selection, { names: features.map(({ name }) => name), testRows }),
    },
    data: {
      source,
      target,
      rowsRead: table.rows,
      rowsUsed: encoded.rows.length,
      columns: learned.columns.map(columnFound),
      notes: table.notes,
    },
    split: { folds: given.parts.length - 1, trainRows: dealt.length - testRows, testRows },
    warnings: [
      ...leaks(native, selection, features, target),
      ...onRows(given, testRows),
      ...learned.warnings,
      ...onFits(selection),
    ],
    rank: selection.fits.none.freedom[0]!,
    membership: membershipOf(given),
  };
}

function columnFound({ name, role, reason, missing, levels, pooledLevels }: Learned["columns"][number]): ColumnFound {
  const categorical = role === "categorical";
  return {
    name,
    role,
    reason,
    missing,
    levels: categorical ? levels.length + pooledLevels : null,
    pooledLevels: categorical ? pooledLevels : null,
  };
}

function membershipOf({ table, encoded, dealt }: Given): Int16Array {
  const membership = new Int16Array(table.rows).fill(UNUSED);
  encoded.rows.forEach((row, i) => (membership[row] = dealt[i]!));
  return membership;
}

/** Columns that alone nearly determine the target: flagged loudly, never dropped. */
function leaks(native: Native, { full }: Selection, features: readonly Feature[], target: string): Warning[] {
  const groups = new Map<string, number[]>();
  features.forEach(({ column }, j) => groups.set(column, [...(groups.get(column) ?? []), j]));
  const shares = [...explained(native, full, groups)].filter(([, share]) => share >= LEAK).sort((a, b) => b[1] - a[1]);
  return shares.map(([column, share]) => ({
    kind: "probable_leak",
    column,
    sentence:
      `${quoted(column)} alone explains ${fixed(100 * share, 1)}% of the variance of ${quoted(target)}: it is ` +
      `probably a copy or a consequence of it, ` +
      "and no model that uses it will hold where it is not known yet; if so, leave it out with --drop.",
  }));
}

function onRows({ table, encoded, test }: Given, testRows: number): Warning[] {
  const found: Warning[] = [];
  const without = table.rows - encoded.rows.length;
  if (without)
    found.push({
      kind: "rows_without_target",
      column: null,
      sentence: `${whole(without)} of ${whole(table.rows)} rows have no target and were left out.`,
    });
  if (test > 0 && !testRows)
    found.push({
      kind: "no_test_part",
      column: null,
      sentence:
        `No row was set apart for testing, although --test is ${general(test, 6)}, because rows that ` +
        `belong together outweigh that share and are not torn apart.`,
    });
  return found;
}

/** Optima at the end of a grid, and fits that did not end at their optimum. */
function onFits({ fits }: Selection): Warning[] {
  const warn = (kind: string, sentence: string): Warning => ({ kind, column: null, sentence });
  const edges = MODELS.map((name) => fits[name]).filter(({ edge }) => edge !== null);
  return [
    ...edges.map(({ name, edge, nonzero }) => {
      const where =
        edge === "null"
          ? `at the strong end of its grid, where ${nothingLeft(name, nonzero)}`
          : "at the weak end of its grid, where almost nothing is penalised";
      return warn("edge", `The smallest error of ${NAMES[name]} is ${where}.`);
    }),
    ...MODELS.flatMap((name) => {
      const { unsolved, fits: all } = unsolvedOf(fits[name]);
      const said = `${whole(unsolved)} of the ${whole(all)} fits of ${NAMES[name]} were not solved to rounding`;
      return unsolved ? [warn("unsolved", `${said}; its errors may be off by a little.`)] : [];
    }),
  ];
}
