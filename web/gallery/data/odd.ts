// Names and numbers that break drawings made for tidy ones.
import { normal } from "./random.ts";

export const ODD_NAMES = [
  "<b>bold</b> & <script>alert(1)</script>",
  "x".repeat(5000),
  "عدد الغرف (مساحة المنزل)",
  "‮right to left override",
  "房屋面积_平方米_包括地下室和车库",
  "",
  "two\nlines\tand a tab",
  "naïve café 🏠👩‍👩‍👧",
  "a perfectly ordinary name that is only somewhat too long for its place",
  "y",
];

/** 200 coefficients of an orthonormal design: least squares, then L1 and L2 in closed form. */
export const MANY = ((): { names: string[]; none: number[]; l1(lambda: number): number[]; l2(lambda: number): number[] } => {
  const draw = normal(11);
  const none = Array.from({ length: 200 }, (_, j) => (j < 12 ? (j % 2 ? -1 : 1) * (9 - j / 2) : 0) + draw());
  return {
    names: none.map((_, j) => `gene_${String(j + 1).padStart(3, "0")}`),
    none,
    l1: (lambda) => none.map((z) => (Math.abs(z) > lambda ? z - Math.sign(z) * lambda : 0)),
    l2: (lambda) => none.map((z) => z / (1 + lambda)),
  };
})();
