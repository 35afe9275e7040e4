// Puts each figure in its place when the reader comes near it.
import { type Component, mount } from "svelte";

import { type Guide } from "./dataset.svelte.ts";
import { FIGURES } from "./registry.ts";

const NEAR = "600px";

export function mountFigures(guide: Guide): void {
  const places = [...document.querySelectorAll<HTMLElement>("[data-figure]")];
  const all = new URLSearchParams(location.search).get("mount") === "all";
  if (all || !("IntersectionObserver" in window)) {
    places.forEach((place) => put(place, guide));
    return;
  }
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((each) => each.isIntersecting)) {
        watcher.unobserve(entry.target);
        put(entry.target as HTMLElement, guide);
      }
    },
    { rootMargin: NEAR },
  );
  places.forEach((place) => watcher.observe(place));
  addEventListener("beforeprint", () => places.forEach((place) => put(place, guide)));
}

function put(place: HTMLElement, guide: Guide): void {
  const figure: Component<{ guide: Guide }> | undefined = FIGURES[place.dataset["figure"] ?? ""];
  if (!figure || place.dataset["state"] === "live") return;
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
