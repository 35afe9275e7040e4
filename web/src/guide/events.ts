// Server-sent events out of a response: `EventSource` itself can send no headers, and so no token.

export interface Told {
  readonly name: string;
  readonly data: string;
}

/** One event after another; ended early, it lets the response go. */
export async function* events(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Told, void, undefined> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      let end: number;
      while ((end = text.indexOf("\n\n")) >= 0) {
        const told = parsed(text.slice(0, end));
        text = text.slice(end + 2);
        if (told) yield told;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** The lines of one event; null where they say nothing, as a sign of life. */
function parsed(lines: string): Told | null {
  let name = "message";
  const data: string[] = [];
  for (const line of lines.split("\n")) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line)!;
    if (field === "event") name = value!;
    else if (field === "data") data.push(value!);
  }
  return data.length ? { name, data: data.join("\n") } : null;
}
