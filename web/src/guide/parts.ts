// Parts of the guide's page without which it is not whole.
import { island } from "../report/island.ts";

export function partOf<Content>(id: string): Content {
  const content = island(id);
  if (content === null) throw new Error(`this page lacks its part ${id}; write the guide again.`);
  return content as Content;
}
