// What the reader has set, kept in the address: `#chapter~figure.name=value~…`. All that is not there is at its default.
//
// A drag is one entry of the history, made when it begins and replaced while it goes on; so Back leads to where it began.

export type Scalar = number | string | boolean;
export type Scalars = Record<string, Scalar>;

export interface StageState<Values extends Scalars> {
  readonly id: string;
  readonly values: Values; // reactive
  readonly defaults: Readonly<Values>;
  readonly changed: boolean; // whether anything is off its default
  /** Take over some values; `commit` adds an entry to the history. */
  set(patch: Partial<Values>, commit?: boolean): void;
  /** The present address becomes an entry of its own: the end of a drag. */
  commit(): void;
  reset(): void;
}

interface Kept {
  defaults: Scalars;
  values: Scalars;
  allowed: Allowed<Scalars>;
}

/** Whether a value may be taken over; what the address says is the reader's, and may be anything. */
export type Allowed<Values extends Scalars> = { [Name in keyof Values]?: (value: Values[Name]) => boolean };

/** That a value is a whole number from `low` to `high`. */
export const whole = (low: number, high: number) => (value: number): boolean => Number.isInteger(value) && value >= low && value <= high;

const kept = new Map<string, Kept>();
let chapter = "";

/** The state of one figure; asked for again, it is the same one. */
export function stateOf<Values extends Scalars>(
  id: string,
  defaults: Values,
  allowed: Allowed<Values> = {},
): StageState<Values> {
  const values = $state<Scalars>({ ...defaults });
  const own: Kept = kept.get(id) ?? { defaults, values, allowed: allowed as Allowed<Scalars> };
  if (!kept.has(id)) {
    kept.set(id, own);
    Object.assign(own.values, asked(id, own, location.hash));
  }
  return {
    id,
    values: own.values as Values,
    defaults: own.defaults as Values,
    get changed() {
      return Object.keys(defaults).some((name) => own.values[name] !== own.defaults[name]);
    },
    set(patch, commit = false) {
      if (commit) end();
      Object.assign(own.values, patch);
      write(commit);
    },
    commit: end,
    reset() {
      end();
      Object.assign(own.values, own.defaults);
      write(true);
    },
  };
}

/** The part of an address that restores some figures, for a link. */
export function linkTo(ids: readonly string[], where: string): string {
  const all = ids.flatMap((id) => {
    const own = kept.get(id);
    return own ? parts(id, own) : [];
  });
  return [where, ...all].join("~");
}

export function enter(name: string, commit: boolean): void {
  if (commit) end();
  chapter = name;
  write(commit);
}

/** Name of the chapter that an address asks for. */
export function chapterOf(hash: string): string {
  return decode(hash.replace(/^#/, "").split("~")[0] ?? "");
}

/** Follows the history: Back and Forward, and addresses typed by hand. */
export function follow(onchapter: (name: string, state: unknown) => void): void {
  chapter = chapterOf(location.hash);
  last = location.hash;
  addEventListener("popstate", ({ state }) => {
    clearTimeout(waiting);
    waiting = undefined;
    moving = false;
    last = location.hash;
    for (const [id, own] of kept) Object.assign(own.values, own.defaults, asked(id, own, location.hash));
    const wanted = chapterOf(location.hash);
    if (wanted !== chapter) {
      chapter = wanted;
      onchapter(wanted, state);
    }
  });
}

function parts(id: string, own: Kept): string[] {
  return Object.entries(own.values)
    .filter(([name, value]) => value !== own.defaults[name])
    .map(([name, value]) => `${id}.${name}=${encodeURIComponent(String(value)).replaceAll("~", "%7E")}`);
}

const PAUSE = 300; // milliseconds: browsers refuse to be told of every frame of a drag

let last = ""; // the address's hash, as we or the reader have put it
let moving = false; // the present entry belongs to a drag that has not ended
let waiting: ReturnType<typeof setTimeout> | undefined;

function write(commit: boolean): void {
  if (moving) {
    waiting ??= setTimeout(put, PAUSE);
    return;
  }
  put();
  moving = !commit;
}

/** The end of a drag; what comes then is an entry of its own. */
function end(): void {
  if (waiting) put();
  moving = false;
}

function put(): void {
  clearTimeout(waiting);
  waiting = undefined;
  const all = [...others(), ...[...kept].flatMap(([id, own]) => parts(id, own))];
  const hash = chapter || all.length ? `#${[encodeURIComponent(chapter), ...all].join("~")}` : "";
  if (hash === last) return;
  last = hash;
  const address = `${location.pathname}${location.search}${hash}`;
  unlessRefused(() => (moving ? history.replaceState(history.state, "", address) : history.pushState(null, "", address)));
}

/** What the present entry keeps beside its address, for the reader who comes back to it. */
export const keepInEntry = (state: unknown): void => unlessRefused(() => history.replaceState(state, ""));

/** Some browsers refuse the hundredth entry within a while. What was set stands; only Back is coarser. */
function unlessRefused(tell: () => void): void {
  try {
    tell();
  } catch {
    return;
  }
}

/** What the address says of figures that the reader has not come to yet. */
function others(): string[] {
  const said = location.hash.split("~").slice(1);
  return said.filter((part) => !kept.has(part.slice(0, Math.max(part.indexOf("."), 0))));
}

/** What an address says of one figure, as far as it is a value that may be. */
function asked(id: string, own: Kept, hash: string): Scalars {
  const found: Scalars = {};
  for (const part of hash.replace(/^#/, "").split("~").slice(1)) {
    const [, figure, name, text] = /^([^.=]+)\.([^=]+)=(.*)$/.exec(part) ?? [];
    if (figure !== id || name === undefined || !Object.hasOwn(own.defaults, name)) continue;
    const value = parsed(decode(text!), own.defaults[name]!);
    if (value !== null && (own.allowed[name]?.(value as never) ?? true)) found[name] = value;
  }
  return found;
}

function parsed(text: string, like: Scalar): Scalar | null {
  if (typeof like === "string") return text;
  if (typeof like === "boolean") return text === "true" ? true : text === "false" ? false : null;
  const value = Number(text);
  return text !== "" && Number.isFinite(value) ? value : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
