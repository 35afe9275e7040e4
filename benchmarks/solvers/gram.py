"""Not a competitor but the unit: NumPy's X'X, which no method by moments can avoid. A path is measured against it."""

from __future__ import annotations

import numpy as np

from benchmarks.data.simulated import Data

NAME = "numpy X'X (the unit)"
PEER = "this"


def path(data: Data) -> dict[str, np.ndarray]:
    return {"gram": data.x.T @ data.x}


leave_one_out = path
