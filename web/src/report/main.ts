// Makes the page live: decodes its data, starts the kernel, and puts a live figure in the place of each still one.
import "../marks/frame/tokens.css";
import "../marks/frame/hues.css";
import "./report.css";

import { mount } from "svelte";

import { inflate, unpackBytes } from "../model/bytes.ts";
import { engineFor } from "../model/engine.ts";
import { type Kernel, startKernel } from "../model/kernel.ts";
import { read } from "../model/read.ts";
import { type Context } from "./context.ts";
import { FIGURES } from "./figures.ts";
import { island } from "./island.ts";

async function kernel(): Promise<Kernel | null> {
  try {
    const packed = island("kernel");
    return typeof packed === "string" ? await startKernel(await inflate(unpackBytes(packed))) : null;
  } catch {
    return null; // an old or a locked-down browser: figures that need it keep their still form
  }
}

async function start(): Promise<void> {
  const data = island("report-data");
  if (data === null) return;
  const report = read(data);
  const solver = await kernel();
  const context: Context = { report, engine: engineFor(report, solver), kernel: solver };
  for (const target of document.querySelectorAll<HTMLElement>("[data-mark]")) {
    const figure = FIGURES[target.dataset["mark"] ?? ""];
    if (!figure?.possible(context)) continue;
    target.replaceChildren();
    mount(figure.component, { target, props: { context } });
    target.dataset["state"] = "live";
  }
  document.documentElement.dataset["live"] = "yes";
}

function broken(problem: unknown): void {
  const words = document.createElement("p");
  words.className = "leak";
  words.setAttribute("role", "alert");
  words.textContent = `The figures of this page do not move, because ${problem instanceof Error ? problem.message : String(problem)}`;
  document.querySelector("main")?.prepend(words);
}

start().catch(broken);
