// Rows of features: one bar each, or two where L1 is beside L2.
export const LANE = 15;
export const rowHeight = (both: boolean): number => (both ? 2 * LANE + 8 : LANE + 9);
