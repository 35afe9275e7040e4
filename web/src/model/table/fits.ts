// Every path on every part of the rows, and least squares (selection/validate.py, unpenalised.py): the work that takes time.
import { below, curveOf, joined, RATIOS, type Curve, type Part, type Walk } from "./curves.ts";
import { type Encoded } from "./encode.ts";
import { gridOf, type Grid } from "./grid.ts";
import { type Native } from "./native.ts";
import { TEST } from "./placing.ts";
import { counted, type Tell } from "./progress.ts";
import { byGram, bySecondLook, type PartRows, type Unpenalised } from "./unpenalised.ts";
import { type Walker } from "./walkers.ts";

/** The curve of every l1_ratio, grids widened downwards while the optimum is at that end. */
export async function walked(
  walkers: readonly Walker[],
  parts: readonly Part[],
  tell: Tell,
): Promise<Map<number, Curve>> {
  const { trained: full, largest } = parts[0]!.problem;
  const grids = new Map<number, Grid>(RATIOS.map((ratio) => [ratio, gridOf(full, ratio, largest)]));
  const walks = await walkAll(
    walkers,
    parts.length,
    new Map([...grids].map(([ratio, { lams }]) => [ratio, lams])),
    new Map(),
    tell,
  );
  const curves = new Map([...walks].map(([ratio, own]) => [ratio, curveOf(ratio, grids.get(ratio)!.lams, own)]));
  for (;;) {
    const wider = new Map(
      [...curves]
        .map(([ratio, curve]) => [ratio, below(curve, grids.get(ratio)!)] as const)
        .filter(([, lams]) => lams.length),
    );
    if (!wider.size) return curves;
    const before = new Map([...wider.keys()].map((ratio) => [ratio, curves.get(ratio)!.walks]));
    for (const [ratio, own] of await walkAll(walkers, parts.length, wider, before, tell))
      curves.set(ratio, joined(curves.get(ratio)!, wider.get(ratio)!, own));
  }
}

type Walks = ReadonlyMap<number, readonly Walk[]>;

/** Every grid on every part, the parts shared out as walkers come free. */
async function walkAll(
  walkers: readonly Walker[],
  parts: number,
  grids: ReadonlyMap<number, Float64Array>,
  before: Walks,
  tell: Tell,
): Promise<Walks> {
  return counted(tell, "walking the paths of every fold", parts * grids.size, async (pause) => {
    const walks = new Map<number, Walk[]>([...grids.keys()].map((ratio) => [ratio, []]));
    let next = 0;
    const work = async (walker: Walker): Promise<void> => {
      for (let k = next++; k < parts; k = next++)
        for (const [ratio, lams] of grids) {
          walks.get(ratio)![k] = await walker.walk(k, lams, ratio, before.get(ratio)?.[k] ?? null);
          await pause();
        }
    };
    await Promise.all(walkers.map(work));
    return walks;
  });
}

/** Least squares on every part, by the cheapest way that is right for all of them. */
export async function unpenalised(
  native: Native,
  encoded: Encoded,
  parts: readonly Part[],
  dealt: Int16Array,
  tell: Tell,
): Promise<{ curve: Curve; rank: number }> {
  return counted(tell, "least squares without a penalty", parts.length, async (pause) => {
    const solve = async (one: (part: Part, k: number) => Unpenalised | null): Promise<Unpenalised[] | null> => {
      const found: Unpenalised[] = [];
      for (const [k, part] of parts.entries()) {
        const own = one(part, k);
        if (!own) return null;
        found.push(own);
        await pause();
      }
      return found;
    };
    const found =
      (await solve((part) => byGram(native, part))) ??
      (await solve((part, k) => bySecondLook(native, encoded, part, rowsOf(dealt, k))))!;
    return {
      curve: curveOf(
        0,
        Float64Array.of(0),
        found.map(({ walk: own }) => own),
      ),
      rank: found[0]!.rank,
    };
  });
}

/** Rows of part k: 0 is everything outside the test part. */
function rowsOf(dealt: Int16Array, k: number): PartRows {
  if (k === 0) return { training: rowsWhere(dealt, (fold) => fold !== TEST), held: null };
  return {
    training: rowsWhere(dealt, (fold) => fold !== TEST && fold !== k - 1),
    held: rowsWhere(dealt, (fold) => fold === k - 1),
  };
}

/** Which encoded rows are in folds that are wanted. */
export const rowsWhere = (dealt: Int16Array, wanted: (fold: number) => boolean): Int32Array =>
  Int32Array.from([...dealt.keys()].filter((i) => wanted(dealt[i]!)));
