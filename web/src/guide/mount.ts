// Puts figures in their places: what the reader comes near at once, all others as soon as the browser is idle.
//
// A place without its figure has nothing to Tab to and another height. So none stays empty for long, none next to where
// the keyboard is, and none above a chapter that is jumped to.
import { type Component, mount } from "svelte";

import { type Guide } from "./dataset.svelte.ts";
import { FIGURES } from "./registry.ts";

const NEAR = "600px";

let waiting: HTMLElement[] = []; // places without a figure, in the order of the page
let guide: Guide;

export function mountFigures(of: Guide): void {
  guide = of;
  waiting = [...document.querySelectorAll<HTMLElement>("[data-figure]")];
  const all = new URLSearchParams(location.search).get("mount") === "all";
  if (all || !("IntersectionObserver" in window)) {
    [...waiting].forEach(put);
    return;
  }
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((each) => each.isIntersecting)) {
        watcher.unobserve(entry.target);
        put(entry.target as HTMLElement);
      }
    },
    { rootMargin: NEAR },
  );
  waiting.forEach((place) => watcher.observe(place));
  addEventListener("beforeprint", () => [...waiting].forEach(put));
  addEventListener("focusin", ({ target }) => target instanceof Element && putBeside(target));
  putBeside(document.body);
  idly();
}

/** All figures above the end of `target`, so that it stays where it is brought. */
export function mountUpTo(target: Element): void {
  for (const place of [...waiting]) if (!follows(place, target) || target.contains(place)) put(place);
}

/** The figures before and after what has the focus: the next stop of Tab, either way. */
function putBeside(target: Element): void {
  const next = waiting.find((place) => follows(place, target));
  const before = waiting.filter((place) => !follows(place, target)).at(-1);
  for (const place of [before, next]) if (place) put(place);
}

const follows = (place: Element, target: Element): boolean =>
  (target.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

/** The rest, one at a time. */
function idly(): void {
  const [next] = waiting;
  if (!next) return;
  const then = (): void => {
    put(next);
    idly();
  };
  if ("requestIdleCallback" in window) requestIdleCallback(then, { timeout: 1000 });
  else setTimeout(then, 50);
}

function put(place: HTMLElement): void {
  waiting = waiting.filter((one) => one !== place);
  const figure: Component<{ guide: Guide }> | undefined = FIGURES[place.dataset["figure"] ?? ""];
  if (!figure || place.dataset["state"]) return;
  place.replaceChildren();
  try {
    mount(figure, { target: place, props: { guide } });
    place.dataset["state"] = "live";
  } catch (problem) {
    // The others can still be moved.
    place.textContent = `This figure does not come up, because ${problem instanceof Error ? problem.message : String(problem)}`;
    place.dataset["state"] = "broken";
    console.error(problem);
  }
}
