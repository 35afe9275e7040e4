"""What the paper is like: its width in cells, and whether it takes more than ASCII."""

from __future__ import annotations

from dataclasses import dataclass

from shrinkage.present.safe import clean, shorten

_ASCII = {
    "λ": "lambda",
    "₁": "_1",
    "₂": "_2",
    "Σ": "sum ",
    "²": "^2",
    "ŷ": "y_hat",
    "±": "+-",
    "−": "-",
    "–": "-",
    "·": "*",
    "▸": ">",
    "•": "*",
    "▲": "^",
    "△": "o",
    "→": "->",
    "…": "...",
    "─": "-",
    "│": "|",
    "└": "+",
    "┤": "|",
    "ρ": "rho",
    "≤": "<=",
    "≥": ">=",
    "×": "x",
    "|": "|",
    "“": '"',
    "”": '"',
    "’": "'",
    "√": "sqrt ",
}


@dataclass(frozen=True, slots=True)
class Face:
    """Every word on the page passes through one of these, so that none can carry markup or commands."""

    width: int = 80
    unicode: bool = True

    def own(self, text: str) -> str:
        """Words of ours, with plain stand-ins for signs where the paper is ASCII."""
        if self.unicode:
            return text
        for sign, plain in _ASCII.items():
            text = text.replace(sign, plain)
        return text

    def data(self, text: str) -> str:
        """Words from a table or a record, made safe; on one line."""
        return clean(self.own(" ".join(text.splitlines())), unicode=self.unicode)

    def name(self, text: str, cells: int) -> str:
        """A name from a table in at most ``cells`` cells."""
        return shorten(text, cells, unicode=self.unicode)
