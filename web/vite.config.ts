import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

import { classicScript } from "./build/classic.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The report's page: src/shrinkage/web/{report.js,report.css,NOTICES.report.txt}, committed, and proved current by CI.
export default defineConfig({
  ...classicScript({ name: "report", entry: here("src/report/main.ts"), out: here("../src/shrinkage/web") }),
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["tests/**/*.test.ts"], exclude: ["tests/browser/**"], environment: "node", testTimeout: 60_000 },
      },
      {
        // Real reports in a real browser, two at a time: times have ceilings that bear it.
        extends: true,
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          exclude: ["tests/browser/guide/**"],
          environment: "node",
          globalSetup: ["tests/browser/setup.ts"],
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // The guide as `shrinkage guide --export` writes it, and as it serves it.
        extends: true,
        test: {
          name: "guide",
          include: ["tests/browser/guide/**/*.test.ts"],
          environment: "node",
          globalSetup: ["tests/browser/guide/setup.ts"],
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 }, // after the reports: one browser at a time
        },
      },
    ],
  },
});
