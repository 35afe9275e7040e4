// Points to the d of a path element.

const PLACES = 10; // tenths of a pixel

const short = (value: number): number => Math.round(value * PLACES) / PLACES;

/** A line through the points; it is broken where one is not finite. */
export function polyline(xs: ArrayLike<number>, ys: ArrayLike<number>): string {
  let d = "";
  let pen = "M";
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i]!;
    const y = ys[i]!;
    if (!Number.isFinite(x) || !Number.isFinite(y)) pen = "M";
    else {
      d += `${pen}${short(x)},${short(y)}`;
      pen = "L";
    }
  }
  return d;
}

/** The ground between two lines over the same xs. */
export function band(xs: readonly number[], above: readonly number[], below: readonly number[]): string {
  const known = xs.map((_, i) => i).filter((i) => Number.isFinite(above[i]!) && Number.isFinite(below[i]!));
  if (!known.length) return "";
  const there = known.map((i) => `${short(xs[i]!)},${short(above[i]!)}`);
  const back = known.reverse().map((i) => `${short(xs[i]!)},${short(below[i]!)}`);
  return `M${there.join("L")}L${back.join("L")}Z`;
}

/** At most `letters` of a name: the middle goes, since both ends tell names apart. */
export function shortened(name: string, letters: number): string {
  const marks = [...name];
  if (marks.length <= letters) return name;
  const tail = Math.floor((letters - 1) / 3);
  return `${marks.slice(0, letters - 1 - tail).join("")}…${tail ? marks.slice(-tail).join("") : ""}`;
}
