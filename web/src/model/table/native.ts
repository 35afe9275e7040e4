// The kernel for tables (kernel/wasm_table.cpp, kernel/wasm_moments.cpp) over WebAssembly's memory, typed.
import { TableError } from "./errors.ts";

type Address = number;

/** Functions of the module; pointers are numbers, and 0 or false means that memory ran out. */
export interface Functions {
  memory: WebAssembly.Memory;
  allocate(bytes: number): Address;
  mark(): Address;
  reset(to: Address): void;
  csv_count(
    begin: Address,
    size: number,
    delimiter: number,
    quote: number,
    escape: number,
    last: number,
    out: Address,
  ): void;
  csv_cells(
    begin: Address,
    size: number,
    delimiter: number,
    quote: number,
    escape: number,
    narrow: number,
    width: number,
    headerFields: number,
    skip: number,
    count: number,
  ): Address;
  distinct(
    column: Address,
    rows: number,
    use: Address,
    counts: Address,
    first: Address,
    formats: Address,
    orders: Address,
    out: Address,
  ): number;
  read_numbers(column: Address, rows: number, format: number, values: Address, status: Address): void;
  read_times(column: Address, rows: number, order: number, values: Address, status: Address): void;
  summary(values: Address, rows: number, use: Address, out: Address): void;
  find_levels(
    column: Address,
    rows: number,
    texts: Address,
    levels: number,
    missing: number,
    unknown: number,
    codes: Address,
  ): number;
  join_column(column: Address, rows: number, name: Address, size: number, hashes: Address): void;
  mix_keys(keys: Address, rows: number, seed: number, stream: number, out: Address): void;
  add_rows(
    rows: Address,
    index: Address,
    m: number,
    shift: Address,
    q: number,
    second: Address,
    first: Address,
    minimum: Address,
    maximum: Address,
  ): number;
  observed(
    rows: Address,
    index: Address,
    m: number,
    fills: number,
    value: Address,
    missing: Address,
    minimum: Address,
    maximum: Address,
  ): void;
  rows_times(rows: Address, index: Address, m: number, shift: Address, e: Address, k: number, out: Address): void;
  rows_pull(rows: Address, index: Address, m: number, shift: Address, b: Address, k: number, out: Address): void;
  forms(matrix: Address, q: number, u: Address, m: number, out: Address): void;
  tridiagonal(size: number, a: Address): Address;
  eigen(given: Address, values: Address, z: Address): number;
  ridge(given: Address, c: Address, lams: Address, m: number, out: Address): number;
  smallest(given: Address, count: number, lam: number, turns: number, rows: Address): number;
  cholesky(size: number, a: Address): Address;
  cholesky_solve(factor: Address, b: Address, count: number): void;
  inverse_trace(factor: Address): number;
  lasso_knots(
    p: number,
    gram: Address,
    xty: Address,
    yy: number,
    m: number,
    lams: Address,
    most: number,
    onGrid: Address,
    out: Address,
  ): Address;
  orthogonalise(m: number, n: number, a: Address, b: Address): number;
  path(
    p: number,
    gram: Address,
    xty: Address,
    yy: number,
    m: number,
    lams: Address,
    l1Ratio: number,
    start: Address,
    coefficients: Address,
    outcomes: Address,
  ): number;
}

/** Memory is a stack: whatever is taken within `scoped` is given back at its end. Views die when memory grows. */
export class Native {
  private constructor(readonly call: Functions) {}

  /** The module from the bytes of table.wasm. Rejects with a TableError where the browser cannot run them. */
  static async compiled(bytes: BufferSource): Promise<WebAssembly.Module> {
    try {
      return await WebAssembly.compile(bytes);
    } catch {
      throw new TableError(
        "this browser cannot run the solver, because its WebAssembly lacks vectors or is turned off; use a " +
          "browser of " +
          "2023 or later, or run `shrinkage compare` on your machine.",
      );
    }
  }

  /** With memory of its own. */
  static of(module: WebAssembly.Module): Native {
    return new Native(new WebAssembly.Instance(module).exports as unknown as Functions);
  }

  static async start(bytes: BufferSource): Promise<Native> {
    return Native.of(await Native.compiled(bytes));
  }

  room(bytes: number): Address {
    return this.must(this.call.allocate(Math.max(bytes, 1)));
  }

  scoped<T>(work: () => T): T {
    const before = this.call.mark();
    try {
      return work();
    } finally {
      this.call.reset(before);
    }
  }

  /** What a call gave, unless it is 0. */
  must(given: number): number {
    if (!given)
      throw new TableError(
        "the table needs more memory than the browser gives a page; leave rows or columns out, or run " +
          "`shrinkage compare` " +
          "on your machine, which reads tables of any length.",
      );
    return given;
  }

  bytes(at: Address, count: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.call.memory.buffer as ArrayBuffer, at, count);
  }

  reals(at: Address, count: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.call.memory.buffer as ArrayBuffer, at, count);
  }

  wholes(at: Address, count: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.call.memory.buffer as ArrayBuffer, at, count);
  }

  /** Whole numbers of 64 bits, signed; keys are read as unsigned by `keys`. */
  longs(at: Address, count: number): BigInt64Array<ArrayBuffer> {
    return new BigInt64Array(this.call.memory.buffer as ArrayBuffer, at, count);
  }

  keys(at: Address, count: number): BigUint64Array<ArrayBuffer> {
    return new BigUint64Array(this.call.memory.buffer as ArrayBuffer, at, count);
  }

  putBytes(values: Uint8Array): Address {
    const at = this.room(values.length);
    this.bytes(at, values.length).set(values);
    return at;
  }

  putReals(values: ArrayLike<number>): Address {
    const at = this.room(8 * values.length);
    this.reals(at, values.length).set(values);
    return at;
  }

  putWholes(values: ArrayLike<number>): Address {
    const at = this.room(4 * values.length);
    this.wholes(at, values.length).set(values);
    return at;
  }

  putLongs(values: readonly number[]): Address {
    const at = this.room(8 * values.length);
    this.longs(at, values.length).set(values.map(BigInt));
    return at;
  }

  /** So many numbers, filled with `value`. */
  filled(count: number, value = 0): Address {
    const at = this.room(8 * count);
    this.reals(at, count).fill(value);
    return at;
  }
}
