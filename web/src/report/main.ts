// Enhances the static page: mounts live marks into its placeholders.
import { mount } from "svelte";

import Ready from "./Ready.svelte";

for (const target of document.querySelectorAll<HTMLElement>("[data-ready]")) mount(Ready, { target });
