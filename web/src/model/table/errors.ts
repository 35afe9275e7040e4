// What cannot be compared, as a sentence: what happened, because of what, do this.

/** The table, or the call, is wrong; its message is for the reader of the page, and as Python's where Python has
 * one. */
export class TableError extends Error {
  override name = "TableError";
}

/** The reader changed their mind. */
export class Cancelled extends Error {
  override name = "Cancelled";
}
