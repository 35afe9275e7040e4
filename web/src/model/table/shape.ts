// What the columns of the full training part say of each other and of the target: collinearity, degrees of freedom
// along a path, and columns that alone explain the target.
import { coefficientsAt, type Curve } from "./curves.ts";
import { dot, inverseTrace } from "./dense.ts";
import { type Native } from "./native.ts";
import { type Training } from "./parts.ts";
import { gramOf, reduced, type Problem } from "./solver.ts";

/** condition: √(largest/smallest eigenvalue), infinite at rounding; twins: columns whose correlation with some other is
 * above 0.95 in size. */
export interface Collinearity {
  readonly varying: number;
  readonly condition: number;
  readonly twins: number;
}

const TWINS = 0.95;

export function collinearityOf({ members, gram, values, largest }: Problem): Collinearity {
  const k = members.length;
  if (!k) return { varying: 0, condition: 1, twins: 0 };
  const smallest = values[0]!;
  const condition = smallest > largest * k * Number.EPSILON ? Math.sqrt(largest / smallest) : Infinity;
  const isTwin = (a: number): boolean => members.some((_, b) => b !== a && Math.abs(gram[a * k + b]!) > TWINS);
  return { varying: k, condition, twins: members.filter((_, a) => isTwin(a)).length };
}

// Points that share a support from which on eigenvalues cost less than a factor and its inverse for each.
const WORTH_DECOMPOSING = 8;

/** Effective degrees of freedom along a curve, the intercept not counted (path/freedom.py). values: eigenvalues of the
 * full problem, ascending. */
export function degreesOfFreedom(native: Native, full: Training, curve: Curve, values: Float64Array): Float64Array {
  const { l1Ratio, lams } = curve;
  if (l1Ratio === 0) return lams.map((lam) => values.reduce((sum, value) => sum + value / (value + lam), 0));
  const supports = [...lams.keys()].map((point) => supportOf(coefficientsAt(curve, point)));
  if (l1Ratio === 1) return Float64Array.from(supports, (members) => members.length);
  const freedom = new Float64Array(lams.length);
  for (let first = 0, last = 0; first < lams.length; first = last) {
    while (last < lams.length && supports[last]!.join() === supports[first]!.join()) last++;
    freedom.set(
      shared(
        native,
        full,
        supports[first]!,
        lams.slice(first, last).map((lam) => lam * (1 - l1Ratio)),
      ),
      first,
    );
  }
  return freedom;
}

function shared(native: Native, full: Training, members: readonly number[], l2: Float64Array): Float64Array {
  const k = members.length;
  if (!k) return new Float64Array(l2.length);
  const gram = gramOf(full, members);
  if (l2.length >= WORTH_DECOMPOSING) {
    const values = native.scoped(() => reduced(native, gram).values());
    return l2.map((lam) => values.reduce((sum, value) => sum + value / (value + lam), 0));
  }
  return l2.map((lam) => {
    const system = gram.slice();
    for (let j = 0; j < k; j++) system[j * k + j]! += lam;
    return k - lam * inverseTrace(native, system);
  });
}

const supportOf = (coefficients: Float64Array): number[] =>
  [...coefficients.keys()].filter((j) => coefficients[j] !== 0);

const LARGEST_GROUP = 100;
const CUT_OFF = 1e-10;

/** Share of the target's variance that least squares on each column's features alone explains (moments/leaks.py). */
export function explained(
  native: Native,
  full: Training,
  groups: ReadonlyMap<string, readonly number[]>,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const [column, members] of groups) {
    if (members.length > LARGEST_GROUP) continue;
    found.set(column, full.yy > 0 ? rSquared(native, full, members) : 0);
  }
  return found;
}

function rSquared(native: Native, full: Training, members: readonly number[]): number {
  const own = Float64Array.from(members, (j) => full.xty[j]!);
  if (members.length === 1) return full.scale[members[0]!]! > 0 ? Math.min(own[0]! ** 2 / full.yy, 1) : 0;
  const { values, rows } = native.scoped(() => reduced(native, gramOf(full, members)).vectors());
  const least = CUT_OFF * values[values.length - 1]!;
  return Math.min(
    1,
    rows.reduce((sum, row, k) => (values[k]! > least ? sum + dot(row, own) ** 2 / values[k]! / full.yy : sum), 0),
  );
}
