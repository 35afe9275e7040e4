"""The letters of the guide's formulas: a part of STIX Two Math, without which a browser sets MathML badly where the
machine has no font for mathematics.

    python web/build/font.py        (after npm --prefix web run build; writes web/src/guide/math.woff; then build again)

It holds what formulas use now; tests/web/test_font.py says when that is no longer enough.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
WHOLE = ROOT / "web/node_modules/@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff"
PART = ROOT / "web/src/guide/math.woff"
BODY = ROOT / "src/shrinkage/web/guide.body.html"
# A browser sets a variable of one letter in the italic letters of mathematics, h in Planck's constant.
ITALIC = {chr(0x61 + k): chr(0x1D44E + k) for k in range(26)} | {chr(0x41 + k): chr(0x1D434 + k) for k in range(26)}
ITALIC |= {chr(0x3B1 + k): chr(0x1D6FC + k) for k in range(25)} | {chr(0x391 + k): chr(0x1D6E2 + k) for k in range(25)}
ITALIC["h"] = "ℎ"


def signs(body: str) -> set[str]:
    """What the formulas of a page are set with."""
    formulas = re.findall(r"<math.*?</math>", body, re.DOTALL)
    text = {
        sign for formula in formulas for sign in html.unescape(re.sub(r"<[^>]*>", "", formula)) if sign.isprintable()
    }
    variables = {html.unescape(one) for formula in formulas for one in re.findall(r"<mi>([^<]*)</mi>", formula)}
    return text | {ITALIC[one] for one in variables if one in ITALIC}


def main() -> None:
    options = subset.Options(flavor="woff", layout_features=["ssty"], notdef_outline=True, desubroutinize=True)
    font = TTFont(WHOLE, recalcTimestamp=False)  # the same bytes whenever it runs
    part = subset.Subsetter(options)
    part.populate(text="".join(sorted(signs(BODY.read_text("utf-8")))))
    part.subset(font)
    font.flavor = "woff"
    font.save(PART)
    print(f"{PART.name}: {PART.stat().st_size / 1000:.1f} kB, {len(font.getGlyphOrder())} glyphs")


if __name__ == "__main__":
    main()
