// The model `none`: least squares on every part, by the Gram where it resolves all directions of every part, else
// with a second look at the rows (selection/unpenalised.py).
import { errorsOf, type Part, type Walk } from "./curves.ts";
import { add, times } from "./dense.ts";
import { type Encoded } from "./encode.ts";
import { type Native } from "./native.ts";
import { type Training } from "./parts.ts";
import { SecondLook } from "./second_look.ts";
import { byRows } from "./short_directions.ts";

// Eigenvalues of the correlation matrix, as fractions of the largest, that a Gram resolves.
const STRONG = 1e-10;

/** Rows of a part: of its training part, and held out. */
export interface PartRows {
  readonly training: Int32Array;
  readonly held: Int32Array | null;
}

/** A walk of one point, and the rank. */
export interface Unpenalised {
  readonly walk: Walk;
  readonly rank: number;
}

/** By the Gram; null where it does not resolve every direction. */
export function byGram(native: Native, part: Part): Unpenalised | null {
  const { values, largest, gram, xty, members, reduced } = part.problem;
  if (reduced && !(values[0]! > STRONG * largest)) return null;
  const nothing = Float64Array.of(0);
  const own = reduced?.ridge(xty, nothing) ?? new Float64Array(0);
  if (reduced) {
    const left = xty.slice();
    add(left, -1, times(gram, own));
    add(own, 1, reduced.ridge(left, nothing));
  }
  const coefficients = part.problem.spread(own);
  return {
    walk: { mse: errorsOf(native, part, coefficients, 1), coefficients, outcomes: new Int32Array(1) },
    rank: members.length,
  };
}

export function bySecondLook(native: Native, encoded: Encoded, { problem }: Part, rows: PartRows): Unpenalised {
  const { trained } = problem;
  const look = new SecondLook(native, encoded, trained, rows.training);
  const { coefficients: own, rank } = byRows(native, problem, look);
  const coefficients = problem.spread(own);
  const judged = rows.held ? new SecondLook(native, encoded, trained, rows.held) : look;
  return {
    walk: { mse: Float64Array.of(errorOn(judged, trained, coefficients)), coefficients, outcomes: new Int32Array(1) },
    rank,
  };
}

function errorOn(look: SecondLook, { weight }: Training, coefficients: Float64Array): number {
  const fitted = look.times([coefficients]);
  const sum = look.target().reduce((squares, value, i) => squares + (value - fitted[i]!) ** 2, 0);
  return (sum * weight) / look.index.length;
}
