// The model `none`: least squares on every part, by the Gram where it resolves all directions of every part, else with a
// second look at the rows (selection/unpenalised.py).
import { type Part, type Walk } from "./curves.ts";
import { add, times } from "./dense.ts";
import { type Encoded } from "./encode.ts";
import { type Native } from "./native.ts";
import { type Training } from "./parts.ts";
import { SecondLook } from "./second_look.ts";
import { byRows, type Plain } from "./short_directions.ts";
import { gramOf, reduced, scores, trainingErrors, varying } from "./solver.ts";

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
  const { trained } = part;
  const members = varying(trained);
  const coefficients = new Float64Array(trained.xty.length);
  if (members.length) {
    const gram = gramOf(trained, members);
    const xty = Float64Array.from(members, (j) => trained.xty[j]!);
    const own = reduced(native, gram, (matrix) => {
      const values = matrix.values();
      if (!(values[0]! > STRONG * values[values.length - 1]!)) return null;
      const first = matrix.ridge(xty, Float64Array.of(0));
      const left = xty.slice();
      add(left, -1, times(gram, first));
      add(first, 1, matrix.ridge(left, Float64Array.of(0)));
      return first;
    });
    if (!own) return null;
    members.forEach((j, a) => (coefficients[j] = own[a]!));
  }
  const mse = part.held ? scores(native, part.held, coefficients) : trainingErrors(native, trained, coefficients);
  return { walk: { mse, coefficients, outcomes: new Int32Array(1) }, rank: members.length };
}

export function bySecondLook(native: Native, encoded: Encoded, part: Part, rows: PartRows): Unpenalised {
  const look = new SecondLook(native, encoded, part.trained, rows.training);
  const { coefficients, rank }: Plain = byRows(native, part.trained, look);
  const judged = rows.held ? new SecondLook(native, encoded, part.trained, rows.held) : look;
  return { walk: { mse: Float64Array.of(errorOn(judged, part.trained, coefficients)), coefficients, outcomes: new Int32Array(1) }, rank };
}

function errorOn(look: SecondLook, { weight }: Training, coefficients: Float64Array): number {
  const fitted = look.times([coefficients]);
  const sum = look.target().reduce((squares, value, i) => squares + (value - fitted[i]!) ** 2, 0);
  return (sum * weight) / look.index.length;
}
