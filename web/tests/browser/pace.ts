// How long the page takes from a slider's event to the next picture.
import type { Locator } from "playwright-core";

/**
 * Milliseconds from each of `moves` input events to the frame that shows it: script, style, layout and paint of that
 * frame, which a task after its animation callbacks sees done. Events come as a reader's do, between frames.
 */
export function timesToPaint(slider: Locator, moves: number): Promise<number[]> {
  return slider.evaluate(async (element, count) => {
    const input = element as HTMLInputElement;
    const [least, most] = [Number(input.min), Number(input.max)];
    const painted = (): Promise<void> =>
      new Promise((done) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done();
          port2.postMessage(null);
        }),
      );
    input.scrollIntoView({ block: "center" });
    const times: number[] = [];
    for (let move = 0; move < count + 3; move++) {
      await painted();
      await new Promise((done) => setTimeout(done, 5 + ((move * 7) % 16)));
      const share = (0.5 + 0.45 * Math.sin(move * 2.4)) * (most - least);
      const since = performance.now();
      input.value = String(least + share);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await painted();
      if (move >= 3) times.push(performance.now() - since); // the first ones compile
    }
    return times;
  }, moves);
}

/** The value below which a share of them lies. */
export function share(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)]!;
}
