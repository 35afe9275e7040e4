// Where the window is: at a chapter that is jumped to; and what scrolls in itself, within reach of the keyboard.
import { mountUpTo } from "./mount.ts";

const SETTLING = 1000; // milliseconds: figures above come to their sizes
const HANDS = ["wheel", "touchstart", "keydown", "pointerdown"] as const; // the reader goes on

/** Brings a part of the page to the top of the window, and keeps it there while figures above it are drawn. */
export function bring(target: HTMLElement): void {
  mountUpTo(target);
  const watcher = new ResizeObserver(() => target.scrollIntoView());
  const stop = (): void => {
    watcher.disconnect();
    clearTimeout(timer);
    HANDS.forEach((kind) => removeEventListener(kind, stop));
  };
  const timer = setTimeout(stop, SETTLING);
  HANDS.forEach((kind) => addEventListener(kind, stop, { passive: true }));
  watcher.observe(document.querySelector("main")!);
  target.scrollIntoView();
}

/**
 * Formulas and programs in the prose that are wider than a phone scroll in themselves; those that do can be reached by
 * keyboard.
 */
export function keepInReach(): void {
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  document.querySelectorAll("main math[display=block], .chapter > pre").forEach((wide) => watcher.observe(wide));
}
