import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

import { classicScript } from "./build/classic.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The worker that compares a reader's table: src/shrinkage/web/table.js, which the guide carries and starts from a Blob.
export default defineConfig(
  classicScript({ name: "table", entry: here("src/model/table/worker.ts"), out: here("../src/shrinkage/web") }),
);
