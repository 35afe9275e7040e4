"""A drawing of dots on character cells: braille where the paper takes Unicode (2 × 4 dots a cell), ASCII where not.

Coordinates are dots, (0, 0) top left. Every cell remembers the style of what was last drawn in it.
"""

from __future__ import annotations

from rich.text import Text

# Unicode 15, block "Braille Patterns": the bit of dot (x, y) within a cell.
_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_ASCII = "'-._"  # by the lowest of four rows that holds a dot; together they read as a line


class Canvas:
    def __init__(self, columns: int, rows: int, *, unicode: bool = True) -> None:
        self.columns, self.rows, self.unicode = columns, rows, unicode
        self._dots = [[0] * columns for _ in range(rows)]
        self._signs: dict[tuple[int, int], str] = {}
        self._styles: dict[tuple[int, int], str] = {}

    @property
    def width(self) -> int:
        """Dots across."""
        return self.columns * 2

    @property
    def height(self) -> int:
        """Dots down."""
        return self.rows * 4

    def dot(self, x: int, y: int, style: str = "") -> None:
        """Set one dot; outside the canvas nothing happens."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self._dots[y // 4][x // 2] |= _BITS[x % 2][y % 4]
            self._styles[y // 4, x // 2] = style

    def line(self, x0: int, y0: int, x1: int, y1: int, style: str = "", *, every: int = 1) -> None:
        """A straight line of dots, in every ``every``-th column of dots."""
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        for step in range(steps + 1):
            x = round(x0 + step / steps * (x1 - x0))
            if x % every == 0:
                self.dot(x, round(y0 + step / steps * (y1 - y0)), style)

    def sign(self, column: int, row: int, sign: str, style: str = "") -> None:
        """A whole character, over the dots."""
        if 0 <= column < self.columns and 0 <= row < self.rows:
            self._signs[row, column] = sign
            self._styles[row, column] = style

    def lines(self) -> list[Text]:
        """The drawing, a line of text a row."""
        return [self._line(row) for row in range(self.rows)]

    def _line(self, row: int) -> Text:
        text = Text()
        for column in range(self.columns):
            text.append(self._cell(row, column), self._styles.get((row, column), ""))
        return text

    def _cell(self, row: int, column: int) -> str:
        sign = self._signs.get((row, column))
        if sign is not None:
            return sign
        bits = self._dots[row][column]
        if not bits:
            return " "
        if self.unicode:
            return chr(0x2800 + bits)
        levels = [level for level in range(4) if bits & (_BITS[0][level] | _BITS[1][level])]
        return _ASCII[levels[len(levels) // 2]] if len(levels) < 3 else ":"
