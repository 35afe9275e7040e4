// What the page tells of each figure, as prose is told: its name in outlines, and the question to guess at first.
//
// It stands in the page beside the chapters (figures.json), and not in the script.

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

const all = JSON.parse(document.getElementById("guide-figures")?.textContent ?? "{}") as Record<string, Told>;

export const toldOf = (id: string): Told => all[id] ?? { title: id };
