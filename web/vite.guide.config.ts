import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vite";

import { classicScript } from "./build/classic.ts";
import { prose } from "./build/prose.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The guide: src/shrinkage/web/{guide.js,guide.css,guide.body.html}, committed, and proved current by CI.
export default defineConfig(
  mergeConfig(classicScript({ name: "guide", entry: here("src/guide/main.ts"), out: here("../src/shrinkage/web"), also: ["@fontsource/stix-two-math"] }), {
    plugins: [prose(here("src/guide/chapters"), here("src/guide/figures.json"))],
  }),
);
