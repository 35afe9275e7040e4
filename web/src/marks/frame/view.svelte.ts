// What a reader has chosen to see of a drawing: kept in the drawing, or by the page around it, as the guide's address does.
import { getContext, setContext } from "svelte";

export type Seen = Record<string, number | string | boolean>;
/** Whether a value that was kept may be taken over. */
export type Allowed<Values extends Seen> = { [Name in keyof Values]?: (value: Values[Name]) => boolean };

export interface View<Values extends Seen> {
  readonly values: Values; // reactive
  set(patch: Partial<Values>): void;
}

export type Keeper = <Values extends Seen>(mark: string, defaults: Values, allowed: Allowed<Values>) => View<Values>;

const KEEPER = Symbol("keeper of views");

/** From here on down, drawings keep what is chosen to be seen with `keeper`. */
export function keepViews(keeper: Keeper): void {
  setContext(KEEPER, keeper);
}

export function viewOf<Values extends Seen>(mark: string, defaults: Values, allowed: Allowed<Values> = {}): View<Values> {
  const keeper = getContext<Keeper | undefined>(KEEPER);
  if (keeper) return keeper(mark, defaults, allowed);
  const values = $state<Seen>({ ...defaults });
  return { values: values as Values, set: (patch) => void Object.assign(values, patch) };
}

/** A set of names as a text, which an address can hold: `name` put in where it is not, taken out where it is. */
export function turned(names: string, name: string): string {
  const all = names ? names.split("+") : [];
  return (all.includes(name) ? all.filter((one) => one !== name) : [...all, name].sort()).join("+");
}

export const holds = (names: string, name: string): boolean => names.split("+").includes(name);
