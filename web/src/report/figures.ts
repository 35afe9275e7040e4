// Which component stands in the place of which still figure.
import { type Component } from "svelte";

import { type Context } from "./context.ts";
import Explorer from "./Explorer.svelte";

interface LiveFigure {
  component: Component<{ context: Context }>;
  possible: (context: Context) => boolean; // else the still figure stays
}

export const FIGURES: Readonly<Record<string, LiveFigure>> = {
  explorer: { component: Explorer, possible: ({ engine }) => engine.range("l1") !== null },
};
