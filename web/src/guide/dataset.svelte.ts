// The table that every chapter is about: the built-in one, until the reader gives another.
import { type Engine, engineFor } from "../model/engine.ts";
import { type Kernel } from "../model/kernel.ts";
import { type Report, read } from "../model/read.ts";
import { type ReportData } from "../model/report.ts";

export interface Verdict {
  choice: string;
  tie: boolean;
  sentence: string;
  because: string[];
}

export interface ColumnData {
  name: string;
  role: string;
  reason: string | null;
  missing: number;
  levels: number | null;
  pooled_levels: number | null;
}

/** `shrinkage.guide/1`: what a comparison found, by whichever back-end. */
export interface GuideData {
  schema: "shrinkage.guide/1";
  report: ReportData;
  verdict: Verdict;
  rows: { read: number; used: number; train: number; test: number };
  columns: ColumnData[];
  notes: string[];
  warnings: string[];
}

export interface Dataset {
  data: GuideData;
  report: Report;
  engine: Engine;
  yours: boolean;
  computed: string; // by which back-end, in words
}

export interface Guide {
  readonly kernel: Kernel;
  readonly present: Dataset; // reactive
  readonly builtIn: Dataset;
  /** Every chapter is about this table from now on; null: the built-in one again. */
  use(data: GuideData | null, computed: string): void;
}

export function guideOf(builtIn: GuideData, kernel: Kernel): Guide {
  const own = dataset(builtIn, kernel, false, "computed by the Python package");
  let present = $state.raw(own);
  return {
    kernel,
    builtIn: own,
    get present() {
      return present;
    },
    use(data, computed) {
      present = data === null ? own : dataset(data, kernel, true, computed);
    },
  };
}

function dataset(data: GuideData, kernel: Kernel, yours: boolean, computed: string): Dataset {
  const report = read(data.report);
  return { data, report, engine: engineFor(report, kernel), yours, computed };
}
