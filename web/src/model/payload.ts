// What Python computed, read at any strength: exact for L1 (between knots) and L2 (a spectrum), else over the grid.
import { type Engine, type Fit } from "./engine.ts";
import { countNonzero, fitOf, ownFit } from "./fit.ts";
import { type KnotTable, type Model, type Path, type Report, type SpectrumTable } from "./read.ts";
import { entry } from "./runs.ts";
import { nearestRow, placeIn, type Place } from "./search.ts";

export function payloadEngine(report: Report): Engine {
  return {
    backend: "payload",
    range: (name) => (carried(report.models[name].path) ? rangeOf(report.models[name].path) : null),
    exact: (name) => !rangeOf(report.models[name].path) || report.models[name].path?.exact != null,
    at: (name, lambda) => payloadFit(report, report.models[name], lambda),
  };
}

/** Whether the page holds the path's coefficients; else only the kernel can tell them. */
const carried = (path: Path | null): boolean => path !== null && (path.exact !== null || path.grid !== null);

/** Weakest and strongest strength of a path; null where it has one alone, as least squares does. */
export function rangeOf(path: Path | null): readonly [number, number] | null {
  return path && path.lambda.length > 1 ? [path.lambda[path.lambda.length - 1]!, path.lambda[0]!] : null;
}

/** `lambda`, or the end of the path that it lies beyond. */
export function within({ lambda }: Path, asked: number): number {
  return Math.min(Math.max(asked, lambda[lambda.length - 1]!), lambda[0]!);
}

export function payloadFit(report: Report, model: Model, asked: number): Fit {
  const { path } = model;
  if (!path || !carried(path)) return ownFit(model, null);
  const lambda = within(path, asked);
  const { values, ...rest } = valuesAt(path, lambda);
  if (lambda === model.lambda) return ownFit(model, rest.degreesOfFreedom);
  const standardised = new Float64Array(report.features.length);
  path.features.forEach((feature, j) => (standardised[feature] = values[j]! + 0));
  const complete = path.featuresLeftOut === 0;
  return fitOf(report, model, { lambda, backend: "payload", standardised, ...rest, complete });
}

interface Values {
  values: Float64Array; // (q) over the path's features
  nonzero: number;
  degreesOfFreedom: number | null;
  exact: boolean;
}

function valuesAt(path: Path, lambda: number): Values {
  if (path.exact?.kind === "knots") return knotsAt(path, path.exact, lambda);
  if (path.exact?.kind === "spectrum") return spectrumAt(path, path.exact, lambda);
  return gridAt(path, lambda);
}

function knotsAt(path: Path, knots: KnotTable, lambda: number): Values {
  const place = placeIn(knots.lambda, lambda, (value) => value);
  const values = between(path, place, (row, j) => entry(knots.runs, row, j));
  const nonzero = path.featuresLeftOut === 0 ? countNonzero(values) : nonzeroAtKnots(path, knots, place);
  return { values, nonzero, degreesOfFreedom: nonzero, exact: true };
}

/** nonzero[k] counts just below knot k; at the knot itself who enters there is still 0, and who leaves already is. */
function nonzeroAtKnots(path: Path, { nonzero }: KnotTable, { row, share }: Place): number {
  const below = nonzero[row]!;
  const above = row === 0 ? path.nonzero[0]! : nonzero[row - 1]!;
  return share > 0 ? below : Math.min(above, below);
}

function spectrumAt(path: Path, spectrum: SpectrumTable, lambda: number): Values {
  const r = spectrum.values.length;
  const along = spectrum.pull.map((pull, i) => (pull === 0 ? 0 : pull / (spectrum.values[i]! + lambda)));
  const values = Float64Array.from(path.features, (_, j) => {
    let sum = spectrum.offset[j]!;
    for (let i = 0; i < r; i++) sum += spectrum.basis[j * r + i]! * along[i]!;
    return sum + 0;
  });
  let degreesOfFreedom = spectrum.freeRank;
  for (const value of spectrum.values) if (value > 0) degreesOfFreedom += value / (value + lambda);
  const nonzero = path.featuresLeftOut === 0 ? countNonzero(values) : path.nonzero[0]!;
  return { values, nonzero, degreesOfFreedom, exact: true };
}

function gridAt(path: Path, lambda: number): Values {
  const place = placeIn(path.lambda, lambda, Math.log);
  const values = between(path, place, (row, j) => entry(path.grid!, row, j));
  const { degreesOfFreedom: degrees } = path;
  return {
    values,
    nonzero: path.featuresLeftOut === 0 ? countNonzero(values) : path.nonzero[nearestRow(place)]!,
    degreesOfFreedom: degrees && mixed(degrees[place.row]!, degrees[place.row + 1]!, place.share),
    exact: place.share === 0,
  };
}

function between(path: Path, { row, share }: Place, value: (row: number, j: number) => number): Float64Array {
  return Float64Array.from(path.features, (_, j) =>
    share === 0 ? value(row, j) : mixed(value(row, j), value(row + 1, j), share),
  );
}

/** From a to b; the ends are exact, and between two zeros is an exact zero. */
export function mixed(a: number, b: number, share: number): number {
  return share === 0 ? a : (1 - share) * a + share * b + 0;
}
