import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

import { classicScript } from "./build/classic.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The report's page: src/shrinkage/web/{report.js,report.css,NOTICES.txt}, committed, and proved current by CI.
export default defineConfig({
  ...classicScript({ name: "report", entry: here("src/report/main.ts"), out: here("../src/shrinkage/web") }),
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
