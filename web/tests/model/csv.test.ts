import { describe, expect, it } from "vitest";

import { csv } from "../../src/model/csv.ts";

const without = (text: string): string => text.slice(1);

describe("a table as CSV", () => {
  it("has lines of cells that end in CRLF, behind a byte order mark", () => {
    expect(csv([["a", "b"], [1, 2.5]])).toBe("\uFEFFa,b\r\n1,2.5\r\n");
    expect(csv([])).toBe("\uFEFF");
  });

  it("quotes what would be taken apart, and doubles quotes", () => {
    expect(without(csv([["a,b", 'say "x"', "two\nlines", " edge", "plain; text"]]))).toBe(
      '"a,b","say ""x""","two\nlines"," edge",plain; text\r\n',
    );
  });

  it("leaves unknown cells empty, and numbers whole", () => {
    expect(without(csv([[null, NaN, 1e-300, 1 / 3, -5, Infinity]]))).toBe(
      ",,1e-300,0.3333333333333333,-5,Infinity\r\n",
    );
  });

  it("makes plain text of what a spreadsheet would run", () => {
    expect(without(csv([["=1+1", "+a", "-b", "@c", "\td", "\re", "a=b", "it's"]]))).toBe(
      "'=1+1,'+a,'-b,'@c,'\td,\"'\re\",a=b,it's\r\n",
    );
    expect(without(csv([['=HYPERLINK("x","y")']]))).toBe('"\'=HYPERLINK(""x"",""y"")"\r\n');
  });
});
