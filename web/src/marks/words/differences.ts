// The parts of a table whose cells can be asked what stands behind them.

export interface Cell {
  claim: string; // what is commonly said
  here: string; // what the table at hand says, with numbers
  right: string; // what the claim leaves out
  link: { to: string; words: string };
}

export interface Row {
  key: string;
  head: string;
  l1: Cell;
  l2: Cell;
}
