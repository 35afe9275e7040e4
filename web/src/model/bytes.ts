// Numbers of page data: float64, little-endian, base64.

/** A string that should be packed numbers and is not. */
export class PackedError extends Error {
  override name = "PackedError";
}

const WIDTH = 8;

/** The numbers of a packed string; NaN stands for a number that is not there. */
export function unpack(packed: string): Float64Array {
  const bytes = unpackBytes(packed);
  if (bytes.length % WIDTH !== 0)
    throw new PackedError(
      `packed numbers end in the middle of one (${bytes.length} bytes); ` +
        "the page is damaged, so write the report again.",
    );
  const view = new DataView(bytes.buffer);
  const numbers = new Float64Array(bytes.length / WIDTH);
  for (let i = 0; i < numbers.length; i++) numbers[i] = view.getFloat64(WIDTH * i, true);
  return numbers;
}

/** The bytes of a base64 string. */
export function unpackBytes(packed: string): Uint8Array<ArrayBuffer> {
  let text: string;
  try {
    text = atob(packed);
  } catch {
    throw new PackedError("packed numbers are not base64; the page is damaged, so write the report again.");
  }
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The packed form of numbers, as Python writes it. */
export function pack(numbers: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(WIDTH * numbers.length));
  for (let i = 0; i < numbers.length; i++) view.setFloat64(WIDTH * i, numbers[i]!, true);
  let bytes = "";
  for (let i = 0; i < view.byteLength; i++) bytes += String.fromCharCode(view.getUint8(i));
  return btoa(bytes);
}

/** Bytes as they were before they were deflated (RFC 1951), as Python packs the kernel and scripts. */
export async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
