// Rows of a training part as least squares sees them: standardised columns Z/√W, without writing one-hot blocks out
// (moments/directions.py).
//
//     Z v = [1, x − shift] E v,     E v holds v/scale at the features, and in the first place what makes the mean 0
import { type Encoded } from "./encode.ts";
import { type Native } from "./native.ts";
import { featuresAndTarget, type Training } from "./parts.ts";

export class SecondLook {
  private readonly places: number[]; // of the p features among the gathered columns
  private readonly gathered: number;
  private readonly root: number;

  /** index: rows of `encoded` in the training part. */
  constructor(
    private readonly native: Native,
    private readonly encoded: Encoded,
    private readonly trained: Training,
    readonly index: Int32Array,
  ) {
    const { dense, hidden, levels } = encoded.layout;
    this.gathered = levels.reduce((sum, count) => sum + count, dense + hidden);
    this.places = featuresAndTarget(encoded.layout, this.gathered).slice(0, -1);
    this.root = Math.sqrt(trained.weight);
  }

  /** Target less its mean, over √W (rows). */
  target(): Float64Array {
    return Float64Array.from(this.index, (row) => (this.encoded.target[row]! - this.trained.targetMean) / this.root);
  }

  /** Z v/√W for each of k directions (p): (rows, k) by rows. */
  times(directions: readonly Float64Array[]): Float64Array {
    const k = directions.length;
    return this.called(this.told(directions), (index, shift, from) => {
      const out = this.native.room(8 * this.index.length * k);
      this.native.call.rows_times(this.encoded.at, index, this.index.length, shift, from, k, out);
      return this.native.reals(out, this.index.length * k).map((value) => value / this.root);
    });
  }

  /** Z'B/√W for B (rows, k) by rows: k vectors (p). */
  pull(b: Float64Array, k: number): Float64Array[] {
    const found = this.called(b, (index, shift, from) => {
      const out = this.native.filled((1 + this.gathered) * k);
      this.native.call.rows_pull(this.encoded.at, index, this.index.length, shift, from, k, out);
      return this.native.reals(out, (1 + this.gathered) * k).slice();
    });
    return Array.from({ length: k }, (_, t) => this.untold(found, k, t));
  }

  private called(
    given: Float64Array,
    work: (index: number, shift: number, given: number) => Float64Array,
  ): Float64Array {
    const { native, encoded } = this;
    return native.scoped(() =>
      work(native.putWholes(this.index), native.putReals(encoded.layout.shift), native.putReals(given)),
    );
  }

  /** E V: (1 + gathered, k) by rows. */
  private told(directions: readonly Float64Array[]): Float64Array {
    const k = directions.length;
    const { fills, shift } = this.encoded.layout;
    const { scale, offset, lift } = this.trained;
    const e = new Float64Array((1 + this.gathered) * k);
    directions.forEach((direction, t) => {
      const own = direction.map((value, j) => (scale[j]! > 0 ? value / scale[j]! : 0));
      own.forEach((value, j) => {
        e[(1 + this.places[j]!) * k + t]! += value;
        e[t]! -= offset[j]! * value;
      });
      fills.forEach(({ value, missing }, f) => {
        const lifted = lift[f]! * own[value]!;
        e[(1 + missing) * k + t]! += lifted;
        e[t]! += shift[missing]! * lifted;
      });
    });
    return e;
  }

  /** E' of column t of (1 + gathered, k): (p), over √W. */
  private untold(g: Float64Array, k: number, t: number): Float64Array {
    const { fills, shift } = this.encoded.layout;
    const { scale, offset, lift } = this.trained;
    const own = Float64Array.from(this.places, (place, j) => g[(1 + place) * k + t]! - offset[j]! * g[t]!);
    fills.forEach(
      ({ value, missing }, f) => (own[value]! += lift[f]! * (g[(1 + missing) * k + t]! + shift[missing]! * g[t]!)),
    );
    return own.map((value, j) => (scale[j]! > 0 ? value / scale[j]! / this.root : 0));
  }
}
