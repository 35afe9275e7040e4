"""What a result must be told with: cores, BLAS and what the processor can do. No names, no dates."""

from __future__ import annotations

import os
import platform
from typing import Any

FEATURES = ("AVX2", "FMA3", "AVX512F")


def machine() -> dict[str, Any]:
    import numpy as np
    from numpy._core._multiarray_umath import __cpu_features__
    from threadpoolctl import threadpool_info

    np.ones((2, 2)) @ np.ones((2, 2))
    blas = next((found for found in threadpool_info() if found["user_api"] == "blas"), {})
    kernels = f", {blas['architecture']} kernels" if blas.get("architecture") else ""
    return {
        "cores": os.cpu_count(),
        "processor": platform.machine(),
        "features": [name for name in FEATURES if __cpu_features__.get(name)],
        "blas": f"{blas.get('internal_api', 'unknown')} {blas.get('version') or ''}{kernels}".strip(),
        "python": platform.python_version(),
        "numpy": np.__version__,
    }
