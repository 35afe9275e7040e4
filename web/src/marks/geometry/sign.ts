// The sign of a model, told apart by shape as well as by hue: square, disc, diamond, triangle, as in still figures.

export type Shape = "none" | "l1" | "l2" | "elastic_net" | "hard";

const short = (value: number): number => Math.round(value * 10) / 10;

/** The d of a path that draws the sign about (x, y). */
export function sign(shape: Shape, x: number, y: number, radius: number): string {
  const at = `${short(x)},${short(y)}`;
  if (shape === "l1") return `M${at}m${-radius},0a${radius},${radius} 0 1 0 ${2 * radius},0a${radius},${radius} 0 1 0 ${-2 * radius},0z`;
  if (shape === "l2") {
    const reach = short(1.25 * radius);
    return `M${at}m0,${-reach}l${reach},${reach}l${-reach},${reach}l${-reach},${-reach}z`;
  }
  if (shape === "elastic_net") {
    const reach = 1.2 * radius;
    return `M${at}m0,${short(-reach)}l${short(reach)},${short(1.85 * reach)}h${short(-2 * reach)}z`;
  }
  if (shape === "hard") {
    const arm = short(radius);
    return `M${at}m${-arm},${-arm}l${2 * arm},${2 * arm}m0,${-2 * arm}l${-2 * arm},${2 * arm}`; // a cross
  }
  const side = short(0.88 * radius);
  return `M${at}m${-side},${-side}h${2 * side}v${2 * side}h${-2 * side}z`;
}
