// Names of the reader's columns as people see them: they are data, and may hold anything.

// Characters without a shape of their own; joiners that scripts from Persian to Hindi (and emoji) need are kept.
const SHAPELESS = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const LEFT_TO_RIGHT = /^[\x20-\u058f\u2010-\u2027\u2030-\u205e\u2070-\u22ff]*$/; // Latin, Greek, Cyrillic, signs
const LETTERS = 40; // of a name in a sentence

/** A name with shapeless characters as escapes (`\u202e`), as present/safe.py writes them. */
export function plainName(name: string): string {
  const shown = name.replace(SHAPELESS, escaped);
  return shown.trim() === "" ? "(no name)" : shown;
}

function escaped(mark: string): string {
  const code = mark.codePointAt(0)!;
  const hexadecimal = (digits: number): string => code.toString(16).padStart(digits, "0");
  return NAMED[mark] ?? (code < 0x100 ? `\\x${hexadecimal(2)}` : code < 0x10000 ? `\\u${hexadecimal(4)}` : `\\U${hexadecimal(8)}`);
}

/** A name within a sentence: short, and set apart where it may run from right to left. */
export function said(name: string): string {
  const marks = [...plainName(name)];
  const tail = Math.floor(LETTERS / 3);
  const short =
    marks.length <= LETTERS ? marks.join("") : `${marks.slice(0, LETTERS - tail - 1).join("")}…${marks.slice(-tail).join("")}`;
  return isolated(short);
}

/** A text that may run from right to left, kept from turning what stands around it, and read in its own direction. */
export function isolated(text: string): string {
  return LEFT_TO_RIGHT.test(text) ? text : `\u2068${text}\u2069`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The first `most` names, and how many more there are. */
export function listedNames(names: readonly string[], most: number): string {
  const rest = names.length - most;
  if (rest <= 1) return listed(names.map(said)); // one more name is as short as "and 1 more"
  return listed([...names.slice(0, most).map(said), `${rest} more`]);
}
