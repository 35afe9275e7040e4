// Which component stands in the place of which still figure.
import { type Component } from "svelte";

import { type Context } from "./context.ts";
import Errors from "./Errors.svelte";
import Explorer from "./Explorer.svelte";
import Threshold from "./Threshold.svelte";

interface LiveFigure {
  component: Component<{ context: Context }>;
  possible: (context: Context) => boolean; // else the still figure stays
}

export const FIGURES: Readonly<Record<string, LiveFigure>> = {
  errors: { component: Errors, possible: () => true },
  explorer: { component: Explorer, possible: ({ engine }) => engine.range("l1") !== null },
  threshold: { component: Threshold, possible: ({ report }) => report.problem !== null },
};
