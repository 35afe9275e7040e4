// A figure's numbers as a table: what is shown below it, and what its CSV holds.

export type Cell = string | number | null;

export interface Column {
  label: string;
  numeric: boolean;
  format?: (value: number) => string; // of numbers on the page; the CSV holds them in full
}

export interface Table {
  caption: string;
  columns: Column[];
  rows: Cell[][];
}

/** What stands in a cell on the page; a number that is not known is a dash. */
export function shown(cell: Cell, column: Column): string {
  if (cell === null || (typeof cell === "number" && Number.isNaN(cell))) return "–";
  if (typeof cell === "string") return cell;
  return column.format ? column.format(cell) : String(cell);
}

/** The rows ordered by one column; what is not known comes last either way, and equal cells keep their order. */
export function sorted(rows: readonly Cell[][], column: number, descending: boolean): Cell[][] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const a = one[column] ?? null;
    const b = other[column] ?? null;
    if (unknown(a) || unknown(b)) return Number(unknown(a)) - Number(unknown(b));
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    return sign * String(a).localeCompare(String(b), "en", { numeric: true });
  });
}

const unknown = (cell: Cell): boolean => cell === null || (typeof cell === "number" && Number.isNaN(cell));
