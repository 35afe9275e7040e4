// Numbers for people, the same as shrinkage/present/numbers.py writes: few digits, decimals aligned down a column.

const LARGE = 1e9;
const SMALL = 1e-5;
const SUPERSCRIPTS = Object.fromEntries([..."-0123456789"].map((mark, i) => [mark, [..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"][i]]));
const UNITS = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** `value` in `digits` significant digits: `1,234`, `0.01234`, `1.234e-07`; `–` for null. */
export function number(value: number | null, digits = 4): string {
  if (value === null) return "–";
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return notFinite(value);
  if (!plain(Math.abs(value))) return exponential(value, digits - 1);
  return fixed(value, decimalsFor(value, digits));
}

/** In drawings: `1,234`, `−0.0123`, `1.23×10⁻⁷`. */
export function figureNumber(value: number, digits = 3): string {
  const [mantissa, exponent] = number(value, digits).replace(/^-/, "−").split("e");
  if (exponent === undefined) return mantissa!;
  return `${mantissa}×10${[...String(Number(exponent))].map((mark) => SUPERSCRIPTS[mark]).join("")}`;
}

/** A column of like numbers with one count of decimals, set by the largest. */
export function column(values: readonly (number | null)[], digits = 4): string[] {
  let largest = 0;
  for (const value of values)
    if (value !== null && Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) largest = 1;
  if (!plain(largest)) return values.map((value) => number(value, digits));
  const decimals = decimalsFor(largest, digits);
  return values.map((value) => inColumn(value, decimals));
}

/** All digits that tell this number from its neighbours, and no more: `88.4`, `1e-07`. */
export function exact(value: number): string {
  const short = general(value, 6);
  return Number(short) === value ? short : shortest(value);
}

/** The end of an axis in few cells: `26,610`, `1.23M`, `-1e-03`; shortened, never cut. */
export function label(value: number, cells = 6): string {
  const whole = number(value, 3);
  if (whole.length <= cells) return whole;
  for (const [unit, sign] of UNITS)
    if (unit <= Math.abs(value) && Math.abs(value) < 1000 * unit) return `${general(value / unit, 3)}${sign}`;
  return exponential(value, 0);
}

/** A gap: `3e-14`. */
export function small(value: number | null): string {
  if (value === null) return "–";
  return value === 0 ? "0" : exponential(value, 0);
}

/** `1 row`, `12,345 rows`. */
export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(String(value))} ${value === 1 ? noun : plural}`;
}

const plain = (size: number): boolean => SMALL <= size && size < LARGE;

function decimalsFor(value: number, digits: number): number {
  return Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
}

function inColumn(value: number | null, decimals: number): string {
  if (value === null) return "–";
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return notFinite(value);
  // Fewer digits would read as an exact zero, which it is not.
  if (Math.abs(value) < 0.5 * Number(`1e-${decimals}`)) return number(value, 2);
  return fixed(value, decimals);
}

function notFinite(value: number): string {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

/** Python's f"{value:,.{decimals}f}". */
function fixed(value: number, decimals: number): string {
  const [whole, rest] = halfEven(value, decimals, value.toFixed(decimals), value.toFixed(100)).split(".");
  return rest === undefined ? grouped(whole!) : `${grouped(whole!)}.${rest}`;
}

/** toFixed takes the larger of two equally near decimals, Python the even one: only a 5 with nothing behind it ties. */
function halfEven(value: number, decimals: number, rounded: string, full: string): string {
  const point = full.indexOf(".");
  const behind = full.slice(point + 1 + decimals);
  if (!/^50*$/.test(behind)) return rounded;
  const kept = full.slice(0, decimals === 0 ? point : point + 1 + decimals);
  const even = Number(kept[kept.length - 1]) % 2 === 0;
  if (even) return kept;
  const away = (Math.abs(value) + 0.25 * Number(`1e-${decimals}`)).toFixed(decimals);
  return value < 0 ? `-${away}` : away;
}

/** Python's f"{value:.{decimals}e}": an exponent of two digits at least. */
function exponential(value: number, decimals: number): string {
  const [mantissa, exponent] = evenExponential(value, decimals).split("e") as [string, string];
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

function evenExponential(value: number, decimals: number): string {
  const rounded = value.toExponential(decimals);
  const [mantissa, exponent] = value.toExponential(100).split("e") as [string, string];
  if (!/^50*$/.test(mantissa.slice(mantissa.indexOf(".") + 1 + decimals))) return rounded;
  const point = mantissa.indexOf(".");
  const kept = mantissa.slice(0, decimals === 0 ? point : point + 1 + decimals);
  return Number(kept[kept.length - 1]) % 2 === 0 ? `${kept}e${exponent}` : rounded;
}

/** Python's f"{value:.{digits}g}". */
function general(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  if (!Number.isFinite(value)) return notFinite(value);
  const scientific = exponential(value, digits - 1);
  const exponent = Number(scientific.slice(scientific.indexOf("e") + 1));
  const trimmed = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (exponent < -4 || exponent >= digits) return scientific.replace(/^[^e]+/, trimmed);
  return trimmed(fixed(value, digits - 1 - exponent).replaceAll(",", ""));
}

/** Python's repr. */
function shortest(value: number): string {
  const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
  const power = Number(exponent);
  if (power < -4 || power >= 16) return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  const text = String(value);
  if (text.includes("e")) return value.toFixed(Math.max(0, mantissa.replace(/[-.]/g, "").length - 1 - power));
  return text.includes(".") ? text : `${text}.0`;
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ",");
}
