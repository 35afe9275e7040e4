// Bar 10 and the guide's own rules: every place in the prose has its figure, and every figure all that one must have.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";

import map from "../../../src/guide/article_map.json" with { type: "json" };
import type { Opened } from "../browser.ts";
import { openGuide } from "./stages.ts";

// The headings of the article, its table of contents, related articles and comments aside, in its order.
const ARTICLE = [
  "Introduction",
  "Understanding Overfitting",
  "Why does overfitting happen?",
  "What is Regularization?",
  "L1 Regularization (Lasso)",
  "Formula",
  "Effect",
  "Deep Insight",
  "L2 Regularization (Ridge)",
  "Formula",
  "Effect",
  "Deep Insight",
  "Mathematical Intuition",
  "Why does this work?",
  "Deep Mathematical Explanation",
  "Base Loss Function (Without Regularization)",
  "L1 Regularization (Lasso)",
  "Geometric Intuition",
  "L2 Regularization (Ridge)",
  "Geometric Intuition",
  "Gradient Perspective",
  "Why This Matters",
  "Choosing Lambda (λ)",
  "Key Differences",
  "Code Example",
  "CLI Output Sample",
  "Expand Explanation",
  "Key Takeaways",
  "Final Thoughts",
];

interface Figure {
  name: string;
  chapter: string;
  live: boolean;
  ask: string;
  answers: string[];
  because: string;
  presets: string[];
  changed: boolean;
  code: string;
  takeaway: string;
  links: string[];
  drawings: { title: string; words: string }[];
  tables: number;
}

let opened: Opened;
let figures: Figure[];

beforeAll(async () => {
  opened = await openGuide();
  await opened.page.evaluate(() =>
    document.querySelectorAll<HTMLButtonElement>(".question button").forEach((one) => one.click()),
  );
  figures = await opened.page.evaluate(() => {
    const text = (one: Element | null | undefined): string => one?.textContent?.replace(/\s+/g, " ").trim() ?? "";
    return [...document.querySelectorAll<HTMLElement>("[data-figure]")].map((place) => ({
      name: place.dataset["figure"]!,
      chapter: place.closest<HTMLElement>(".chapter")!.id,
      live: place.dataset["state"] === "live" && place.childElementCount > 0,
      ask: text(place.querySelector(".question legend")).replace(/^Guess first\. /, ""),
      answers: [...place.querySelectorAll(".question label")].map(text),
      because: text(place.querySelector(".question .answer")),
      presets: [...place.querySelectorAll(".presets button:not(.reset)")].map(text),
      changed: place.querySelector(".presets .reset[aria-disabled=false]") !== null,
      code: place.querySelector(".code pre code")?.textContent ?? "",
      takeaway: text(place.querySelector(".takeaway")),
      links: [...place.querySelectorAll(".foot button")].map(text),
      drawings: [...place.querySelectorAll<SVGSVGElement>("svg[role=img], svg[aria-labelledby], svg[aria-label]")].map((svg) => {
        const named = (name: string): string => (svg.getAttribute(name) ?? "").split(" ").map((id) => text(document.getElementById(id))).join(" ").trim();
        return { title: svg.getAttribute("aria-label") ?? named("aria-labelledby"), words: named("aria-describedby") };
      }),
      tables: place.querySelectorAll("table").length,
    }));
  });
});
afterAll(async () => opened?.[Symbol.asyncDispose]());

test("every place for a figure in the prose has one", () => {
  expect(figures.length).toBeGreaterThan(20);
  expect(new Set(figures.map(({ name }) => name)).size, "no figure stands twice").toBe(figures.length);
  expect(figures.filter(({ live }) => !live).map(({ chapter, name }) => `${chapter}: ${name}`)).toEqual([]);
});

test("each asks for a guess first, and answers it", () => {
  for (const { name, ask, answers, because } of figures.filter(({ live }) => live)) {
    expect.soft(ask, name).toMatch(/[?:.…]$/);
    expect.soft(answers.length, `${name}: answers`).toBeGreaterThanOrEqual(2);
    expect.soft(because, name).toMatch(/^The answer: .+\. .{20,}/);
  }
});

test("each stands at its default, and gives its code, its link, what to take away, and its numbers in a table", () => {
  for (const { name, changed, code, takeaway, links, tables, drawings } of figures.filter(({ live }) => live)) {
    expect.soft(changed, `${name} begins off its default`).toBe(false);
    expect.soft(code, name).toMatch(/^import json[\s\S]+print\(json\.dumps\([\s\S]+$/);
    expect.soft(takeaway, name).toMatch(/^Take away: .{15,}/);
    expect.soft(links, name).toEqual(expect.arrayContaining(["Copy code", "Copy link to this state"]));
    if (drawings.length) expect.soft(tables, `${name} has no table`).toBeGreaterThan(0); // the others are text as they are
  }
});

test("each drawing has a name and says in words what it shows", () => {
  const drawings = figures.flatMap(({ name, drawings }) => drawings.map((one) => ({ name, ...one })));
  expect(drawings.length).toBeGreaterThan(15);
  for (const { name, title, words } of drawings) {
    expect.soft(title.length, `${name}: ${title}`).toBeGreaterThan(5);
    expect.soft(words, `${name}: ${title}`).toMatch(/.{20,}/);
    expect.soft(words, name).not.toMatch(/NaN|undefined|Infinity/);
  }
});

test("each heading of the article has a chapter with live figures and a question to guess", () => {
  expect(map.map(({ heading }) => heading)).toEqual(ARTICLE);
  const faults = map.flatMap(({ heading, chapter, figures: names, question }) => {
    const meant = names.map((name) => figures.find((one) => one.name === name) ?? name);
    const found: string[] = meant.flatMap((one) => {
      if (typeof one === "string") return [`${heading}: no figure ${one}`];
      if (one.chapter !== chapter) return [`${heading}: ${one.name} stands in ${one.chapter}`];
      return one.live ? [] : [`${heading}: ${one.name} is not live`];
    });
    const asked = figures.find(({ name }) => name === question.figure)?.ask;
    if (!names.length) found.push(`${heading}: no figure`);
    if (!names.includes(question.figure) || asked !== question.ask) found.push(`${heading}: asks “${asked}”`);
    return found;
  });
  expect(faults).toEqual([]);
});

test("formulas are MathML, links within the page have targets, and files beside it are there", async () => {
  const found = await opened.page.evaluate(() => ({
    formulas: [...document.querySelectorAll("math")].filter((one) => one.getBoundingClientRect().width > 0).length,
    raw: [...document.querySelectorAll("main p, main li, main dd")].map((one) => one.textContent!).filter((text) => /\$[^$]+\$|\\(?:frac|lambda|sum)/.test(text)),
    lost: [...document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')].map((one) => one.getAttribute("href")!).filter((href) => !document.getElementById(href.slice(1).split("~")[0]!)),
    beside: [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map((one) => one.getAttribute("href")!).filter((href) => !href.startsWith("#")),
    terms: [...document.querySelectorAll(".glossary dt")].filter((one) => !one.id || !one.nextElementSibling?.textContent?.trim()).length,
    contents: [...document.querySelectorAll(".contents a")].map((one) => one.getAttribute("href")),
    chapters: [...document.querySelectorAll(".chapter")].map((one) => `#${one.id}`),
    ids: [...document.querySelectorAll("[id]")].map((one) => one.id).filter((id, at, all) => all.indexOf(id) !== at),
  }));
  expect(found.formulas).toBeGreaterThan(60);
  expect(found.raw).toEqual([]);
  expect(found.lost).toEqual([]);
  expect(found.terms).toBe(0);
  expect(found.ids, "ids that stand twice").toEqual([]);
  expect(found.contents).toEqual(found.chapters);
  expect(found.chapters.length).toBe(14);
  for (const href of found.beside) expect(readFileSync(new URL(href, opened.page.url())).length, href).toBeGreaterThan(100);
});
