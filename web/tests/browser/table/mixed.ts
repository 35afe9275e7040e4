// A table of 30 columns of every kind, with missing cells, made of whole-number arithmetic.

/** Numbers in [0, 1) that look like chance. */
function uniform(): () => number {
  let state = 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** `rows` rows: 16 columns of numbers, 8 of words, 2 of truths, 2 of days, 1 of numbers with gaps, and the target y. */
export function mixedTable(rows: number): string {
  const draw = uniform();
  const numbers = Array.from({ length: 16 }, (_, j) => `number ${j}`);
  const words = Array.from({ length: 8 }, (_, j) => `word ${j}`);
  const lines = [[...numbers, ...words, "yes or no", "member", "day", "seen", "gaps", "y"].join(",")];
  for (let i = 0; i < rows; i++) {
    const x = numbers.map(() => draw() + draw() + draw() - 1.5);
    const levels = words.map((_, j) => Math.floor(draw() * draw() * (j + 3)));
    const truth = draw() < 0.3;
    const y = 3 * x[0]! - 2 * x[1]! + x[2]! * 0.5 + levels[0]! + Number(truth) + 2 * (draw() + draw() - 1);
    const day = (from: number): string =>
      `${from + Math.floor(draw() * 3)}-0${1 + Math.floor(draw() * 9)}-${10 + Math.floor(draw() * 18)}`;
    lines.push(
      [
        ...x.map((value) => value.toFixed(4)),
        ...levels.map((level, j) => (draw() < 0.02 ? "" : `${"abc"[j % 3]}${level}`)),
        ...[
          truth ? "yes" : "no",
          draw() < 0.5 ? "true" : "false",
          day(2015),
          day(2019),
          draw() < 0.1 ? "NA" : (draw() * 100).toFixed(1),
        ],
        y.toFixed(3),
      ].join(","),
    );
  }
  return lines.join("\n");
}
