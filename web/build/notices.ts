// Licences of what is bundled, found among the modules that really are in the script, written beside it.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** What may be in a script that others mail around. Add a package here after reading its licence. */
export const MAY_BE_BUNDLED: ReadonlySet<string> = new Set([
  "@fontsource/stix-two-math", // a part of its letters, for formulas
  "clsx", // a part of svelte's run time
  "esm-env", // a part of svelte's run time
  "svelte",
]);
export const LICENCES: ReadonlySet<string> = new Set(["MIT", "ISC", "BSD-3-Clause", "OFL-1.1"]);

const MODULE = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;

interface Notice {
  name: string;
  version: string;
  licence: string;
  text: string;
}

/** The package that a module belongs to, and its folder; null for our own modules. */
export function packageOf(module: string): { name: string; folder: string } | null {
  const found = MODULE.exec(module.replaceAll("\\", "/"));
  return found ? { name: found[2]!, folder: found[1]!.replace(/^\0/, "") } : null;
}

function read({ name, folder }: { name: string; folder: string }): Notice {
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (!MAY_BE_BUNDLED.has(name) || !LICENCES.has(license))
    throw new Error(
      `${name} (${license}) would be bundled, but build/notices.ts does not list it; ` +
        "read its licence, then add the package there or do without it.",
    );
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${license}`;
  return { name, version, licence: license, text };
}

/** A module of the package `name`: how a package that is no script is named among modules. */
export const moduleOf = (name: string): string => fileURLToPath(new URL(`../node_modules/${name}/package.json`, import.meta.url));

/** The notices: name, version and licence text of each package, by name. */
export function written(modules: Iterable<string>): string {
  const packages = new Map<string, { name: string; folder: string }>();
  for (const module of modules) {
    const found = packageOf(module);
    if (found) packages.set(found.name, found);
  }
  const all = [...packages.keys()].sort().map((name) => read(packages.get(name)!));
  const line = "-".repeat(78);
  const head = "The page contains these packages, under the licences below.\n";
  return [head, ...all.map((n) => `${line}\n${n.name} ${n.version} (${n.licence})\n\n${n.text}\n`)].join("\n");
}

/** Of what is bundled, and of packages whose letters or pictures are `also` in the page. */
export function notices(fileName: string, also: readonly string[] = []): Plugin {
  return {
    name: "shrinkage-notices",
    apply: "build",
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) =>
        chunk.type === "chunk"
          ? Object.entries(chunk.modules)
              .filter(([, module]) => module.renderedLength > 0)
              .map(([id]) => id)
          : [],
      );
      this.emitFile({ type: "asset", fileName, source: written([...modules, ...also.map(moduleOf)]) });
    },
  };
}
