import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

import { classicScript } from "./build/classic.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const out = process.env.GALLERY ?? here("../build/gallery");

// Every mark with ordinary and with odd data, to be looked at: build/gallery/index.html. No part of the package.
const base = classicScript({ name: "gallery", entry: here("gallery/main.ts"), out });
export default defineConfig({
  ...base,
  plugins: [
    ...(base.plugins ?? []),
    {
      name: "gallery-page",
      closeBundle() {
        mkdirSync(out, { recursive: true });
        copyFileSync(here("gallery/index.html"), join(out, "index.html"));
      },
    },
  ],
});
