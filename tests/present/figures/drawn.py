"""Six figures of real numbers, and how far two pictures are from each other.

``python -m tests.present.figures.drawn`` draws the baselines anew; look at each before it is committed.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import image
from numpy.typing import NDArray

import shrinkage
from shrinkage import plots

HERE = Path(__file__).parent
BASELINE = HERE / "baseline"
TABLE = HERE.parents[2] / "examples" / "diabetes.csv"
DPI = 64
BOARD = 8
MOVED = 5  # pixels

Picture = NDArray[np.float64]


@lru_cache(maxsize=1)
def comparison() -> Any:
    """Of the diabetes table."""
    return shrinkage.compare(TABLE, target="target")


@lru_cache(maxsize=1)
def rows() -> tuple[NDArray[np.float64], NDArray[np.float64], list[str]]:
    """X (442, 10), y (442,) and the names of the columns."""
    names = TABLE.read_text("utf-8").splitlines()[0].split(",")
    table = np.loadtxt(TABLE, delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1], names[:-1]


def _prediction() -> Any:
    x, y, _ = rows()
    fitted = shrinkage.Lasso(alpha=1.0, standardize=True).fit(x, y)
    return plots.PredictionErrorDisplay.from_estimator(fitted, x, y, target_name="progression")


FIGURES = {
    "path": lambda model="l1": plots.PathDisplay.from_comparison(comparison(), model).figure_,
    "cv_curve": lambda model="l1": plots.CVCurveDisplay.from_comparison(comparison(), model).figure_,
    "coefficients": lambda model=("l1", "l2"): plots.CoefficientsDisplay.from_comparison(comparison(), model).figure_,
    "errors": lambda: plots.ErrorsDisplay.from_comparison(comparison()).figure_,
    "prediction": lambda: _prediction().figure_,
    "comparison": lambda model="l1": plots.plot_comparison(comparison(), model),
}


def picture(name: str, *args: Any) -> bytes:
    """A figure as PNG, in matplotlib's own style and font whatever the user's is."""
    with mpl.rc_context():
        mpl.rcdefaults()
        figure = FIGURES[name](*args)
        file = BytesIO()
        figure.savefig(file, format="png", dpi=DPI, metadata={"Software": None})
    return file.getvalue()


def grey(png: bytes) -> Picture:
    """(height, width) from 0, black, to 1."""
    return image.imread(BytesIO(png), format="png")[..., :3].astype(float).mean(axis=2)


def distance(one: Picture, other: Picture) -> float:
    """The largest root mean square difference over the tiles of an 8 × 8 board, each moved to where it fits best.

    Letters are of other widths where matplotlib brings another FreeType, and whatever stands beside them moves by a few
    pixels; a line that goes elsewhere fits nowhere near. A tile does not let the white of the others make a change
    small, and means over 4 × 4 pixels are deaf to how edges are smoothed. Different sizes: infinite.
    """
    if one.shape != other.shape:
        return float("inf")
    height, width = one.shape
    padded = np.pad(other, MOVED, mode="edge")
    best = np.full((BOARD, BOARD), np.inf)
    for down in range(2 * MOVED + 1):
        for right in range(2 * MOVED + 1):
            best = np.minimum(best, _tiles(one - padded[down : down + height, right : right + width]))
    return float(best.max())


def _tiles(difference: Picture) -> Picture:
    """(BOARD, BOARD) root mean squares of the means over 4 × 4 pixels."""
    height, width = (side // 4 * 4 for side in difference.shape)
    blocks = difference[:height, :width].reshape(height // 4, 4, width // 4, 4).mean(axis=(1, 3)) ** 2
    bands = np.array_split(blocks, BOARD, axis=0)
    return np.sqrt([[tile.mean() for tile in np.array_split(band, BOARD, axis=1)] for band in bands])


if __name__ == "__main__":
    for each in FIGURES:
        (BASELINE / f"{each}.png").write_bytes(picture(each))
