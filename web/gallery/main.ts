// Mounts the gallery: every mark with ordinary and with odd data.
import { mount } from "svelte";

import Gallery from "./Gallery.svelte";

mount(Gallery, { target: document.getElementById("gallery")! });
