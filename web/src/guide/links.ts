// Links within the page: they keep what the reader has set, and Back leads to the link again.
import { bring } from "./scrolling.ts";
import { chapterOf, enter, keepInEntry } from "./state.svelte.ts";

/** What an entry of the history keeps of the link by which it was left. */
interface Left {
  link: number; // among the page's links
  y: number;
}

const links = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')];

export function followLinks(): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
    const target = link && document.getElementById(chapterOf(link.hash));
    if (!link || !target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const left: Left = { link: links().indexOf(link), y: scrollY };
    keepInEntry(left);
    enter(target.id, true);
    bring(target);
    focusOn(target);
  });
}

/** The part of the page that an address names. */
export function show(id: string): void {
  const target = document.getElementById(id);
  if (target) bring(target);
}

/** Where the reader was when the entry of the history was left; else the part that its address names. */
export function comeBack(id: string, left: unknown): void {
  if (!isLeft(left)) {
    show(id);
    return;
  }
  scrollTo(0, left.y);
  links()[left.link]?.focus({ preventScroll: true });
}

function isLeft(state: unknown): state is Left {
  return typeof state === "object" && state !== null && "link" in state && "y" in state;
}

function focusOn(target: HTMLElement): void {
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
