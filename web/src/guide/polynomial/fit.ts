// Polynomials by penalised least squares: features x, x², … of mean 0 and variance 1, as the package standardises them.
import { type Kernel } from "../../model/kernel.ts";
import { type Quadratic } from "../../model/quadratic.ts";

export interface Design {
  readonly degree: number;
  readonly columns: readonly Float64Array[]; // standardised powers, one a degree from 1
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  readonly gram: Float64Array; // of the columns, over the number of points
}

export interface Polynomial {
  readonly weights: Float64Array; // of the standardised powers: what a penalty sees
  readonly powers: Float64Array; // of the powers themselves
  readonly level: number; // the intercept
}

export function design(x: Float64Array, degree: number): Design {
  const powers = Array.from({ length: degree }, (_, k) => x.map((value) => value ** (k + 1)));
  const means = Float64Array.from(powers, mean);
  const deviations = Float64Array.from(powers, (power, k) => Math.sqrt(mean(power.map((value) => (value - means[k]!) ** 2))));
  const columns = powers.map((power, k) => power.map((value) => (value - means[k]!) / deviations[k]!));
  const gram = new Float64Array(degree * degree);
  columns.forEach((a, i) => columns.forEach((b, j) => (gram[i * degree + j] = inner(a, b) / x.length)));
  return { degree, columns, means, deviations, gram };
}

/** Solutions at each strength, strongest first. */
export function penalised(kernel: Kernel, own: Design, y: Float64Array, lambdas: readonly number[], l1Ratio: number): Polynomial[] {
  const problem = quadratic(own.gram, own.columns, y);
  return kernel.path(problem, lambdas, l1Ratio).coefficients.map((weights) => polynomial(own, y, weights));
}

/**
 * Least squares. Products of such powers are too nearly dependent to be solved as they are (their condition is that of the
 * columns, squared: 10¹² and more), so the kernel is given columns at right angles that span the same, and their weights
 * are turned back into those of the powers (Golub & Van Loan 2013, §5.3.3).
 */
export function free(kernel: Kernel, own: Design, y: Float64Array): Polynomial {
  const { directions, triangle } = squared.get(own) ?? rightAngled(own);
  const p = own.degree;
  const one = Float64Array.from({ length: p * p }, (_, at) => Number(at % (p + 1) === 0));
  const along = kernel.solve(quadratic(one, directions, y), { lambda: 0, l1Ratio: 0 });
  const weights = new Float64Array(p);
  for (let i = p - 1; i >= 0; i--) {
    let sum = along[i]!;
    for (let j = i + 1; j < p; j++) sum -= triangle[i * p + j]! * weights[j]!;
    weights[i] = sum / triangle[i * p + i]!;
  }
  return polynomial(own, y, weights);
}

function quadratic(gram: Float64Array, columns: readonly Float64Array[], y: Float64Array): Quadratic {
  const level = mean(y);
  const centred = y.map((value) => value - level);
  return {
    gram,
    xty: Float64Array.from(columns, (column) => inner(column, centred) / y.length),
    yy: inner(centred, centred) / y.length,
    factors: new Float64Array(columns.length).fill(1),
    positive: false,
  };
}

interface Squared {
  readonly directions: readonly Float64Array[];
  readonly triangle: Float64Array;
}
const squared = new WeakMap<Design, Squared>(); // a point that is moved leaves the columns as they are

/** Columns of variance 1 at right angles, and the triangle R with columns = directions · R; twice over, so that they are. */
function rightAngled(own: Design): Squared {
  const { columns } = own;
  const p = columns.length;
  const triangle = new Float64Array(p * p);
  const directions: Float64Array[] = [];
  columns.forEach((column, j) => {
    const rest = column.slice();
    for (let turn = 0; turn < 2; turn++)
      directions.forEach((direction, i) => {
        const share = inner(direction, rest) / rest.length;
        rest.forEach((value, row) => (rest[row] = value - share * direction[row]!));
        triangle[i * p + j]! += share;
      });
    const length = Math.sqrt(inner(rest, rest) / rest.length);
    triangle[j * p + j] = length;
    directions.push(rest.map((value) => value / length));
  });
  const found = { directions, triangle };
  squared.set(own, found);
  return found;
}

function polynomial(own: Design, y: Float64Array, weights: Float64Array): Polynomial {
  const powers = weights.map((weight, k) => weight / own.deviations[k]!);
  return { weights, powers, level: mean(y) - inner(powers, own.means) };
}

/** Its heights, by Horner's rule. */
export function heights({ powers, level }: Polynomial, x: Float64Array): Float64Array {
  return x.map((place) => {
    let sum = 0;
    for (let k = powers.length - 1; k >= 0; k--) sum = (sum + powers[k]!) * place;
    return level + sum;
  });
}

/** Root of the mean square of a difference. */
export function apart(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}

export function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
