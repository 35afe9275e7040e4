// How far a comparison is, told piece by piece.

/** How far it is: `done` of `total` pieces of a stage. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** Told of every piece of work; rejects with Cancelled where nobody wants the rest. */
export type Tell = (progress: Progress) => Promise<void>;

/** A stage of so many pieces: `work` is given what to await after each. */
export async function counted<T>(
  tell: Tell,
  stage: string,
  total: number,
  work: (pause: () => Promise<void>) => Promise<T>,
): Promise<T> {
  let done = 0;
  await tell({ stage, done, total });
  return work(() => tell({ stage, done: ++done, total }));
}
