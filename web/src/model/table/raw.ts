// The bytes of a dropped file as text bytes: unpacked, without a byte order mark, UTF-16 turned into UTF-8.
import { TableError } from "./errors.ts";
import { quoted } from "./format.ts";

/** What a page bears; beyond it, sentences point to the command line. */
export const MOST_BYTES = 48 << 20;
const MEGABYTE = 1 << 20;

export interface Raw {
  readonly shown: string; // the file's name, as sentences say it
  readonly bytes: Uint8Array; // after the byte order mark
  readonly mark: "utf-8" | "utf-16-le" | "utf-16-be" | null; // what that mark said
}

/** Raises TableError: empty, too large, damaged, or no text at all. */
export async function rawOf(name: string, given: Uint8Array<ArrayBuffer>): Promise<Raw> {
  const shown = quoted(name);
  if (!given.length) throw new TableError(`${shown} is empty; name a file with columns and rows.`);
  checkSize(shown, given.length);
  refuseOthers(shown, given);
  const bytes = given[0] === 0x1f && given[1] === 0x8b ? await unpacked(shown, given) : given;
  if (starts(bytes, 0xef, 0xbb, 0xbf)) return { shown, bytes: bytes.subarray(3), mark: "utf-8" };
  const mark = starts(bytes, 0xff, 0xfe) ? "utf-16-le" : starts(bytes, 0xfe, 0xff) ? "utf-16-be" : null;
  return { shown, bytes: mark ? fromUtf16(shown, bytes, mark) : bytes, mark };
}

function checkSize(shown: string, size: number): void {
  if (size <= MOST_BYTES) return;
  throw new TableError(
    `${shown} holds ${Math.ceil(size / MEGABYTE)} MB, more than the ${MOST_BYTES / MEGABYTE} MB that a page ` +
      `bears; leave ` +
      "rows out, or run `shrinkage compare` on your machine, which reads tables of any length.",
  );
}

const starts = (bytes: Uint8Array, ...first: number[]): boolean => first.every((byte, i) => bytes[i] === byte);

function refuseOthers(shown: string, bytes: Uint8Array): void {
  const what = starts(bytes, 0x50, 0x41, 0x52, 0x31)
    ? "Parquet"
    : starts(bytes, 0x50, 0x4b, 0x03, 0x04)
      ? "a spreadsheet or another packed file"
      : starts(bytes, 0x28, 0xb5, 0x2f, 0xfd)
        ? "packed by zstd"
        : null;
  if (what)
    throw new TableError(
      `${shown} is ${what}, and a page reads CSV only; save it as CSV, or run \`shrinkage compare\` on your machine.`,
    );
}

async function unpacked(shown: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      size += value.length;
      checkSize(shown, size);
      pieces.push(value);
    }
  } catch (error) {
    if (error instanceof TableError) throw error;
    throw new TableError(`${shown} breaks off or is damaged; fetch it again.`);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function fromUtf16(shown: string, bytes: Uint8Array, mark: string): Uint8Array {
  try {
    return new TextEncoder().encode(
      new TextDecoder(mark.replace("-le", "le").replace("-be", "be"), { fatal: true }).decode(bytes),
    );
  } catch {
    throw new TableError(`${shown} begins as UTF-16 but is not; save it as UTF-8 and try again.`);
  }
}
