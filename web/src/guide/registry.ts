// Figures by the name that the prose calls them: one file each in figures/, named after it in capitals (zero-cloud → ZeroCloud).
import { type Component } from "svelte";

import { type Guide } from "./dataset.svelte.ts";

type Figure = Component<{ guide: Guide }>;

const files = import.meta.glob<Figure>("./figures/*.svelte", { eager: true, import: "default" });

const dashed = (path: string): string =>
  path
    .replace(/^.*\/|\.svelte$/g, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();

export const FIGURES: Readonly<Record<string, Figure>> = Object.fromEntries(
  Object.entries(files).map(([path, figure]) => [dashed(path), figure]),
);
