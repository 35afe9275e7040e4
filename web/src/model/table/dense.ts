// Small dense algebra on plain arrays, and linear systems by the module's Cholesky factor.
import { type Native } from "./native.ts";

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** y ← y + a x. */
export function add(y: Float64Array, a: number, x: Float64Array): void {
  for (let i = 0; i < y.length; i++) y[i]! += a * x[i]!;
}

export const norm = (x: Float64Array): number => Math.sqrt(dot(x, x));

/** A x, for A (n, n) by rows. */
export function times(matrix: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  const product = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++, at++) sum += matrix[at]! * x[j]!;
    product[i] = sum;
  }
  return product;
}

/** Without its part along orthonormal vectors. */
export function projected(x: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const left = x.slice();
  for (const one of basis) add(left, -dot(one, left), one);
  return left;
}

/** The same span by orthonormal vectors. */
export function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const left = projected(projected(vector, basis), basis); // twice is enough
    const length = norm(left);
    if (length > 0) basis.push(left.map((value) => value / length));
  }
  return basis;
}

/** Orthonormal columns Q, and R with B = Q R, of the columns of B: pivoted, until those left are no longer than
 * `least`. */
export function pivoted(columns: readonly Float64Array[], least: number): { q: Float64Array[]; r: Float64Array[] } {
  const left = columns.map((column) => column.slice());
  const q: Float64Array[] = [];
  for (;;) {
    const lengths = left.map(norm);
    const most = lengths.reduce((best, length, k) => (length > lengths[best]! ? k : best), 0);
    if (!left.length || !(lengths[most]! > least)) break;
    const own = projected(left[most]!, q);
    const length = norm(own);
    q.push(own.map((value) => value / length));
    for (const column of left) add(column, -dot(q[q.length - 1]!, column), q[q.length - 1]!);
    left[most]!.fill(0);
  }
  return { q, r: q.map((one) => Float64Array.from(columns, (column) => dot(one, column))) };
}

/** x of A x = b, for a small A given by its rows: elimination with partial pivoting. */
export function solved(matrix: readonly Float64Array[], b: Float64Array): Float64Array {
  const n = b.length;
  const rows = matrix.map((row, i) => Float64Array.from([...row, b[i]!]));
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[best]![k]!)) best = i;
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    for (let i = k + 1; i < n; i++) add(rows[i]!, -rows[i]![k]! / rows[k]![k]!, rows[k]!);
  }
  const x = new Float64Array(n);
  for (let k = n - 1; k >= 0; k--) {
    let sum = rows[k]![n]!;
    for (let j = k + 1; j < n; j++) sum -= rows[k]![j]! * x[j]!;
    x[k] = sum / rows[k]![k]!;
  }
  return x;
}

/** Solutions with a positive definite matrix (n, n), for as long as `work` runs. */
export function factored<T>(
  native: Native,
  matrix: Float64Array,
  work: (solve: (b: Float64Array) => Float64Array) => T,
): T {
  const n = Math.round(Math.sqrt(matrix.length));
  return native.scoped(() => {
    const factor = native.must(native.call.cholesky(n, native.putReals(matrix)));
    return work((b) =>
      native.scoped(() => {
        const at = native.putReals(b);
        native.call.cholesky_solve(factor, at, 1);
        return native.reals(at, n).slice();
      }),
    );
  });
}

/** Trace of the inverse of a positive definite matrix (n, n). */
export function inverseTrace(native: Native, matrix: Float64Array): number {
  const n = Math.round(Math.sqrt(matrix.length));
  return native.scoped(() => native.call.inverse_trace(native.must(native.call.cholesky(n, native.putReals(matrix)))));
}
