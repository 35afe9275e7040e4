// Numbers inside sentences.
import { figureNumber } from "../../model/numbers.ts";

/** Three digits that count, without zeros behind the decimals: `0.5`, not `0.500`. */
export function amount(value: number, digits = 3): string {
  return figureNumber(value, digits).replace(/(\.\d*?)0+(?=×|$)/, "$1").replace(/\.(?=×|$)/, "");
}

/** With its sign: `+6`, `−34`. */
export const signed = (value: number): string => `${value > 0 ? "+" : ""}${amount(value)}`;
