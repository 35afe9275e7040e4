export const ROW = 30; // pixels of a feature: two lines and some air
export const SHOWN = 12; // features at most; all are in the table
