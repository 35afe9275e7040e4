// Least squares where columns depend on each other, or nearly (selection/unpenalised.py, solver/least_squares.py).
//
// A Gram resolves ratios of singular values to about 1e-7 only. Directions along which the columns hardly vary are
// therefore measured on the rows: Z v for each of them. Those that are 0 to rounding, max(n, p)·eps·s₁, are true
// dependencies and get nothing, which makes the norm of the solution the smallest; the others enter by products with
// their own Z v, which has all digits that rows have.
import { add, dot, factored, norm, orthonormal, pivoted, projected, solved, times } from "./dense.ts";
import { type Native } from "./native.ts";
import { type SecondLook } from "./second_look.ts";
import { type Problem } from "./solver.ts";

// Eigenvalues, as fractions of the largest, below which directions are measured: those above keep 9 digits in a Gram.
const SHORT = 1e-7;
// What is added to eigenvalues in inverse iteration: above rounding of the reduction, far below SHORT.
const LIFT = 1e-12;
const REFINEMENTS = 2;
const EPSILON = Number.EPSILON;

export interface Plain {
  readonly coefficients: Float64Array; // of the columns that vary
  readonly rank: number;
}

/** Least squares of minimum norm in standardised units. */
export function byRows(native: Native, problem: Problem, look: SecondLook): Plain {
  const { members, values, largest, trained, reduced } = problem;
  if (!reduced) return { coefficients: new Float64Array(0), rank: 0 };
  const count = values.filter((value) => value < SHORT * largest).length;
  const rounding = Math.max(trained.weight, trained.xty.length) * EPSILON * Math.sqrt(largest);
  if (count > members.length / 2) return byRotations(native, problem, look, rounding);
  const short = count ? reduced.smallest(count, LIFT * largest) : [];
  return byDirections(native, problem, new Restricted(look, problem), short, rounding);
}

/** A second look at the columns that vary alone. */
class Restricted {
  constructor(
    private readonly look: SecondLook,
    private readonly problem: Problem,
  ) {}

  get target(): Float64Array {
    return this.look.target();
  }

  /** Z v for each direction, a column each. */
  columns(directions: readonly Float64Array[]): Float64Array[] {
    const k = directions.length;
    const whole = this.look.times(directions.map((direction) => this.problem.spread(direction)));
    const columns = directions.map(() => new Float64Array(whole.length / k));
    for (let i = 0, at = 0; at < whole.length; i++) for (let t = 0; t < k; t++, at++) columns[t]![i] = whole[at]!;
    return columns;
  }

  /** Z'b for each column b. */
  pulls(columns: readonly Float64Array[]): Float64Array[] {
    const k = columns.length;
    const b = new Float64Array(columns[0]!.length * k);
    for (let i = 0, at = 0; at < b.length; i++) for (let t = 0; t < k; t++, at++) b[at] = columns[t]![i]!;
    return this.look.pull(b, k).map((whole) => Float64Array.from(this.problem.members, (j) => whole[j]!));
  }
}

/** (PGP)⁺ P b for the part P of space beside orthonormal `short` directions, which G is short along, refined so
 * often. */
type Beside = (b: Float64Array, refinements: number) => Float64Array;

function beside<T>(native: Native, gram: Float64Array, short: readonly Float64Array[], work: (solve: Beside) => T): T {
  const k = Math.round(Math.sqrt(gram.length));
  const held = gram.slice();
  for (const v of short) for (let i = 0; i < k; i++) for (let j = i; j < k; j++) held[i * k + j]! += v[i]! * v[j]!;
  return factored(native, held, (solve) =>
    work((b, refinements) => {
      const x = projected(solve(projected(b, short)), short);
      for (let turn = 0; turn < refinements; turn++) {
        const left = b.slice();
        add(left, -1, times(gram, x));
        add(x, 1, projected(solve(projected(left, short)), short));
      }
      return x;
    }),
  );
}

function byDirections(
  native: Native,
  { gram, xty }: Problem,
  look: Restricted,
  given: readonly Float64Array[],
  rounding: number,
): Plain {
  let short = given;
  let measured = short.length ? look.columns(short) : [];
  if (measured.some((column) => norm(column) > rounding)) {
    // What rounding of the Gram mixed in of longer directions is taken out again, by products with the rows.
    const mixed = look.pulls(measured);
    short = beside(native, gram, short, (solve) =>
      orthonormal(
        given.map((direction, t) => {
          const own = direction.slice();
          add(own, -1, solve(mixed[t]!, 0));
          return own;
        }),
      ),
    );
    measured = look.columns(short);
  }
  const { q, r } = pivoted(measured, rounding);
  const rank = xty.length - short.length + q.length;
  return beside(native, gram, short, (solve) => {
    const coefficients = solve(xty, REFINEMENTS);
    if (!q.length) return { coefficients, rank };
    const pulls = look.pulls(q).map((pull) => projected(pull, short));
    const answers = pulls.map((pull) => solve(pull, REFINEMENTS));
    const target = look.target;
    const schur = pulls.map((pull, a) =>
      Float64Array.from(answers, (answer, b) => Number(a === b) - dot(pull, answer)),
    );
    const along = solved(
      schur,
      Float64Array.from(q, (one, a) => dot(one, target) - dot(pulls[a]!, coefficients)),
    );
    answers.forEach((answer, a) => add(coefficients, -along[a]!, answer));
    const rows = orthonormal(r); // of minimum norm: within the span of R's rows
    const inner = solved(
      r.map((own) => Float64Array.from(rows, (row) => dot(own, row))),
      along,
    );
    rows.forEach((row, a) => row.forEach((value, t) => add(coefficients, inner[a]! * value, short[t]!)));
    return { coefficients, rank };
  });
}

/** By singular values of the rows written out, for fewer rows than columns or nearly so. */
function byRotations(native: Native, problem: Problem, look: SecondLook, rounding: number): Plain {
  const k = problem.members.length;
  const m = look.index.length;
  const units = problem.members.map((_, a) =>
    problem.spread(Float64Array.from({ length: k }, (_one, b) => Number(a === b))),
  );
  return native.scoped(() => {
    const z = native.putReals(look.times(units));
    const b = native.putReals(look.target());
    native.must(native.call.orthogonalise(m, k, z, b));
    const coefficients = new Float64Array(k);
    let rank = 0;
    const pull = native.reals(b, m);
    for (let i = 0; i < m; i++) {
      const row = native.reals(z + 8 * i * k, k);
      const square = dot(row, row);
      if (!(Math.sqrt(square) > rounding)) continue;
      rank++;
      add(coefficients, pull[i]! / square, row);
    }
    return { coefficients, rank };
  });
}
