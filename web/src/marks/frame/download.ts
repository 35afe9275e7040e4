// Saving what a figure shows: its drawing as a file of its own, and its numbers.
import { csv } from "../../model/csv.ts";
import type { Table } from "./table.ts";

const NAMESPACE = "http://www.w3.org/2000/svg";
// What a style sheet of the page may have set, and what must travel inside the file.
const PROPERTIES = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap"],
  ...["stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"],
  ...["paint-order", "visibility", "display"],
] as const;

/** The drawing as text of an SVG file that looks the same without the page's styles. */
export function standalone(svg: SVGSVGElement, title: string, description: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll<SVGElement>("*")];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  originals.forEach((original, at) => inline(original, copies[at]!));
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("xmlns", NAMESPACE);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  for (const name of ["aria-label", "aria-labelledby", "aria-describedby", "tabindex"]) copy.removeAttribute(name);
  copy.prepend(worded("title", title), worded("desc", description), ground(svg, width, height));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

function inline(original: SVGElement, copy: SVGElement): void {
  copy.removeAttribute("class");
  copy.removeAttribute("style");
  if (original.tagName === "title" || original.tagName === "desc") return;
  const style = getComputedStyle(original);
  const above = original.parentElement instanceof SVGElement ? getComputedStyle(original.parentElement) : null;
  for (const property of PROPERTIES) {
    const value = style.getPropertyValue(property);
    if (value && (!above || value !== above.getPropertyValue(property) || !INHERITED.has(property)))
      copy.setAttribute(property, value);
  }
}

const INHERITED: ReadonlySet<string> = new Set(PROPERTIES.filter((each) => each !== "opacity" && each !== "display"));

function worded(tag: string, text: string): SVGElement {
  const element = document.createElementNS(NAMESPACE, tag);
  element.textContent = text;
  return element;
}

function ground(svg: SVGSVGElement, width: number, height: number): SVGElement {
  const rect = document.createElementNS(NAMESPACE, "rect");
  rect.setAttribute("width", String(width));
  rect.setAttribute("height", String(height));
  rect.setAttribute("fill", getComputedStyle(svg).getPropertyValue("--paper").trim() || "#ffffff");
  return rect;
}

export function saveSvg(svg: SVGSVGElement, file: string, title: string, description: string): void {
  save(standalone(svg, title, description), `${file}.svg`, "image/svg+xml");
}

export function saveCsv(table: Table, file: string): void {
  const rows = [table.columns.map((column) => column.label), ...table.rows];
  save(csv(rows), `${file}.csv`, "text/csv");
}

/** A file for the reader, made on this machine: nothing is fetched or sent. */
function save(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
