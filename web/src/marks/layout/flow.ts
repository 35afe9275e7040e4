// Things in a line that goes on below where there is no more room: legends within a drawing.

export interface Flowed {
  places: { x: number; y: number }[];
  height: number;
}

export function flow(widths: readonly number[], left: number, right: number, gap: number, line: number): Flowed {
  const places: { x: number; y: number }[] = [];
  let x = left;
  let y = 0;
  for (const width of widths) {
    if (x > left && x + width > right) {
      x = left;
      y += line;
    }
    places.push({ x, y });
    x += width + gap;
  }
  return { places, height: widths.length ? y + line : 0 };
}
