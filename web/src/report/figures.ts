// Which component stands in the place of which still figure.
import { type Component } from "svelte";

import { type Context } from "./context.ts";
import Ball from "./Ball.svelte";
import Coefficients from "./Coefficients.svelte";
import Epochs from "./Epochs.svelte";
import Errors from "./Errors.svelte";
import Explorer from "./Explorer.svelte";
import Selection from "./Selection.svelte";
import Threshold from "./Threshold.svelte";

interface LiveFigure {
  component: Component<{ context: Context }>;
  possible: (context: Context) => boolean; // else the still figure stays
}

export const FIGURES: Readonly<Record<string, LiveFigure>> = {
  errors: { component: Errors, possible: () => true },
  explorer: { component: Explorer, possible: ({ engine }) => engine.range("l1") !== null },
  coefficients: { component: Coefficients, possible: () => true },
  selection: {
    component: Selection,
    possible: ({ report }) => Object.values(report.models).some(({ selectionFrequency }) => selectionFrequency !== null),
  },
  threshold: { component: Threshold, possible: ({ report }) => report.problem !== null },
  ball: { component: Ball, possible: ({ report, kernel }) => kernel !== null && (report.problem?.features.length ?? 0) > 1 },
  epochs: { component: Epochs, possible: ({ report, kernel }) => kernel !== null && report.problem?.complete === true },
};
