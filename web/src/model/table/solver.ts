// The module's solvers over arrays of the page (kernel/wasm_moments.cpp): paths, ridge, eigenvalues, held-out errors.
import { type Native } from "./native.ts";
import { type Held, type Training } from "./parts.ts";

/** Coefficients (m, p) by rows, and how each solve ended: 0 solved, 1 capped, 2 stuck. */
export interface Path {
  readonly coefficients: Float64Array;
  readonly outcomes: Int32Array;
}

/** Exact solutions along decreasing strengths, for an l1_ratio above 0, warm from `start`. */
export function activeSetPath(native: Native, { gram, xty, yy }: Training, lams: Float64Array, l1Ratio: number, start: Float64Array): Path {
  const [p, m] = [xty.length, lams.length];
  return native.scoped(() => {
    const [g, c, grid, from] = [native.putReals(gram), native.putReals(xty), native.putReals(lams), native.putReals(start)];
    const [out, outcomes] = [native.room(8 * m * p), native.room(4 * m)];
    native.must(native.call.path(p, g, c, yy, m, grid, l1Ratio, from, out, outcomes));
    return { coefficients: native.reals(out, m * p).slice(), outcomes: native.wholes(outcomes, m).slice() };
  });
}

/** Columns that vary. */
export const varying = ({ scale }: Training): number[] => [...scale.keys()].filter((j) => scale[j]! > 0);

/** G between `members`. */
export function gramOf({ gram, xty }: Training, members: readonly number[]): Float64Array {
  const [p, k] = [xty.length, members.length];
  if (k === p) return gram;
  const own = new Float64Array(k * k);
  members.forEach((i, a) => members.forEach((j, b) => (own[a * k + b] = gram[i * p + j]!)));
  return own;
}

/** A matrix reduced to tridiagonal form, for as long as `work` runs. */
export function reduced<T>(native: Native, gram: Float64Array, work: (matrix: Reduced) => T): T {
  const size = Math.round(Math.sqrt(gram.length));
  return native.scoped(() => work(new Reduced(native, size, native.must(native.call.tridiagonal(size, native.putReals(gram))))));
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
      return this.native.reals(out, this.size).map((value) => Math.max(value, 0)).sort();
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
export function scores(native: Native, { weight, scatter, apart, inverse }: Held, coefficients: Float64Array): Float64Array {
  const p = inverse.length;
  const q = p + 1;
  const m = coefficients.length / p;
  const u = new Float64Array(m * q);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < p; j++) u[i * q + j] = coefficients[i * p + j]! * inverse[j]!;
    u[i * q + p] = 1;
  }
  return forms(native, scatter, q, u).map((spread, i) => {
    let bias = 0;
    for (let j = 0; j < q; j++) bias += u[i * q + j]! * apart[j]!;
    return Math.max(spread / weight, 0) + bias * bias;
  });
}

/** Training errors (m): yy − 2 w·c + w·G w. */
export function trainingErrors(native: Native, { gram, xty, yy }: Training, coefficients: Float64Array): Float64Array {
  const p = xty.length;
  return forms(native, gram, p, coefficients).map((form, i) => {
    let along = 0;
    for (let j = 0; j < p; j++) along += coefficients[i * p + j]! * xty[j]!;
    return Math.max(yy - 2 * along + form, 0);
  });
}

function forms(native: Native, matrix: Float64Array, q: number, u: Float64Array): Float64Array {
  const m = u.length / q;
  return native.scoped(() => {
    const [a, b, out] = [native.putReals(matrix), native.putReals(u), native.room(8 * m)];
    native.call.forms(a, q, b, m, out);
    return native.reals(out, m).slice();
  });
}
