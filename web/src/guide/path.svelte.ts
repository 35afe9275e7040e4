// What the paths of L1 and L2 have in common: a strength as a multiple of the chosen one, kept in the address.
import { type Fit } from "../model/engine.ts";
import { type Model } from "../model/read.ts";
import { type Summary, summaryOf } from "../report/summary.ts";
import { type Dataset, type Guide } from "./dataset.svelte.ts";
import { type StageState, stateOf } from "./state.svelte.ts";

export interface PathState {
  readonly id: string;
  readonly name: "l1" | "l2";
  readonly own: StageState<{ decades: number }>;
  readonly dataset: Dataset;
  readonly model: Model;
  readonly fit: Fit;
  readonly summary: Summary;
  move(lambda: number): void;
}

/** decades: log₁₀ of the strength over the one that cross-validation chose; so it means something on any table. */
export function pathState(guide: Guide, id: string, name: "l1" | "l2"): PathState {
  const own = stateOf(id, { decades: 0 }, { decades: (value) => Math.abs(value) < 30 });
  const dataset = $derived(guide.present);
  const model = $derived(dataset.report.models[name]);
  const fit = $derived(dataset.engine.at(name, own.values.decades === 0 ? model.lambda : model.lambda * 10 ** own.values.decades));
  const summary = $derived(summaryOf(dataset.report, model, fit));
  return {
    id,
    name,
    own,
    get dataset() {
      return dataset;
    },
    get model() {
      return model;
    },
    get fit() {
      return fit;
    },
    get summary() {
      return summary;
    },
    move: (lambda) => own.set({ decades: Math.log10(lambda / model.lambda) }),
  };
}
