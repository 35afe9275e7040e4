// What the page tells of each figure, as prose is told: its name in outlines, and the question to guess at first.
//
// It stands in the page beside the chapters (figures.json), and not in the script.
import { partOf } from "./parts.ts";

export interface Question {
  ask: string;
  answers: readonly string[];
  right: number;
  because: string;
}

interface Told {
  title: string;
  question?: Question; // left out where the figure asks of the table that it shows
}

let all: Record<string, Told> | undefined;

export function toldOf(id: string): Told {
  all ??= partOf<Record<string, Told>>("guide-figures");
  return all[id] ?? { title: id };
}
