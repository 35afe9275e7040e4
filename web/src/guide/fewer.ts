// What figures say where the page holds the products of the strongest features alone.

/** `before`, the features, `after`; nothing where the page holds them all. */
export function ofThose(problem: { complete: boolean } | null | undefined, count: number, before = "", after = ""): string {
  return problem && !problem.complete ? `${before}the ${count} features that matter most${after}` : "";
}
