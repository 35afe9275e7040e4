// The axis of strengths: logarithmic, strongest at the left, as paths are walked.

export interface StrengthScale {
  x(lambda: number): number; // pixels; beyond an end, at that end
  lambda(x: number): number;
  position(lambda: number): number; // 0 strongest … STEPS weakest, for a slider
  at(position: number): number;
  ticks: { x: number; label: string }[];
}

export const STEPS = 1000; // of a slider: fine enough to land within 1% of any strength on a path of four decades

/** Strengths from `strong` to `weak`, both above 0, on the pixels from `left` to `right`. */
export function strengthScale(strong: number, weak: number, left: number, right: number): StrengthScale {
  const top = Math.log(strong);
  const fall = Math.max(top - Math.log(weak), 1e-12);
  const share = (lambda: number): number => {
    if (!(lambda > 0)) return 1;
    return Math.min(Math.max((top - Math.log(lambda)) / fall, 0), 1);
  };
  const strength = (part: number): number => {
    const held = Math.min(Math.max(part, 0), 1);
    return held === 0 ? strong : held === 1 ? weak : Math.exp(top - held * fall);
  };
  const x = (lambda: number): number => left + share(lambda) * (right - left);
  return {
    x,
    lambda: (pixel) => strength((pixel - left) / (right - left)),
    position: (lambda) => share(lambda) * STEPS,
    at: (position) => strength(position / STEPS),
    ticks: decades(strong, weak, (right - left) / 64).map((lambda) => ({ x: x(lambda), label: power(lambda) })),
  };
}

/** Powers of ten between two strengths, at most so many; on less than a decade 1, 2 and 5 times them. */
export function decades(strong: number, weak: number, most: number): number[] {
  const last = Math.floor(Math.log10(strong) + 1e-9);
  const first = Math.ceil(Math.log10(weak) - 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(most, 2)));
  const found: number[] = [];
  for (let exponent = last; exponent >= first; exponent--)
    if ((last - exponent) % every === 0) found.push(tenTo(exponent));
  if (found.length >= 2) return found;
  return [...found, ...between(strong, weak)].sort((a, b) => b - a);
}

function between(strong: number, weak: number): number[] {
  const found: number[] = [];
  for (let exponent = Math.ceil(Math.log10(strong)); exponent >= Math.floor(Math.log10(weak)); exponent--)
    for (const step of [5, 2]) {
      const lambda = step * tenTo(exponent);
      if (lambda <= strong && lambda >= weak) found.push(lambda);
    }
  return found;
}

const tenTo = (exponent: number): number => Number(`1e${exponent}`);

const RAISED: Record<string, string> = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((s, d) => [d, s])) };

/** `1,000`, `0.01`, `10⁻⁵`: a power of ten as people write it. */
export function power(lambda: number): string {
  if (lambda >= 1e-3 && lambda < 1e5) return lambda.toLocaleString("en", { maximumSignificantDigits: 3 });
  const exponent = Math.floor(Math.log10(lambda) + 1e-9);
  const factor = Math.round(lambda / tenTo(exponent));
  const raised = [...String(exponent)].map((sign) => RAISED[sign] ?? sign).join("");
  return factor === 1 ? `10${raised}` : `${factor}×10${raised}`;
}
