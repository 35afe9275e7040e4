import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const FOLDER = new URL("../../src/model/", import.meta.url);
const DOM = /\b(document|window|navigator|location|localStorage|history|fetch|addEventListener)\b\s*[.[(]|\b(HTML|SVG)\w*Element\b/;

it("the model knows nothing of the page that shows it", () => {
  const sources = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  expect(sources.length).toBeGreaterThan(15);
  for (const name of sources) {
    const code = readFileSync(new URL(name, FOLDER), "utf8").replace(/\/\/.*|\/\*[^]*?\*\//g, "");
    expect(DOM.exec(code)?.[0], name).toBeUndefined();
    for (const [, from] of code.matchAll(/from "([^"]+)"/g)) expect(from, name).toMatch(/^\.{1,2}\/(?!\.\.)/);
  }
});
