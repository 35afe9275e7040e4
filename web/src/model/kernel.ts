// The solver itself in the page: kernel/wasm.cpp, the same source that Python runs, over WebAssembly's memory.
import { lambdaMax, type Penalty, type Quadratic } from "./quadratic.ts";

/** Solutions along a grid of strengths. */
export interface Solved {
  readonly coefficients: readonly Float64Array[]; // (m) of (p)
  readonly outcomes: readonly Outcome[];
  readonly steps: readonly number[];
}

/** solved: to rounding; stuck: as near as rounding lets it come; capped: by coordinate descent after many rounds. */
export type Outcome = (typeof OUTCOMES)[number];
const OUTCOMES = ["solved", "capped", "stuck"] as const;

export interface Kernel {
  /** The exact solution at one strength; `start` is where to look first, such as the solution at a strength nearby. */
  solve(problem: Quadratic, penalty: Penalty, start?: Float64Array): Float64Array;
  /** Exact solutions at each of `lambdas`, best given in decreasing order: each starts from the one before. */
  path(problem: Quadratic, lambdas: ArrayLike<number>, l1Ratio: number, start?: Float64Array): Solved;
  /** Coefficients after each of `count` sweeps of coordinate descent, from `start` or from zero. */
  sweeps(problem: Quadratic, penalty: Penalty, count: number, start?: Float64Array): Float64Array[];
}

interface Exports {
  memory: WebAssembly.Memory;
  allocate(bytes: number): number;
  release(): void;
  path(...cells: number[]): number;
  sweeps(...cells: number[]): number;
}

// A cold start far below lambda_max lets too much in at once; a few points on the way there are cheaper.
const APPROACH = 4;
const ADDRESSES = 2 ** 32;
const [REAL, WHOLE] = [Float64Array.BYTES_PER_ELEMENT, Int32Array.BYTES_PER_ELEMENT];

/** The kernel from the bytes of kernel.wasm. Rejects where the browser cannot run them. */
export async function startKernel(bytes: Uint8Array<ArrayBuffer>): Promise<Kernel> {
  const { instance } = await WebAssembly.instantiate(bytes);
  return kernelOver(instance.exports as unknown as Exports);
}

function kernelOver(exports: Exports): Kernel {
  function path(problem: Quadratic, lambdas: ArrayLike<number>, l1Ratio: number, start?: Float64Array): Solved {
    Array.from(lambdas, (lambda) => checkPenalty({ lambda, l1Ratio }));
    const p = checked(problem, start);
    const m = lambdas.length;
    const memory = new Memory(exports);
    const given = [memory.reals(problem.gram), memory.reals(problem.xty)] as const;
    const grid = memory.reals(lambdas);
    const rest = [memory.reals(problem.factors), Number(problem.positive), memory.reals(start ?? new Float64Array(p))];
    const found = [memory.room(m * p * REAL), memory.room(m * WHOLE), memory.room(m * WHOLE)] as const;
    memory.must(exports.path(p, ...given, problem.yy, m, grid, l1Ratio, ...rest, ...found));
    return {
      coefficients: memory.rows(found[0], m, p),
      outcomes: memory.integers(found[1], m).map((code) => OUTCOMES[code]!),
      steps: memory.integers(found[2], m),
    };
  }

  function solve(problem: Quadratic, penalty: Penalty, start?: Float64Array): Float64Array {
    checkPenalty(penalty);
    const lambdas = start ? [penalty.lambda] : approach(problem, penalty);
    return path(problem, lambdas, penalty.l1Ratio, start).coefficients[lambdas.length - 1]!;
  }

  function sweeps(problem: Quadratic, penalty: Penalty, count: number, start?: Float64Array): Float64Array[] {
    checkPenalty(penalty);
    const p = checked(problem, start);
    const memory = new Memory(exports);
    const given = [memory.reals(problem.gram), memory.reals(problem.xty), penalty.lambda, penalty.l1Ratio];
    const rest = [memory.reals(problem.factors), Number(problem.positive), memory.reals(start ?? new Float64Array(p))];
    const found = memory.room(count * p * REAL);
    memory.must(exports.sweeps(p, ...given, ...rest, count, found));
    return memory.rows(found, count, p);
  }

  return { solve, path, sweeps };
}

/** One call's arrays in the kernel's memory; the next call writes over them. */
class Memory {
  constructor(private readonly exports: Exports) {
    exports.release();
  }

  /** Address of so many bytes. */
  room(bytes: number): number {
    return this.must(bytes < ADDRESSES ? this.exports.allocate(bytes) : 0);
  }

  reals(values: ArrayLike<number>): number {
    const address = this.room(values.length * REAL);
    new Float64Array(this.exports.memory.buffer, address, values.length).set(values); // after growing, which moves it
    return address;
  }

  rows(address: number, count: number, width: number): Float64Array[] {
    const { buffer } = this.exports.memory;
    return Array.from({ length: count }, (_, i) => new Float64Array(buffer, address + i * width * REAL, width).slice());
  }

  integers(address: number, count: number): number[] {
    return Array.from(new Int32Array(this.exports.memory.buffer, address, count));
  }

  /** What a call gave, unless it is 0. */
  must(given: number): number {
    if (!given) throw new Error("the problem needs more memory than the browser gives a page; take fewer features.");
    return given;
  }
}

/** A few strengths from lambda_max down to the one wanted. */
function approach(problem: Quadratic, { lambda, l1Ratio }: Penalty): number[] {
  const top = l1Ratio > 0 && lambda > 0 ? lambdaMax(problem, l1Ratio) : 0;
  if (!(top > APPROACH * lambda)) return [lambda];
  const points = Math.ceil(Math.log(top / lambda) / Math.log(APPROACH));
  const inner = (i: number): number => top * Math.exp((i / points) * Math.log(lambda / top));
  return Array.from({ length: points }, (_, i) => (i === points - 1 ? lambda : inner(i + 1)));
}

function checkPenalty({ lambda, l1Ratio }: Penalty): void {
  if (!(lambda >= 0 && lambda < Infinity))
    throw new RangeError(`lambda is ${lambda}, but a strength is a finite number of at least 0; give one.`);
  if (!(l1Ratio >= 0 && l1Ratio <= 1))
    throw new RangeError(`l1_ratio is ${l1Ratio}, but it lies between 0 (L2) and 1 (L1); give such a number.`);
}

const proven = new WeakSet<Quadratic>();

/** The number of features of a problem whose parts fit each other and are numbers. */
function checked(problem: Quadratic, start?: Float64Array): number {
  const p = problem.xty.length;
  if (start && !(start.length === p && start.every(Number.isFinite)))
    throw new RangeError(`a start of ${start.length} numbers was given for ${p} features; give a finite one for each.`);
  if (proven.has(problem)) return p;
  if (problem.gram.length !== p * p || problem.factors.length !== p)
    throw new RangeError(`the products do not fit each other: ${p} features need ${p * p} products and ${p} factors.`);
  if (!(problem.gram.every(Number.isFinite) && problem.xty.every(Number.isFinite) && Number.isFinite(problem.yy)))
    throw new RangeError("products of the columns are not finite; drop or rescale the column that makes them so.");
  if (!problem.factors.every((factor) => factor >= 0))
    throw new RangeError("a penalty factor is negative or not a number; factors are 0 (free) or more.");
  proven.add(problem);
  return p;
}
