// Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations (Golub & Van Loan 2013, §8.5).

export interface Eigen {
  readonly values: Float64Array; // (k), ascending
  readonly vectors: readonly Float64Array[]; // (k) unit vectors of (k), one a value
}

const SWEEPS = 60; // five to ten are enough
const ROUNDING = 16; // in units of epsilon² of the matrix: what a sweep leaves where it can do no better

// Matrices are never changed once they are made, and one is asked about again and again while a slider moves.
const known = new WeakMap<Float64Array, Eigen>();

export function eigen(matrix: Float64Array, k: number): Eigen {
  const found = known.get(matrix) ?? decomposed(matrix, k);
  known.set(matrix, found);
  return found;
}

function decomposed(matrix: Float64Array, k: number): Eigen {
  const a = matrix.slice();
  const vectors = new Float64Array(k * k); // by rows: row i is vector i
  for (let i = 0; i < k; i++) vectors[i * k + i] = 1;
  for (let turn = 0; turn < SWEEPS && !diagonal(a, k); turn++)
    for (let i = 0; i < k; i++) for (let j = i + 1; j < k; j++) rotate(a, vectors, k, i, j);
  const order = Array.from({ length: k }, (_, i) => i).sort((i, j) => a[i * k + i]! - a[j * k + j]!);
  return {
    values: Float64Array.from(order, (i) => a[i * k + i]!),
    vectors: order.map((i) => vectors.slice(i * k, (i + 1) * k)),
  };
}

function diagonal(a: Float64Array, k: number): boolean {
  let off = 0;
  let all = 0;
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      const square = a[i * k + j]! ** 2;
      all += square;
      if (i !== j) off += square;
    }
  return off <= ROUNDING * Number.EPSILON ** 2 * all;
}

/** Makes entry (i, j) zero. */
function rotate(a: Float64Array, vectors: Float64Array, k: number, i: number, j: number): void {
  const off = a[i * k + j]!;
  if (off === 0) return;
  const ratio = (a[j * k + j]! - a[i * k + i]!) / (2 * off);
  const t = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.hypot(1, ratio));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  for (let q = 0; q < k; q++) turn(a, q * k + i, q * k + j, c, s);
  for (let q = 0; q < k; q++) turn(a, i * k + q, j * k + q, c, s);
  for (let q = 0; q < k; q++) turn(vectors, i * k + q, j * k + q, c, s);
}

function turn(cells: Float64Array, at: number, beside: number, c: number, s: number): void {
  const [x, y] = [cells[at]!, cells[beside]!];
  cells[at] = c * x - s * y;
  cells[beside] = s * x + c * y;
}
