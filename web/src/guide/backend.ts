// Who compares the reader's table: the package itself behind `shrinkage guide`, or the kernel in this page.
import { type GuideData } from "./dataset.svelte.ts";

export interface ColumnGuess {
  name: string;
  role: string; // what it seems to hold: numeric, categorical, …
}

export interface Progress {
  stage: string; // what is done now, in words
  share: number | null; // of all that there is to do, 0 … 1, where it is known
}

export interface Backend {
  words: string; // who computes, for the reader
  accepts: string; // endings of files, as an input element takes them
  columns(file: File, signal: AbortSignal): Promise<ColumnGuess[]>;
  /** Rejects with an Error whose message is a sentence for the reader. */
  compare(file: File, target: string, tell: (progress: Progress) => void, signal: AbortSignal): Promise<GuideData>;
}
