// The parts of a decision: questions, what is answered or filled in, and what follows.

export interface Question {
  key: string;
  ask: string;
  options: readonly { value: string; label: string }[];
}

/** What stands for an answer that was not given. */
export interface Filled {
  value: string;
  words: string;
  measured: boolean; // by the table; false: assumed
}
