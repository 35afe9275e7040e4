// Round numbers along a linear axis.

export interface Tick {
  value: number;
  label: string;
}

/** Some `wanted` round numbers within [low, high], 1, 2 or 5 times a power of ten apart, with like decimals. */
export function ticks(low: number, high: number, wanted: number): Tick[] {
  if (!(high > low)) return [{ value: low, label: plain(low, 3) }];
  const raw = (high - low) / Math.max(wanted, 1);
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = unit * (raw / unit <= 1.5 ? 1 : raw / unit <= 3.5 ? 2 : raw / unit <= 7.5 ? 5 : 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const found: Tick[] = [];
  for (let k = first; k <= last; k++) found.push({ value: k * step || 0, label: labelled(k * step || 0, step) });
  return found;
}

function labelled(value: number, step: number): string {
  const size = Math.max(Math.abs(value), step);
  // As many digits as tell one tick from the next.
  if (size >= 1e7 || step < 1e-4) return plain(value, Math.max(1, exponent(value) - exponent(step) + 1));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return signed(value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
}

function plain(value: number, digits: number): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  if (Math.abs(Number(exponent)) < 5) return signed(value.toLocaleString("en", { maximumSignificantDigits: digits }));
  return signed(`${Number(mantissa)}e${Number(exponent)}`);
}

const exponent = (value: number): number => (value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)) + 1e-9));

const signed = (text: string): string => text.replaceAll("-", "−");
