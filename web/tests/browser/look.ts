// Functions that run inside the page; each is whole in itself, since only its text travels there.

/**
 * Texts below 4.5:1 (large ones: 3:1) and shapes below 3:1 against what is behind them, each with how many there are.
 * Axes, grid lines and what is marked data-quiet say nothing that is not said beside them.
 */
export function tooFaint(): string[] {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  type Colour = [number, number, number, number];
  const known = new Map<string, Colour>();
  const colour = (css: string): Colour => {
    let found = known.get(css);
    if (!found) {
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = css;
      paint.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = paint.getImageData(0, 0, 1, 1).data;
      known.set(css, (found = [r!, g!, b!, a! / 255]));
    }
    return found;
  };
  const over = (top: Colour, below: Colour, opacity = 1): Colour => {
    const a = top[3] * opacity;
    return [0, 1, 2].map((c) => top[c]! * a + below[c]! * (1 - a)).concat(1) as Colour;
  };
  const luminance = (c: Colour): number => {
    const [r, g, b] = c.slice(0, 3).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const ratio = (a: Colour, b: Colour): number => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light! + 0.05) / (dark! + 0.05);
  };
  const behind = (element: Element): Colour => {
    const layers: Colour[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      if (at instanceof SVGElement && !(at instanceof SVGSVGElement)) continue;
      const layer = colour(getComputedStyle(at).backgroundColor);
      if (layer[3] > 0) layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reverse().reduce<Colour>((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const opacityOf = (element: Element): number => {
    let all = 1;
    for (let at: Element | null = element; at; at = at.parentElement) all *= Number(getComputedStyle(at).opacity);
    return all;
  };
  const shown = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && box.width + box.height > 0;
  };
  const name = (element: Element): string => {
    const figure = element.closest("[data-mark]")?.getAttribute("data-mark") ?? element.closest("section")?.id ?? "page";
    const kind = (one: Element): string => one.tagName.toLowerCase() + [...one.classList].map((each) => `.${each}`).join("");
    return `${figure}: ${kind(element)} in ${kind(element.parentElement!)}`;
  };
  const found = new Map<string, number>();
  const note = (what: string, measured: number, needed: number): void => {
    if (measured >= needed - 0.005) return;
    const said = `${measured.toFixed(2)} where ${needed} is needed: ${what}`;
    found.set(said, (found.get(said) ?? 0) + 1);
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set<Element>();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement!;
    if (!texts.currentNode.textContent!.trim() || seen.has(element) || !shown(element)) continue;
    if (element.closest("script, style, :disabled, [aria-disabled=true]")) continue;
    seen.add(element);
    const style = getComputedStyle(element);
    const below = behind(element);
    const ink = colour(element instanceof SVGElement ? style.fill : style.color);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    note(`${name(element)} “${element.textContent!.trim().slice(0, 30)}”`, ratio(over(ink, below, opacityOf(element)), below), large ? 3 : 4.5);
  }
  for (const element of document.querySelectorAll<SVGElement>("svg :is(path, line, rect, circle, ellipse, polyline, polygon, use)")) {
    if (element.closest("defs, clipPath, marker, pattern, mask, .axis, .grid, .rule, .rules, .svg-axis, .svg-grid, [data-quiet]") || !shown(element)) continue;
    const style = getComputedStyle(element);
    const below = behind(element.ownerSVGElement!);
    const opacity = opacityOf(element);
    const layers: number[] = [];
    const stroked = style.stroke !== "none" && parseFloat(style.strokeWidth) > 0 && !(element instanceof SVGUseElement);
    if (stroked && !style.stroke.startsWith("url")) layers.push(ratio(over(colour(style.stroke), below, opacity * Number(style.strokeOpacity)), below));
    if (style.fill !== "none" && !style.fill.startsWith("url") && !(element instanceof SVGLineElement))
      layers.push(ratio(over(colour(style.fill), below, opacity * Number(style.fillOpacity)), below));
    if (layers.length) note(name(element), Math.max(...layers), 3);
  }
  return [...found].map(([said, times]) => (times > 1 ? `${said}, ${times} times` : said));
}

/** Interactive things smaller than 24 × 24 pixels; a label that holds its control is a part of it. Links in a sentence may be as small as their line (WCAG 2.5.8). */
export function tooSmall(): string[] {
  const found: string[] = [];
  const all = document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [role=button], [tabindex='0'][role=slider]");
  for (const element of all) {
    if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    if (element instanceof HTMLAnchorElement && element.closest("p, li, td, dd")?.textContent!.trim() !== element.textContent!.trim()) continue;
    const boxes = [element.getBoundingClientRect()];
    const label = element.closest("label");
    if (label) boxes.push(label.getBoundingClientRect());
    const width = Math.max(...boxes.map((box) => box.width));
    const height = Math.max(...boxes.map((box) => box.height));
    if (width < 24 || height < 24) found.push(`${element.outerHTML.slice(0, 100)}: ${Math.round(width)} × ${Math.round(height)}`);
  }
  return found;
}

/** What sticks out of the page sideways, beyond what scrolls in itself. */
export function tooWide(): string[] {
  const limit = document.documentElement.clientWidth;
  const scrolls = (element: Element): boolean => {
    for (let at: Element | null = element.parentElement; at && at !== document.body; at = at.parentElement)
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  const root = document.scrollingElement!;
  if (root.scrollWidth <= root.clientWidth) return [];
  const found = [`the page: ${root.scrollWidth} > ${root.clientWidth}`];
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (element instanceof SVGElement && !(element instanceof SVGSVGElement)) continue; // a drawing is cut at its edge
    if (box.width && box.right > limit + 0.5 && !scrolls(element) && !element.querySelector(":scope > *"))
      found.push(`${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} “${element.textContent!.trim().slice(0, 40)}”: ${Math.round(box.right)} > ${limit}`);
  }
  return found.slice(0, 12);
}

/** Everything that a Tab key should come to, in order, as far as the document tells; a group of radio buttons is one. */
export function reachable(): string[] {
  const found: string[] = [];
  const groups = new Set<string>();
  const all = document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [tabindex]");
  for (const element of all) {
    if (element.tabIndex < 0 || element.matches(":disabled") || element.closest("[inert]")) continue;
    if (!element.checkVisibility({ checkVisibilityCSS: true })) continue;
    if (element instanceof HTMLInputElement && element.type === "radio") {
      const group = [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${CSS.escape(element.name)}"]`)];
      if (groups.has(element.name)) continue;
      groups.add(element.name);
      (group.find((one) => one.checked) ?? element).dataset["stop"] = String(found.length);
    } else element.dataset["stop"] = String(found.length);
    found.push(element.outerHTML.replace(/\s+/g, " ").slice(0, 90));
  }
  return found;
}

/** Where the keyboard is: the number that `reachable` gave it, and whether it can be seen that it is there. */
export function focused(): { stop: number; seen: boolean; inView: boolean; html: string } | null {
  const element = document.activeElement as HTMLElement | null;
  if (!element || element === document.body || element === document.documentElement) return null;
  const style = getComputedStyle(element);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 && !/^rgba\(.*, 0\)$/.test(style.outlineColor);
  const box = element.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const stop = element.dataset["stop"];
  return { stop: stop === undefined ? -1 : Number(stop), seen: ring || style.boxShadow !== "none", inView, html: element.outerHTML.slice(0, 90) };
}

/** Pixels that a printed or narrow page would lose: content wider than the box that holds it. */
export function cutOff(): string[] {
  const found: string[] = [];
  const out = new Set<Element>(); // with what is inside them, which is told of once
  const page = document.documentElement.clientWidth;
  for (const element of document.body.querySelectorAll<HTMLElement>("*")) {
    if (out.has(element.parentElement!)) {
      out.add(element);
      continue;
    }
    if (!element.checkVisibility({ checkVisibilityCSS: true })) continue;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const own = `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
    const style = getComputedStyle(element);
    if (!(element instanceof SVGElement) && style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1)
      found.push(`${own} holds ${element.scrollWidth} in ${element.clientWidth}: “${element.textContent!.trim().slice(0, 40)}”`);
    if (!(element instanceof SVGElement) && style.overflowY !== "visible" && element.scrollHeight > element.clientHeight + 1)
      found.push(`${own} holds ${element.scrollHeight} rows of pixels in ${element.clientHeight}`);
    const letters = element instanceof SVGTextElement;
    if (element instanceof SVGElement && !letters && !(element instanceof SVGSVGElement)) continue;
    const room = letters ? 8 : 1; // letters of a drawing may hang into the margin a little, where nothing cuts them
    if (box.right > page + room || box.left < -room) {
      out.add(element);
      found.push(`${own} “${element.textContent!.trim().slice(0, 30)}” goes from ${Math.round(box.left)} to ${Math.round(box.right)} on a page of ${page}`);
    }
  }
  return found.slice(0, 12);
}

/** Words of at most twelve letters that a box too narrow for them breaks in two. */
export function brokenWords(): string[] {
  const found = new Map<string, string>();
  const range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode as Text;
    const element = node.parentElement!;
    if (element instanceof SVGElement || element.closest("script, style") || !element.checkVisibility({ checkVisibilityCSS: true })) continue;
    for (const word of node.data.matchAll(/(?<![^\s(])[A-Za-z]{3,12}(?=[\s,.;:)]|$)/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top)));
      if (tops.size > 1) found.set(`${element.tagName.toLowerCase()}.${element.className} in ${element.closest("section")?.id}`, word[0]);
    }
  }
  return [...found].map(([where, word]) => `${where} breaks “${word}”`);
}
