"""Tables for the comparison of a reader's own CSV in the page: small, synthetic, and awkward on purpose.

Made of ``random.Random`` alone, whose numbers are the same in every version of Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

Row = Sequence[object]


def text(header: Sequence[str], rows: Iterator[Row], separator: str = ",") -> str:
    """The table as CSV."""
    return "".join(separator.join(map(str, row)) + "\n" for row in (header, *rows))


def mixed() -> str:
    """Numbers, words, truths and days with missing cells of every kind, columns to be dropped, a torn target."""
    draw = Random(1)
    header = (
        *("income", "age", "seldom", "town", "member", "joined", "constant", "nearly", "id", "copy"),
        *("odd", "free text", "spend"),
    )

    def rows() -> Iterator[Row]:
        towns = ["Ulm", "Bonn", "Köln", "Jena", "Trier"]
        for i in range(400):
            income, age = round(draw.gauss(3000, 800), 1), draw.randrange(18, 90)
            town = draw.choice(towns) if draw.random() < 0.9 else f"village {draw.randrange(30)}"
            member, day = draw.random() < 0.4, draw.randrange(1, 29)
            spend = 0.1 * income + 2.0 * age + 120 * (town == "Bonn") + 60 * member + draw.gauss(0, 90)
            yield (
                "NA" if draw.random() < 0.1 else income,
                age,
                "" if i % 150 == 7 else draw.randrange(5),
                "n/a" if draw.random() < 0.05 else town,
                "" if draw.random() < 0.06 else "Yes" if member else "no",
                f"{day:02d}/{draw.randrange(1, 13):02d}/{draw.randrange(2018, 2022)}",
                "7",
                "1" if i in (5, 9) else "0",
                f"K{i:05d}",
                income,
                "see note" if i in (3, 77) else round(draw.random(), 3),
                draw.choice(["red shoes", "blue shoes", "a, b"]).join(('"', '"')),
                "" if draw.random() < 0.07 else "unknown" if i == 11 else round(spend, 2),
            )

    return text(header, rows())


def wide() -> str:
    """More columns than rows."""
    draw = Random(2)

    def rows() -> Iterator[Row]:
        for _ in range(60):
            x = [round(draw.gauss(0, 1), 3) for _ in range(200)]
            yield (*x, round(2 * x[3] - x[40] + 0.5 * x[41] + draw.gauss(0, 0.5), 3))

    return text([*(f"g{j}" for j in range(200)), "y"], rows())


def decimal_comma() -> str:
    """Semicolons, decimal commas, points between thousands."""
    draw = Random(3)

    def rows() -> Iterator[Row]:
        for _ in range(150):
            size, rooms = draw.uniform(20, 220), draw.randrange(1, 8)
            price = 1500 * size + 9000 * rooms + draw.gauss(0, 20000)
            yield (
                f"{size:.2f}".replace(".", ","),
                rooms,
                draw.choice(["alt", "neu", "im Bau"]),
                f"{max(price, 1000):,.2f}".replace(",", " ").replace(".", ",").replace(" ", "."),
            )

    return text(["Fläche", "Zimmer", "Bau", "Preis"], rows(), ";")


def two_levels() -> str:
    """A word of two levels makes two columns that are each other's opposite."""
    draw = Random(10)

    def rows() -> Iterator[Row]:
        for _ in range(160):
            x, first = round(draw.gauss(0, 1), 3), draw.random() < 0.5
            yield x, "left" if first else "right", round(x + 1.5 * first + draw.gauss(0, 1), 3)

    return text(["x", "side", "y"], rows())


def repeated() -> str:
    """Few different rows, each many times, and columns that do not vary."""
    draw = Random(4)
    different = [[draw.randrange(6), draw.randrange(4), round(draw.gauss(0, 1), 2)] for _ in range(70)]

    def rows() -> Iterator[Row]:
        for a, b, c in different:
            y = round(a - 2 * b + c + draw.gauss(0, 1), 2)
            for _ in range(draw.randrange(1, 9)):
                yield a, b, c, "same", 0, a + b, y

    return text(["a", "b", "c", "always", "zero", "sum", "y"], rows())


def truth() -> str:
    """A target of yes and no, and a column that gives it away."""
    draw = Random(5)

    def rows() -> Iterator[Row]:
        for _ in range(220):
            x, z = draw.gauss(0, 1), draw.gauss(0, 1)
            bought = x + 0.5 * z + draw.gauss(0, 1) > 0
            refund = round(9.9 * bought + draw.gauss(0, 0.05), 3)
            yield round(x, 3), round(z, 3), refund, draw.choice(["web", "shop", "phone"]), "yes" if bought else "no"

    return text(["x", "z", "invoice", "channel", "bought"], rows())


def noise() -> str:
    """Nothing to be learned."""
    draw = Random(6)
    return text(
        [*"abcdefgh", "y"],
        ([round(draw.gauss(0, 1), 3) for _ in range(8)] + [round(draw.gauss(5, 2), 3)] for _ in range(90)),
    )


def nearly_dependent() -> str:
    """Columns that are sums of others, exactly and nearly, which a Gram cannot tell."""
    draw = Random(7)

    def rows() -> Iterator[Row]:
        for _ in range(130):
            a, b, c = (round(draw.gauss(0, 1), 4) for _ in range(3))
            near = a + b + 1e-7 * draw.gauss(0, 1)
            far = a - c + 3e-5 * draw.gauss(0, 1)
            yield (
                a,
                b,
                c,
                round(a + b - c, 4),
                f"{near:.12f}",
                f"{far:.12f}",
                round(a + 2 * b - c + draw.gauss(0, 1), 4),
            )

    return text(["a", "b", "c", "exact", "near", "far", "y"], rows())


def large_target() -> str:
    """A target in units in which an L2 part leaves nothing at lam_max."""
    draw = Random(8)

    def rows() -> Iterator[Row]:
        for _ in range(120):
            x = [round(draw.gauss(0, 1), 3) for _ in range(5)]
            yield (*x, f"{1e9 * (3 * x[0] + x[1] + draw.gauss(0, 1)):.1f}")

    return text([*"abcde", "turnover"], rows())


def few() -> str:
    """Hardly more rows than folds."""
    draw = Random(9)
    return text(["x", "z", "y"], ((i, draw.randrange(9), round(0.5 * i + draw.gauss(0, 1), 2)) for i in range(15)))


def nothing_varies() -> str:
    """No column is left, and the mean is all that there is."""
    draw = Random(11)
    return text(["always", "y"], (("same", round(draw.gauss(0, 1), 2)) for _ in range(40)))


TABLES = {
    "mixed": (mixed, "spend"),
    "wide": (wide, "y"),
    "decimal_comma": (decimal_comma, "Preis"),
    "two_levels": (two_levels, "y"),
    "repeated": (repeated, "y"),
    "truth": (truth, "bought"),
    "noise": (noise, "y"),
    "nearly_dependent": (nearly_dependent, "y"),
    "large_target": (large_target, "turnover"),
    "few": (few, "y"),
    "nothing_varies": (nothing_varies, "y"),
}


def _column(cells: Sequence[object]) -> str:
    return text(["x", "y"], ((i * 1.5, cell) for i, cell in enumerate(cells)))


REFUSED = {
    "empty": "",
    "a header alone": "x,y\n",
    "ragged": "x,y\n1,2\n1,2,3\n4,5\n",
    "two columns of one name": "x,y,x\n1,2,3\n4,5,6\n",
    "an open quote": 'x,y\n1,"2\n3,4\n',
    "zero bytes": "x,y\n1,\0\n",
    "no target in any row": _column([""] * 30),
    "a target of words": _column([f"{word} thing" for word in ("red", "blue", "green", "grey", "red")] * 8),
    "a target of prices": _column([f"$ {i}" for i in range(40)]),
    "a target of days": _column([f"2020-01-{1 + i % 28:02d}" for i in range(40)]),
    "a target of days in words": _column([f"{1 + i % 28} March 2020" for i in range(40)]),
    "a constant target": _column([3.5] * 40),
    "a target of one truth": _column(["yes"] * 40),
    "an infinite target": _column([*range(39), "inf"]),
    "a target too large": _column([*range(39), "1e80"]),
    "a target that hardly varies": _column([i * 1e-75 for i in range(40)]),
    "a target of numbers and words": _column([i if i % 3 else f"about {i}" for i in range(60)]),
    "few different rows": text(["x", "y"], ((i % 3, i % 2) for i in range(60))),
    "hardly any rows": _column([1, 2, 3, 4]),
    "infinite cells": text(["x", "y"], (("inf" if i in (3, 8) else i, i % 5) for i in range(40))),
    "cells too large": text(["x", "y"], (("1e200" if i == 3 else i, i % 5) for i in range(40))),
}
