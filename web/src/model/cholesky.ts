// Cholesky's factor of a small symmetric matrix, and what is solved with it.

/** L with LL' = a (k, k), below and on the diagonal. Pivots that rounding makes negative are as good as 0. */
export function cholesky(a: Float64Array, k: number): Float64Array {
  const lower = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * k + j]!;
      for (let t = 0; t < j; t++) sum -= lower[i * k + t]! * lower[j * k + t]!;
      if (i > j) lower[i * k + j] = sum / lower[j * k + j]!;
      else lower[i * k + i] = Math.sqrt(Math.max(sum, Number.EPSILON * a[i * k + i]!));
    }
  return lower;
}

/** x with LL'x = b. */
export function solved(lower: Float64Array, b: Float64Array): Float64Array {
  const k = b.length;
  const x = b.slice();
  for (let i = 0; i < k; i++) {
    let sum = x[i]!;
    for (let t = 0; t < i; t++) sum -= lower[i * k + t]! * x[t]!;
    x[i] = sum / lower[i * k + i]!;
  }
  for (let i = k - 1; i >= 0; i--) {
    const value = (x[i]! /= lower[i * k + i]!);
    for (let t = 0; t < i; t++) x[t]! -= lower[i * k + t]! * value;
  }
  return x;
}

/** [(LL')⁻¹]ⱼⱼ: the squared length of column j of L⁻¹. */
export function inverseDiagonal(lower: Float64Array, k: number, j: number): number {
  const column = new Float64Array(k);
  let square = 0;
  for (let i = j; i < k; i++) {
    let sum = i === j ? 1 : 0;
    for (let t = j; t < i; t++) sum -= lower[i * k + t]! * column[t]!;
    column[i] = sum / lower[i * k + i]!;
    square += column[i]! * column[i]!;
  }
  return square;
}
