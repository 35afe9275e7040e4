// Where a function of the strength that falls as it grows meets a value.

const TURNS = 60; // halvings of the logarithm: beyond rounding

/** The strength between `weak` and `strong` at which `falling` is `wanted`; where it never is, the nearer end. */
export function strengthWhere(falling: (lambda: number) => number, wanted: number, weak: number, strong: number): number {
  let [low, high] = [Math.log(weak), Math.log(strong)];
  for (let turn = 0; turn < TURNS; turn++) {
    const middle = (low + high) / 2;
    if (falling(Math.exp(middle)) > wanted) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
