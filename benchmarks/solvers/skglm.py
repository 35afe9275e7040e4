"""skglm (Bertrand et al. 2022): working sets and Anderson acceleration, on the rows.

Its GramCD forms X'X again at every strength, so that a path of 100 costs 100 of them; it has no cross-validation.
"""

from __future__ import annotations

import numpy as np

from benchmarks.data.simulated import Data

NAME = "skglm"
PEER = "skglm"
COLUMN_MAJOR = True
TOLERANCES = {"path": 1e-4}


def path(data: Data, tol: float) -> dict[str, np.ndarray]:
    from skglm.datafits import Quadratic
    from skglm.penalties import L1
    from skglm.solvers import AndersonCD
    from skglm.utils.jit_compilation import compiled_clone

    x, y, mean, target = data.centred()
    solver = AndersonCD(tol=tol, max_iter=1000, fit_intercept=False)
    _, found, _ = solver.path(x, y, compiled_clone(Quadratic()), compiled_clone(L1(1.0)), data.lams)
    coefficients = found.T
    return {"coefficients": coefficients, "intercepts": target - coefficients @ mean}
