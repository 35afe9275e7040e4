import { type Engine } from "./engine.ts";
import { type Kernel } from "./kernel.ts";
import { type Report } from "./read.ts";

export function kernelEngine(report: Report, kernel: Kernel): Engine | null {
  void report;
  void kernel;
  return null;
}
