// Student's t quantile for whole degrees of freedom (selection/quantile.py), by a finite series and bisection.

/** The two-sided quantile t with P(T ≤ t) = `probability` > ½, for `degrees` ≥ 1. */
export function tQuantile(probability: number, degrees: number): number {
  const central = 2 * probability - 1;
  let [low, high] = [0, Math.PI / 2];
  for (;;) {
    const middle = 0.5 * (low + high);
    if (middle === low || middle === high) return Math.sqrt(degrees) * Math.tan(low);
    if (centralAt(middle, degrees) < central) low = middle;
    else high = middle;
  }
}

/** P(|T| ≤ √ν tan θ): Abramowitz & Stegun 1964, 26.7.3 (odd ν) and 26.7.4 (even ν). */
function centralAt(theta: number, degrees: number): number {
  const square = Math.cos(theta) ** 2;
  const odd = degrees % 2 === 1;
  let term = odd ? Math.cos(theta) : 1;
  let total = degrees > 1 ? term : 0;
  for (let k = odd ? 3 : 2; k < degrees - 1; k += 2) {
    term *= (square * (k - 1)) / k;
    total += term;
  }
  return odd ? (2 / Math.PI) * (theta + Math.sin(theta) * total) : Math.sin(theta) * total;
}
