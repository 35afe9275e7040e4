// Tables of coefficients of which only runs of rows are kept (`Runs` of report.ts), decoded.

/** rows × features; of feature j, rows first[j] … first[j] + count[j] − 1 stand from start[j] on in `values`. */
export interface RunTable {
  readonly rows: number;
  readonly first: readonly number[];
  readonly count: readonly number[];
  readonly start: readonly number[];
  readonly values: Float64Array;
}

/** Entry (row, j): exactly 0 outside feature j's run, and never −0. */
export function entry(table: RunTable, row: number, j: number): number {
  const at = row - table.first[j]!;
  return at >= 0 && at < table.count[j]! ? table.values[table.start[j]! + at]! + 0 : 0;
}

/** Feature j over all rows. */
export function columnOf(table: RunTable, j: number): Float64Array {
  return Float64Array.from({ length: table.rows }, (_, row) => entry(table, row, j));
}
