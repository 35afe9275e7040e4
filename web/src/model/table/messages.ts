// What the page and its worker say to each other.
import { type Guess } from "./guess.ts";
import { type Found } from "./report.ts";

/** start comes first, to the one that compares; help to each of its helpers, with the other end of one of its ports. */
export type ToWorker =
  | {
      readonly kind: "start";
      readonly wasm: ArrayBuffer;
      readonly helpers: readonly MessagePort[];
      readonly version: string;
    }
  | { readonly kind: "help"; readonly wasm: ArrayBuffer; readonly port: MessagePort }
  | { readonly kind: "open"; readonly id: number; readonly name: string; readonly bytes: ArrayBuffer }
  | { readonly kind: "compare"; readonly id: number; readonly target: string } // of the table that was opened last
  | { readonly kind: "stop"; readonly id: number };

/** failed: `sentence` is for the reader; `cancelled`: nobody wants it any more. */
export type FromWorker =
  | {
      readonly kind: "progress";
      readonly id: number;
      readonly stage: string;
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly kind: "opened";
      readonly id: number;
      readonly columns: readonly Guess[];
      readonly rows: number;
      readonly notes: readonly string[];
    }
  | { readonly kind: "compared"; readonly id: number; readonly found: Found }
  | { readonly kind: "failed"; readonly id: number; readonly sentence: string; readonly cancelled: boolean };
