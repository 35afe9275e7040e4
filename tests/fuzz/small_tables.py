"""Small tables of every kind."""

from __future__ import annotations

import random


def everyday(rows: int) -> str:
    """Numbers, some missing, a category, a truth, a date and a weight, as CSV; the target is ``y``."""
    draw = random.Random(rows)
    lines = ["x1,x two,kind,flag,when,w,g,y"]
    for k in range(rows):
        x, z = draw.gauss(0, 1), draw.uniform(5, 9)
        kind, flag = draw.choice(["red", "green", "dark blue", ""]), draw.random() < 0.5
        cells = [f"{x:.4f}", "" if k % 7 == 3 else f"{z:.3f}", kind, "yes" if flag else "no",
                 f"2021-{1 + k % 12:02d}-{1 + k % 28:02d}", str(1 + k % 3), f"g{k % 15}",
                 f"{2 * x - z + flag + (kind == 'red') + draw.gauss(0, 0.5):.4f}"]  # fmt: skip
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"
