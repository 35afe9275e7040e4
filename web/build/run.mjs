// Runs a TypeScript file by name, which Node 20 alone does not: node build/run.mjs FILE [ARGUMENTS]
import { resolve } from "node:path";
import process from "node:process";
import { runnerImport } from "vite";

const [file, ...rest] = process.argv.slice(2);
process.argv = [process.argv[0], resolve(file), ...rest];
const { module } = await runnerImport(resolve(file), { configFile: false, logLevel: "error" });
await module.main(rest);
