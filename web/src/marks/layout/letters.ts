// How wide text is, without a page to measure it on: an estimate on the safe side for the fonts of `--letters`.

const WIDE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Extended_Pictographic}|[\u3000-\u303f\uff00-\uff60]/u;
const NONE = /\p{M}|\u200d|\u200c|[\u2066-\u2069\ufe0f]/u;

const known = new Map<string, number>();

/** Width of one character, in heights of the letters. */
function wide(mark: string): number {
  const before = known.get(mark);
  if (before !== undefined) return before;
  const width = guessed(mark);
  known.set(mark, width);
  return width;
}

function guessed(mark: string): number {
  if (NONE.test(mark)) return 0;
  if (WIDE.test(mark)) return 1.1;
  if (/[ijlI.,:;'|!()[\] \u2009]/.test(mark)) return 0.4;
  if (/[mwMW@%—…]/.test(mark)) return 0.98;
  return /[A-Z0-9_+−=<>~×±#&?]/.test(mark) ? 0.72 : 0.65;
}

export function widthOf(text: string, size = 13): number {
  let sum = 0;
  for (const mark of text) sum += wide(mark);
  return sum * size;
}

/** `text` in at most `pixels`: the middle goes, since both ends tell names apart. */
export function fitted(text: string, pixels: number, size = 13): string {
  if (widthOf(text.slice(0, 400), size) <= pixels && text.length <= 400) return text;
  const marks = [...text];
  const room = pixels - wide("…") * size;
  const tail = taken([...marks].reverse(), room / 3, size);
  const used = widthOf(marks.slice(marks.length - tail).join(""), size);
  const head = taken(marks, room - used, size);
  return `${marks.slice(0, head).join("")}…${tail ? marks.slice(-tail).join("") : ""}`;
}

/** How many characters from the start take at most `room`; a mark that joins is not cut from its letter. */
function taken(marks: readonly string[], room: number, size: number): number {
  let used = 0;
  for (const [index, mark] of marks.entries()) {
    used += wide(mark) * size;
    if (used > room) return index;
  }
  return marks.length;
}
