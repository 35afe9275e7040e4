// Panels inside one drawing.

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** `count` boxes beside each other on [left, right], `gap` apart. */
export function beside(left: number, right: number, top: number, bottom: number, count: number, gap: number): Box[] {
  const wide = (right - left - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, k) => {
    const start = left + k * (wide + gap);
    return { left: start, right: start + wide, top, bottom };
  });
}
