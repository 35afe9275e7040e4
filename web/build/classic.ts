// One entry, one classic script: pages that are opened by a double-click (file://) may neither load modules nor fetch.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { UserConfig } from "vite";

import { notices } from "./notices.ts";

export interface Script {
  name: string; // of the files: name.js and name.css
  entry: string;
  out: string;
  also?: readonly string[]; // packages that are in the page and are no script
}

/** Vite's options for `name.js` (an IIFE without imports), `name.css` and NOTICES.name.txt in the folder `out`. */
export function classicScript({ name, entry, out, also }: Script): UserConfig {
  return {
    plugins: [svelte(), notices(`NOTICES.${name}.txt`, also)],
    publicDir: false,
    build: {
      target: "es2022",
      outDir: out,
      emptyOutDir: false, // the folder holds sources of the Python package too
      cssCodeSplit: false,
      sourcemap: false,
      reportCompressedSize: false,
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      modulePreload: false,
      lib: { entry, formats: ["iife"], name: "shrinkage", fileName: () => `${name}.js`, cssFileName: name },
    },
  };
}
