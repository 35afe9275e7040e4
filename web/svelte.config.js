import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

/** @type {import("@sveltejs/vite-plugin-svelte").SvelteConfig} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // By the text of the styles, not by the file's place: the same bytes wherever the tree stands.
    cssHash: ({ hash, css }) => `s-${hash(css)}`,
  },
};
