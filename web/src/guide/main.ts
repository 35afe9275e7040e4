// The guide: figures in their places, the address that keeps what the reader has set, and the table that all is about.
import "../marks/frame/tokens.css";
import "../marks/frame/hues.css";
import "./guide.css";

import { inflate, unpackBytes } from "../model/bytes.ts";
import { startKernel } from "../model/kernel.ts";
import { type GuideData, guideOf } from "./dataset.svelte.ts";
import { comeBack, followLinks, show } from "./links.ts";
import { mountFigures } from "./mount.ts";
import { partOf } from "./parts.ts";
import { keepInReach } from "./scrolling.ts";
import { chapterOf, follow } from "./state.svelte.ts";

/** On a phone the contents would take the first screen. */
function foldContents(): void {
  const contents = document.querySelector<HTMLDetailsElement>(".contents details");
  if (contents && !matchMedia("(min-width: 64rem)").matches) contents.open = false;
}

async function start(): Promise<void> {
  const kernel = await startKernel(await inflate(unpackBytes(partOf<string>("kernel"))));
  const guide = guideOf(partOf<GuideData>("guide-data"), kernel);
  follow(comeBack);
  followLinks();
  foldContents();
  keepInReach();
  mountFigures(guide);
  if (location.hash) show(chapterOf(location.hash));
  document.documentElement.dataset["live"] = "yes";
}

start().catch((problem: unknown) => {
  const words = document.createElement("p");
  words.className = "broken";
  words.setAttribute("role", "alert");
  words.textContent = `The figures of this guide do not move, because ${problem instanceof Error ? problem.message : String(problem)}`;
  document.querySelector("main")?.prepend(words);
});
