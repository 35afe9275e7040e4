"""glmnet (Friedman, Hastie & Tibshirani 2010) in R, in a process of its own; data travels by binary files.

Seconds are those that R measures around the fit. Needs Rscript and the R package glmnet (Debian: r-cran-glmnet).
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.data.simulated import Data

NAME = "glmnet"
PEER = "glmnet"
VARIANTS = {"thresh 1e-7 (default)": {"thresh": 1e-7}, "thresh 1e-14": {"thresh": 1e-14}}
REPEATS_ITSELF = True
SCRIPT = Path(__file__).with_name("glmnet.R")


def path(data: Data, thresh: float, repeats: int = 1) -> dict[str, np.ndarray]:
    with tempfile.TemporaryDirectory() as folder:
        _run(Path(folder), data, "path", thresh, repeats)
        points, features = len(data.lams), data.x.shape[1]
        return {
            "coefficients": np.fromfile(Path(folder, "coefficients.bin")).reshape(points, features),
            "intercepts": np.fromfile(Path(folder, "intercepts.bin")),
            "seconds": np.loadtxt(Path(folder, "seconds.txt"), ndmin=1),
            "peak_mb": np.loadtxt(Path(folder, "peak.txt")),
        }


def crossvalidate(data: Data, thresh: float, repeats: int = 1) -> dict[str, np.ndarray]:
    with tempfile.TemporaryDirectory() as folder:
        _run(Path(folder), data, "cv", thresh, repeats)
        return {
            "cv_mse": np.fromfile(Path(folder, "cv_mse.bin")),
            "lams": np.fromfile(Path(folder, "lam.bin")),
            "coefficients": np.fromfile(Path(folder, "coefficients.bin"))[None],
            "intercepts": np.fromfile(Path(folder, "intercepts.bin")),
            "seconds": np.loadtxt(Path(folder, "seconds.txt"), ndmin=1),
            "peak_mb": np.loadtxt(Path(folder, "peak.txt")),
        }


def hold(data: Data) -> float:
    """Peak MB of the same process, holding the data and no more."""
    with tempfile.TemporaryDirectory() as folder:
        _run(Path(folder), data, "hold", 1e-7, 0)
        return float(np.loadtxt(Path(folder, "peak.txt")))


def _run(folder: Path, data: Data, kind: str, thresh: float, repeats: int) -> None:
    n, p = data.x.shape
    folder.joinpath("shape.txt").write_text(f"{n} {p} {len(data.lams)} {data.fold.max() + 1}\n")
    with folder.joinpath("x.bin").open("wb") as file:
        for column in range(p):
            np.ascontiguousarray(data.x[:, column]).tofile(file)
    for name in ("y", "lams", "fold"):
        getattr(data, name).astype(np.float64).tofile(folder / f"{name}.bin")
    call = ["Rscript", str(SCRIPT), str(folder), kind, str(thresh), str(repeats)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "Rscript failed")
