"""glmnet (Friedman, Hastie & Tibshirani 2010) in R, in a process of its own; data travels by binary files.

Seconds are those that R measures around the fit, and memory is that of R. Needs Rscript and the R package glmnet
(Debian: r-cran-glmnet).
"""

from __future__ import annotations

import subprocess
import tempfile
import weakref
from pathlib import Path

import numpy as np

from benchmarks.data.simulated import Data

NAME = "glmnet"
PEER = "glmnet"
TOLERANCES = {"path": 1e-7, "crossvalidate": 1e-7}
TOLERANCE = "thresh"
TIGHTEST = 1e-30  # it is held against squares of changes
SCRIPT = Path(__file__).with_name("glmnet.R")

_folders: dict[int, str] = {}


def path(data: Data, thresh: float) -> dict[str, np.ndarray]:
    folder = _run(data, "path", thresh)
    shape = len(data.lams), data.x.shape[1]
    return {"coefficients": np.fromfile(folder / "coefficients.bin").reshape(shape), **_common(folder)}


def crossvalidate(data: Data, thresh: float) -> dict[str, np.ndarray]:
    folder = _run(data, "cv", thresh)
    return {
        "cv_mse": np.fromfile(folder / "cv_mse.bin"),
        "lams": np.fromfile(folder / "lam.bin"),
        "coefficients": np.fromfile(folder / "coefficients.bin")[None],
        **_common(folder),
    }


def _common(folder: Path) -> dict[str, np.ndarray]:
    return {
        "intercepts": np.fromfile(folder / "intercepts.bin"),
        "seconds": np.loadtxt(folder / "seconds.txt"),
        "held_mb": np.loadtxt(folder / "held.txt"),
        "peak_mb": np.loadtxt(folder / "peak.txt"),
    }


def _run(data: Data, kind: str, thresh: float) -> Path:
    folder = _written(data)
    done = subprocess.run(
        ["Rscript", str(SCRIPT), str(folder), kind, str(thresh)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "Rscript failed")
    return folder


def _written(data: Data) -> Path:
    """The folder with this data as R reads it, written once."""
    key = id(data)
    if key not in _folders:
        temporary = tempfile.TemporaryDirectory()
        weakref.finalize(data, _forget, key, temporary)
        folder = Path(_folders.setdefault(key, temporary.name))
        n, p = data.x.shape
        folder.joinpath("shape.txt").write_text(f"{n} {p} {len(data.lams)} {data.fold.max() + 1}\n")
        with folder.joinpath("x.bin").open("wb") as file:
            for column in range(p):
                np.ascontiguousarray(data.x[:, column]).tofile(file)
        for name in ("y", "lams", "fold"):
            getattr(data, name).astype(np.float64).tofile(folder / f"{name}.bin")
    return Path(_folders[key])


def _forget(key: int, temporary: tempfile.TemporaryDirectory[str]) -> None:
    del _folders[key]
    temporary.cleanup()
