// The cross-validation curve at any strength: measured at the grid's points, read off in between.
import { mixed } from "./payload.ts";
import { type Path } from "./read.ts";
import { nearest, placeIn } from "./search.ts";

export interface CurvePoint {
  readonly lambda: number;
  readonly mse: number;
  readonly mseSe: number | null;
  readonly rmse: number;
  readonly rmseSe: number | null;
  readonly trainMse: number | null;
  readonly measured: boolean; // at a point of the grid; false: interpolated in log lambda between two
  readonly nearest: number; // the grid's nearest point
}

/** The curve at lambda; beyond its ends, at the end. */
export function curveAt(path: Path, lambda: number): CurvePoint {
  const { row, share } = placeIn(path.lambda, lambda, Math.log);
  const read = (values: Float64Array): number => mixed(values[row]!, values[row + 1]!, share);
  const mse = read(path.cvMse);
  const se = known(read(path.cvSe));
  const rmse = Math.sqrt(mse);
  return {
    lambda,
    mse,
    mseSe: se,
    rmse,
    rmseSe: se === null ? null : rmse > 0 ? se / (2 * rmse) : 0,
    trainMse: known(read(path.trainMse)),
    measured: share === 0,
    nearest: nearest(path.lambda, lambda),
  };
}

/** The curve at every point of the grid. */
export function curve(path: Path): CurvePoint[] {
  return Array.from(path.lambda, (lambda) => curveAt(path, lambda));
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
