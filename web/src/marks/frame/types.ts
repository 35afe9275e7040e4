// What marks have in common.

/** A strength with a name: the smallest CV error, one standard error. */
export interface StrengthMark {
  lambda: number;
  label: string;
  dashed: boolean;
}

/** A line of a path: a hue of its own (1 … 8) and its name at the end, or one of the many. */
export interface Series {
  name: string;
  values: ArrayLike<number>;
  line: number | null;
}
