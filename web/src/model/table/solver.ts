// The module's solvers over arrays of the page (kernel/wasm_moments.cpp): paths, ridge, eigenvalues, held-out errors.
import { type Native } from "./native.ts";
import { type Held, type Training } from "./parts.ts";

/** Coefficients (m, p) by rows, and how each solve ended: 0 solved, 1 capped, 2 stuck. */
export interface Path {
  readonly coefficients: Float64Array;
  readonly outcomes: Int32Array;
}

/** lams (k) decreasing; nonzero: coefficients that are not 0 between a knot and the next; table: (k, p) at the knots,
 * linear in between; onGrid: (m, p) at the strengths that were asked for. */
export interface KnotRows {
  readonly lams: Float64Array;
  readonly nonzero: readonly number[];
  readonly table: Float64Array;
  readonly onGrid: Float64Array;
}

/** A training part in the module's memory, for as long as that stands: its products, and the reduction of those between
 * columns that vary, which serves ridge, eigenvalues and short directions alike. */
export class Problem {
  readonly members: readonly number[]; // columns that vary
  readonly gram: Float64Array; // between them
  readonly xty: Float64Array;
  readonly values: Float64Array; // eigenvalues of that Gram, ascending
  private readonly products: number;
  private readonly matrix: Reduced | null;

  constructor(
    private readonly native: Native,
    readonly trained: Training,
  ) {
    this.members = [...trained.scale.keys()].filter((j) => trained.scale[j]! > 0);
    this.gram = gramOf(trained, this.members);
    this.xty = Float64Array.from(this.members, (j) => trained.xty[j]!);
    this.products = native.putReals(trained.gram);
    this.matrix = this.members.length ? reduced(native, this.gram) : null;
    this.values = this.matrix?.values() ?? new Float64Array(0);
  }

  get largest(): number {
    return this.values.at(-1) ?? 0;
  }

  /** Of the columns that vary; null where none does. */
  get reduced(): Reduced | null {
    return this.matrix;
  }

  /** Coefficients (p) from those of the columns that vary. */
  spread(own: Float64Array): Float64Array {
    const whole = new Float64Array(this.trained.xty.length);
    for (let a = 0; a < this.members.length; a++) whole[this.members[a]!] = own[a]!;
    return whole;
  }

  /** Exact solutions along decreasing strengths, warm from `start`; l1Ratio 0 through the reduction. */
  path(lams: Float64Array, l1Ratio: number, start: Float64Array): Path {
    return l1Ratio > 0 && start.length ? this.activeSetPath(lams, l1Ratio, start) : this.ridgePath(lams);
  }

  /** The L1 path by its knots, from the first strength to the last; null where it cannot be had (`lasso_knots`). */
  knots(lams: Float64Array, most: number): KnotRows | null {
    const { native, trained } = this;
    const [p, m] = [trained.xty.length, lams.length];
    return native.scoped(() => {
      const [c, grid, onGrid, out] = [
        native.putReals(trained.xty),
        native.putReals(lams),
        native.filled(m * p),
        native.room(4),
      ];
      const at = native.call.lasso_knots(p, this.products, c, trained.yy, m, grid, most, onGrid, out);
      if (!at) return null;
      const count = native.wholes(out, 1)[0]!;
      const width = 2 + p + (p % 2);
      const rows = native.reals(at, count * width);
      const table = new Float64Array(count * p);
      for (let k = 0; k < count; k++) table.set(rows.subarray(k * width + 2, k * width + 2 + p), k * p);
      return {
        lams: Float64Array.from({ length: count }, (_, k) => rows[k * width]!),
        nonzero: Array.from({ length: count }, (_, k) => rows[k * width + 1]!),
        table,
        onGrid: native.reals(onGrid, m * p).slice(),
      };
    });
  }

  private activeSetPath(lams: Float64Array, l1Ratio: number, start: Float64Array): Path {
    const { native, trained } = this;
    const [p, m] = [start.length, lams.length];
    return native.scoped(() => {
      const [c, grid, from] = [native.putReals(trained.xty), native.putReals(lams), native.putReals(start)];
      const [out, outcomes] = [native.room(8 * m * p), native.room(4 * m)];
      native.must(native.call.path(p, this.products, c, trained.yy, m, grid, l1Ratio, from, out, outcomes));
      return { coefficients: native.reals(out, m * p).slice(), outcomes: native.wholes(outcomes, m).slice() };
    });
  }

  private ridgePath(lams: Float64Array): Path {
    const outcomes = new Int32Array(lams.length);
    const own = this.matrix?.ridge(this.xty, lams) ?? new Float64Array(0);
    const [p, k] = [this.trained.xty.length, this.members.length];
    if (k === p) return { coefficients: own, outcomes };
    const coefficients = new Float64Array(lams.length * p);
    for (let i = 0; i < lams.length; i++)
      for (let a = 0; a < k; a++) coefficients[i * p + this.members[a]!] = own[i * k + a]!;
    return { coefficients, outcomes };
  }
}

/** G between `members`. */
export function gramOf({ gram, xty }: Training, members: readonly number[]): Float64Array {
  const [p, k] = [xty.length, members.length];
  if (k === p) return gram;
  const own = new Float64Array(k * k);
  for (let a = 0, at = 0; a < k; a++) {
    const row = members[a]! * p;
    for (let b = 0; b < k; b++, at++) own[at] = gram[row + members[b]!]!;
  }
  return own;
}

/** A symmetric matrix reduced to tridiagonal form, in memory that whoever asks gives back. */
export function reduced(native: Native, matrix: Float64Array): Reduced {
  const size = Math.round(Math.sqrt(matrix.length));
  return new Reduced(native, size, native.must(native.call.tridiagonal(size, native.putReals(matrix))));
}

export class Reduced {
  constructor(
    private readonly native: Native,
    readonly size: number,
    private readonly at: number,
  ) {}

  /** Eigenvalues, ascending; rounding below 0 is 0. */
  values(): Float64Array {
    return this.native.scoped(() => {
      const out = this.native.room(8 * this.size);
      this.native.must(this.native.call.eigen(this.at, out, 0));
      return this.native
        .reals(out, this.size)
        .map((value) => Math.max(value, 0))
        .sort();
    });
  }

  /** Eigenvalues, ascending, and their vectors by rows. */
  vectors(): { values: Float64Array; rows: Float64Array[] } {
    const { native, size } = this;
    return native.scoped(() => {
      const [out, z] = [native.room(8 * size), native.room(8 * size * size)];
      native.must(native.call.eigen(this.at, out, z));
      const found = native.reals(out, size).slice();
      const order = [...found.keys()].sort((a, b) => found[a]! - found[b]!);
      return {
        values: Float64Array.from(order, (k) => Math.max(found[k]!, 0)),
        rows: order.map((k) => native.reals(z + 8 * k * size, size).slice()),
      };
    });
  }

  /** (A + lam)⁻¹ c for each strength: (m, size) by rows. */
  ridge(c: Float64Array, lams: Float64Array): Float64Array {
    const { native, size } = this;
    return native.scoped(() => {
      const [pull, grid, out] = [native.putReals(c), native.putReals(lams), native.room(8 * size * lams.length)];
      native.must(native.call.ridge(this.at, pull, grid, lams.length, out));
      return native.reals(out, size * lams.length).slice();
    });
  }

  /** Orthonormal vectors that span those of the `count` smallest eigenvalues, which lie well below `above`. */
  smallest(count: number, lam: number): Float64Array[] {
    const { native, size } = this;
    return native.scoped(() => {
      const rows = native.putReals(Float64Array.from({ length: count * size }, drawn()));
      native.must(native.call.smallest(this.at, count, lam, TURNS, rows));
      return Array.from({ length: count }, (_, k) => native.reals(rows + 8 * k * size, size).slice());
    });
  }
}

const TURNS = 3;

/** Numbers between −1 and 1 that look like chance and are the same every time (Park & Miller 1988). */
function drawn(): () => number {
  let state = 20_240_229;
  return () => (state = (state * 48_271) % 2_147_483_647) / 1_073_741_823.5 - 1;
}

/** Weighted mean squared errors (m) on the held-out part, of coefficients (m, p) by rows. */
export function scores(
  native: Native,
  { weight, scatter, apart, inverse }: Held,
  coefficients: Float64Array,
  m: number,
): Float64Array {
  const p = inverse.length;
  const q = p + 1;
  const u = new Float64Array(m * q);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < p; j++) u[i * q + j] = coefficients[i * p + j]! * inverse[j]!;
    u[i * q + p] = 1;
  }
  return forms(native, scatter, q, u, m).map((spread, i) => {
    let bias = 0;
    for (let j = 0; j < q; j++) bias += u[i * q + j]! * apart[j]!;
    return Math.max(spread / weight, 0) + bias * bias;
  });
}

/** Training errors (m): yy − 2 w·c + w·G w. */
export function trainingErrors(
  native: Native,
  { gram, xty, yy }: Training,
  coefficients: Float64Array,
  m: number,
): Float64Array {
  const p = xty.length;
  return forms(native, gram, p, coefficients, m).map((form, i) => {
    let along = 0;
    for (let j = 0; j < p; j++) along += coefficients[i * p + j]! * xty[j]!;
    return Math.max(yy - 2 * along + form, 0);
  });
}

function forms(native: Native, matrix: Float64Array, q: number, u: Float64Array, m: number): Float64Array {
  return native.scoped(() => {
    const [a, b, out] = [native.putReals(matrix), native.putReals(u), native.room(8 * m)];
    native.call.forms(a, q, b, m, out);
    return native.reals(out, m).slice();
  });
}
