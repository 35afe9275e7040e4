// Numbers and texts as Python writes them, so that sentences made in the page read as those of `shrinkage compare`.

/** f"{value:.{digits}g}" */
export function general(value: number, digits: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const [mantissa, exponent] = even(value, digits - 1).split("e") as [string, string];
  const power = Number(exponent);
  if (power < -4 || power >= digits)
    return `${trimmed(mantissa)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  return trimmed(shifted(mantissa, power));
}

/** f"{value:,.{digits}g}" */
export const groupedGeneral = (value: number, digits: number): string => grouped(general(value, digits));

/** f"{value:.{decimals}f}" */
export function fixed(value: number, decimals: number): string {
  const full = Math.abs(value).toFixed(100);
  const point = full.indexOf(".");
  const behind = full.slice(point + 1 + decimals);
  const kept = full.slice(0, decimals === 0 ? point : point + 1 + decimals);
  const isTie = /^50*$/.test(behind);
  const rounded = isTie && Number(kept[kept.length - 1]) % 2 === 0 ? kept : Math.abs(value).toFixed(decimals);
  return value < 0 ? `-${rounded}` : rounded;
}

/** f"{value:,}" of a whole number, f"{value:,.0f}" of any. */
export const whole = (value: number): string => grouped(fixed(value, 0));

/** repr(text) */
export function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let shown = "";
  for (const one of text) {
    if (one === mark || one === "\\") shown += `\\${one}`;
    else if (SHAPELESS.test(one) && one !== " ") shown += escaped(one);
    else shown += one;
  }
  return `${mark}${shown}${mark}`;
}

/** Control, format and unassigned characters as escapes, as `present/safe.py` cleans names. */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, (one) =>
    one === "\u200c" || one === "\u200d" ? one : escaped(one),
  );
}

/** Order of texts in Python: by code points, where JavaScript compares halves of them. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const [one, other] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const difference = one[i]!.codePointAt(0)! - other[i]!.codePointAt(0)!;
    if (difference) return difference;
  }
  return one.length - other.length;
}

const SHAPELESS = /[\p{C}\p{Z}]/u;
const NAMED: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(one: string): string {
  const code = one.codePointAt(0)!;
  const hex = (width: number): string => code.toString(16).padStart(width, "0");
  return NAMED[one] ?? (code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`);
}

/** value.toExponential(decimals), but of two equally near decimals the even one, as Python has it. */
function even(value: number, decimals: number): string {
  const rounded = value.toExponential(decimals);
  const [mantissa, exponent] = value.toExponential(100).split("e") as [string, string];
  const point = mantissa.indexOf(".");
  if (!/^50*$/.test(mantissa.slice(point + 1 + decimals))) return rounded;
  const kept = mantissa.slice(0, decimals === 0 ? point : point + 1 + decimals);
  return Number(kept[kept.length - 1]) % 2 === 0 ? `${kept}e${exponent}` : rounded;
}

function shifted(mantissa: string, power: number): string {
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${digits}`;
  return digits.length > power + 1
    ? `${sign}${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`
    : `${sign}${digits}`;
}

const trimmed = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

function grouped(text: string): string {
  const [, sign, digits, rest] = /^(-?)(\d+)(.*)$/.exec(text)!;
  return `${sign}${digits!.replace(/\B(?=(\d{3})+$)/g, ",")}${rest}`;
}
