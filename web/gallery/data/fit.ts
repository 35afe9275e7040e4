// A small solver by cyclic coordinate descent, for pictures only: ½/n ‖y − Xw‖² + λ(ρ‖w‖₁ + ½(1 − ρ)‖w‖²).

export interface Rows {
  names: string[];
  columns: Float64Array[]; // p of n
  target: Float64Array;
}

export interface Fitted {
  intercept: number;
  coefficients: Float64Array; // original units
  standardised: Float64Array;
}

interface Centred {
  columns: Float64Array[];
  target: Float64Array;
  means: number[];
  scales: number[];
  level: number;
}

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;

function centred({ columns, target }: Rows): Centred {
  const means = columns.map(mean);
  const level = mean(target);
  const scales = columns.map((column, j) => Math.sqrt(mean(column.map((v) => (v - means[j]!) ** 2))) || 1);
  return {
    columns: columns.map((column, j) => column.map((v) => (v - means[j]!) / scales[j]!)),
    target: target.map((v) => v - level),
    means,
    scales,
    level,
  };
}

/** Coefficients at each strength, strongest first, each started from the one before. */
export function walk(rows: Rows, lambdas: readonly number[], ratio: number, sweeps = 200): Fitted[] {
  const { columns, target, means, scales, level } = centred(rows);
  const n = target.length;
  const residual = Float64Array.from(target);
  const w = new Float64Array(columns.length);
  return lambdas.map((lambda) => {
    for (let sweep = 0; sweep < sweeps; sweep++) {
      let largest = 0;
      columns.forEach((column, j) => {
        let along = w[j]!;
        for (let i = 0; i < n; i++) along += (column[i]! * residual[i]!) / n;
        const soft = Math.sign(along) * Math.max(Math.abs(along) - lambda * ratio, 0);
        const step = soft / (1 + lambda * (1 - ratio)) - w[j]!;
        if (step === 0) return;
        w[j]! += step;
        for (let i = 0; i < n; i++) residual[i]! -= step * column[i]!;
        largest = Math.max(largest, Math.abs(step));
      });
      if (largest < 1e-6) break;
    }
    const coefficients = w.map((value, j) => value / scales[j]!);
    const intercept = level - coefficients.reduce((sum, c, j) => sum + c * means[j]!, 0);
    return { intercept, coefficients, standardised: Float64Array.from(w) };
  });
}

/** The smallest strength at which everything is 0. */
export function strongest(rows: Rows, ratio: number): number {
  const { columns, target } = centred(rows);
  const along = columns.map((column) => Math.abs(mean(column.map((v, i) => v * target[i]!))));
  return Math.max(...along) / Math.max(ratio, 1e-3);
}

export function rmse(rows: Rows, { intercept, coefficients }: Fitted): number {
  const errors = rows.target.map((y, i) => {
    const fit = rows.columns.reduce((sum, column, j) => sum + column[i]! * coefficients[j]!, intercept);
    return (y - fit) ** 2;
  });
  return Math.sqrt(mean(errors));
}

export function part(rows: Rows, keep: (row: number) => boolean): Rows {
  return {
    names: rows.names,
    columns: rows.columns.map((column) => column.filter((_, i) => keep(i))),
    target: rows.target.filter((_, i) => keep(i)),
  };
}
