// Names from the reader's table, and numbers, inside sentences of ours.
import { shortened } from "../frame/lines.ts";
import { figureNumber } from "../../model/numbers.ts";

const LETTERS = 32;
// What has no shape of its own or turns a line around, joiners apart that scripts need; written as a box.
const SHAPELESS = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name on one line, its middle left out where it is long; one that is empty gets a word. */
export function named(name: string, letters = LETTERS): string {
  const plain = shortened(name.replace(/\s+/gu, " ").replace(SHAPELESS, "\u25a1").trim(), letters);
  if (plain === "") return "(no name)";
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain; // isolated, so that our own words keep their order
}

/** `age, sex and bp`; of many the first `most` and how many more. */
export function listed(names: readonly string[], most = 6): string {
  const shown = names.map((name) => named(name));
  if (shown.length > most) return `${shown.slice(0, most - 1).join(", ")} and ${shown.length - most + 1} more`;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** A number in a sentence: three digits that count, without zeros behind its decimals (`0.5`, not `0.500`). */
export function said(value: number, digits = 3): string {
  return figureNumber(value, digits).replace(/(\.\d*?)0+(?=×|$)/, "$1").replace(/\.(?=×|$)/, "");
}
