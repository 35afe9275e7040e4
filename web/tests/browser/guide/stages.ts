// The guide opened from its file with every figure in its place, and what its figures say of themselves.
import { join } from "node:path";
import type { Page } from "playwright-core";

import { type Look, type Opened, openFile } from "../browser.ts";
import { SITE } from "../places.ts";

export const INDEX = join(SITE, "index.html");

/** With all figures at once; `hash`: what follows # in the address. */
export const openGuide = (look: Look & { hash?: string } = {}): Promise<Opened> =>
  openFile(INDEX, { ...look, query: `?mount=all${look.hash ? `#${look.hash.replace(/^#/, "")}` : ""}` });

/** What a figure says in one of its states. */
export interface Said {
  figure: string;
  state: string; // how it came there: "default", the name of a preset, or a place of a slider
  result: Record<string, unknown>;
  code: string;
  takeaway: string;
  controls: string[]; // values of all its controls, and which of them are ticked
}

/** What every figure says now, once those that compute are done. */
export async function said(page: Page, state = "now"): Promise<Said[]> {
  return page.evaluate(say, { state, tour: "none" as const, positions: 0 });
}

/** What every figure says at its default and at each of its presets, one after another. */
export const atPresets = (page: Page): Promise<Said[]> => page.evaluate(say, { state: "", tour: "presets" as const, positions: 0 });

/** What every figure says at so many positions of its first slider. */
export const atPositions = (page: Page, positions: number): Promise<Said[]> =>
  page.evaluate(say, { state: "", tour: "slider" as const, positions });

interface Asked {
  state: string;
  tour: "none" | "presets" | "slider";
  positions: number;
}

// Runs in the page, and is whole in itself, since only its text travels there.
async function say({ state, tour, positions }: Asked): Promise<Said[]> {
  const LONGEST = 30_000;
  const frame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => done()));
  const all = [...document.querySelectorAll<HTMLElement>("[data-figure][data-state=live]")];
  const now = (place: HTMLElement, at: string): Said => ({
    figure: place.dataset["figure"]!,
    state: at,
    result: JSON.parse(place.querySelector<HTMLElement>("[data-result]")!.dataset["result"]!),
    code: place.querySelector(".code pre code")!.textContent!,
    takeaway: place.querySelector(".takeaway")!.textContent!,
    controls: [...place.querySelectorAll<HTMLInputElement>(".drawn :is(input:not([type=file]), select)")].map((one) =>
      ["radio", "checkbox"].includes(one.type) ? `${one.type} ${one.checked}` : `${one.type} ${one.ariaValueText ?? one.value}`,
    ),
  });
  /** The figure has drawn, computes no more, and says the same as two frames before. */
  const calm = async (place: HTMLElement): Promise<void> => {
    const until = performance.now() + LONGEST;
    let before = "";
    for (let same = 0; same < 3; ) {
      await frame();
      const at = place.querySelector<HTMLElement>("[data-result]")!.dataset["result"]!;
      same = at === before && !place.querySelector("progress, [aria-busy=true]") ? same + 1 : 0;
      before = at;
      if (performance.now() > until) throw new Error(`${place.dataset["figure"]} does not come to rest`);
    }
  };
  const reset = async (place: HTMLElement): Promise<void> => {
    const button = place.querySelector<HTMLButtonElement>(".presets .reset");
    if (button?.ariaDisabled === "false") button.click();
    await calm(place);
  };
  const found: Said[] = [];
  for (const place of all) {
    await calm(place);
    if (tour === "none") found.push(now(place, state));
    if (tour === "presets") {
      found.push(now(place, "default"));
      for (const preset of place.querySelectorAll<HTMLButtonElement>(".presets button:not(.reset)")) {
        preset.click();
        await calm(place);
        found.push(now(place, preset.textContent!.trim()));
      }
      await reset(place);
    }
    if (tour === "slider") {
      const input = place.querySelector<HTMLInputElement>(".drawn input[type=range]:not(:disabled)");
      if (!input) continue;
      const [least, most] = [Number(input.min), Number(input.max)];
      const name = input.labels?.[0]?.textContent?.trim() ?? input.ariaLabel ?? "slider";
      for (let k = 0; k < positions; k++) {
        input.value = String(least + ((k + 0.37) / positions) * (most - least));
        for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
        await calm(place);
        found.push(now(place, `${name} ${input.value}`));
      }
      await reset(place);
    }
  }
  return found;
}
