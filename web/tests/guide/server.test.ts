import { describe, expect, it, vi } from "vitest";

import { type Progress } from "../../src/guide/backend.ts";
import { events, type Told } from "../../src/guide/events.ts";
import { serverOf } from "../../src/guide/server.ts";

const TOKEN = "t0ken";
const page = (content: string | null) => ({
  querySelector: (selector: string) =>
    content !== null && selector === 'meta[name="shrinkage-server"]' ? ({ getAttribute: () => content } as unknown as Element) : null,
});
const { signal } = new AbortController();
const file = new File(["x,y\n1,2\n"], "ä & b.csv");

interface Call {
  path: string;
  how: RequestInit;
}

/** A server of which each answer is given; what it was asked is kept. */
function serving(...answers: (Response | Error | ((how: RequestInit) => Promise<Response>))[]) {
  const calls: Call[] = [];
  const server = serverOf(page(TOKEN), async (path, how) => {
    calls.push({ path, how });
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError("Failed to fetch");
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? answer(how) : answer;
  })!;
  return { server, calls };
}

const json = (content: unknown, status = 200) => new Response(JSON.stringify(content), { status });

/** A body that comes in the given parts. */
function streamed(...parts: (string | Uint8Array)[]): Response {
  const encoder = new TextEncoder();
  return new Response(
    new ReadableStream({
      start(controller) {
        for (const part of parts) controller.enqueue(typeof part === "string" ? encoder.encode(part) : part);
        controller.close();
      },
    }),
  );
}

async function all(response: Response): Promise<Told[]> {
  const told: Told[] = [];
  for await (const one of events(response.body!)) told.push(one);
  return told;
}

describe("the server of a page", () => {
  it("is not there where the page came from elsewhere", () => {
    expect(serverOf(page(null))).toBeNull();
    expect(serverOf(page(""))).toBeNull();
  });

  it("is told the token, one tab a page, and the file as it is", async () => {
    const { server, calls } = serving(json([{ name: "x", role: "numeric" }]), json([]));
    expect(await server.columns(file, signal)).toEqual([{ name: "x", role: "numeric" }]);
    await server.columns(file, signal);
    const [first, second] = calls.map(({ how }) => how.headers as Record<string, string>);
    expect(first!["X-Shrinkage-Token"]).toBe(TOKEN);
    expect(first!["X-Shrinkage-Tab"]).toMatch(/^[0-9a-f]{32}$/);
    expect(second!["X-Shrinkage-Tab"]).toBe(first!["X-Shrinkage-Tab"]);
    const url = new URL(calls[0]!.path, "http://127.0.0.1");
    expect([calls[0]!.how.method, url.pathname, url.searchParams.get("name")]).toEqual(["POST", "/api/columns", "ä & b.csv"]);
    expect(calls[0]!.how.body).toBe(file);
  });

  it("compares: options in the query, stages as they come, then the result", async () => {
    const { server, calls } = serving(
      json({ job: "j1" }, 202),
      streamed(
        ':\n\nevent: stage\ndata: {"stage": "waiting for another comparison to end", "seconds": 0}\n\n',
        'event: stage\ndata: {"stage": "opening the table", "seconds": 0.5}\n\nevent: stage\n',
        'data: {"stage": "something new", "seconds": 0.6}\n\nevent: sta',
        'ge\ndata: {"stage": "judging", "seconds": 1}\n\nevent: result\ndata: {"schema"',
        ': "shrinkage.guide/1"}\n\n',
      ),
    );
    const stages: Progress[] = [];
    const options = { drop: ["a,b", "c"], folds: 5, positive: true, test: 0 };
    expect(await server.compare(file, "y", (progress) => stages.push(progress), signal, options)).toEqual({ schema: "shrinkage.guide/1" });
    expect(stages).toEqual([
      { stage: "waiting for another comparison to end", share: null },
      { stage: "opening the table", share: 0.05 },
      { stage: "something new", share: 0.05 },
      { stage: "judging", share: 0.9 },
    ]);
    const query = new URL(calls[0]!.path, "http://127.0.0.1").searchParams;
    expect([...query]).toEqual([
      ["name", "ä & b.csv"],
      ["target", "y"],
      ["drop", "a,b"],
      ["drop", "c"],
      ["folds", "5"],
      ["positive", "true"],
      ["test", "0"],
    ]);
    expect(calls.map(({ path }) => path.replace(/\?.*/, ""))).toEqual(["/api/compare", "/api/jobs/j1/events"]);
    expect((calls[1]!.how.headers as Record<string, string>)["X-Shrinkage-Token"]).toBe(TOKEN);
  });
});

describe("what fails is a sentence", () => {
  const compared = (...answers: Parameters<typeof serving>) => serving(...answers).server.compare(file, "y", () => {}, signal);

  it("of the server, wherever it says it", async () => {
    await expect(compared(json({ sentence: "too large." }, 413))).rejects.toThrow(/^too large\.$/);
    await expect(compared(json({ job: "j" }, 202), json({ sentence: "no such comparison." }, 404))).rejects.toThrow(/^no such comparison\.$/);
    const error = 'event: error\ndata: {"sentence": "the target is text."}\n\n';
    await expect(compared(json({ job: "j" }, 202), streamed(error))).rejects.toThrow(/^the target is text\.$/);
  });

  it("of ours, where the server says nothing that can be understood", async () => {
    await expect(compared(new Response("<h1>proxy</h1>", { status: 502 }))).rejects.toThrow("answered with status 502");
    await expect(compared(new TypeError("Failed to fetch"))).rejects.toThrow("does not answer");
    await expect(compared(new Response("{"))).rejects.toThrow("does not answer");
    await expect(compared(json({ job: "j" }, 202), streamed(":\n\n", "event: result\ndata: {}"))).rejects.toThrow("does not answer");
    await expect(serving().server.columns(file, signal)).rejects.toThrow("does not answer");
  });

  it("of nobody, where the reader gave it up", async () => {
    const stop = new AbortController();
    const hanging = (how: RequestInit) =>
      new Promise<Response>((_, refuse) => how.signal!.addEventListener("abort", () => refuse(how.signal!.reason)));
    const waiting = serving(hanging).server.columns(file, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toBe(stop.signal.reason);
  });

  it("and a comparison given up is cancelled at the server too", async () => {
    const stop = new AbortController();
    let cancelled = false;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('event: stage\ndata: {"stage": "a", "seconds": 0}\n\n'));
        stop.signal.addEventListener("abort", () => controller.error(stop.signal.reason));
      },
      cancel: () => void (cancelled = true),
    });
    const { server, calls } = serving(json({ job: "j7" }, 202), new Response(body), new Response(null, { status: 204 }));
    const comparing = server.compare(file, "y", () => stop.abort(), stop.signal);
    await expect(comparing).rejects.toThrow("aborted");
    expect(stop.signal.aborted).toBe(true);
    await vi.waitFor(() => expect(calls).toHaveLength(3));
    expect([calls[2]!.how.method, calls[2]!.path]).toEqual(["DELETE", "/api/jobs/j7"]);
    expect(cancelled).toBe(false); // it ended by the signal
  });

  it("a listener that fails lets the response go", async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('event: stage\ndata: {"stage": "a", "seconds": 0}\n\n')),
      cancel: () => void (cancelled = true),
    });
    const { server } = serving(json({ job: "j" }, 202), new Response(body));
    const failing = server.compare(
      file,
      "y",
      () => {
        throw new RangeError("of the page");
      },
      signal,
    );
    await expect(failing).rejects.toThrow(RangeError);
    expect(cancelled).toBe(true);
  });
});

describe("events", () => {
  it("are the same however the bytes are cut, letters too", async () => {
    const text = ':\n\nevent: stage\ndata: {"stage": "größe 😀"}\n\ndata: a\ndata:b\n\nevent: result\ndata: 1\n\n';
    const bytes = new TextEncoder().encode(text);
    const expected = [
      { name: "stage", data: '{"stage": "größe 😀"}' },
      { name: "message", data: "a\nb" },
      { name: "result", data: "1" },
    ];
    for (let size = 1; size <= bytes.length; size += size < 8 ? 1 : 13) {
      const parts: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) parts.push(bytes.slice(at, at + size));
      expect(await all(streamed(...parts))).toEqual(expected);
    }
  });
});
