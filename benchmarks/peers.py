"""Peers: who is measured against, and the virtual environment of each, made on demand.

A peer lives in ``benchmarks/.peers/NAME``; without that folder, the interpreter at hand serves if it can import what
the peer needs. Otherwise the peer is skipped with a word.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent / ".peers"


@dataclass(frozen=True)
class Peer:
    """requirements: what pip installs; imports: what must then be importable; r_package: needed of R."""

    requirements: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    r_package: str | None = None

    @property
    def distribution(self) -> str | None:
        """The name whose version is told."""
        return self.requirements[0].partition(">")[0] if self.requirements else self.r_package


PEERS = {
    "this": Peer(imports=("numpy",)),
    "shrinkage": Peer((str(ROOT),), ("shrinkage",)),
    "scikit-learn": Peer(("scikit-learn>=1.7",), ("sklearn",)),
    "pipeline": Peer(("scikit-learn>=1.7", "pandas", "pyarrow"), ("sklearn", "pandas", "pyarrow")),
    "glmnet": Peer(imports=("numpy",), r_package="glmnet"),
    "adelie": Peer(("adelie>=1.1",), ("adelie",)),
    # Its LassoCV passes n_alphas on, which scikit-learn 1.9 no longer takes.
    "celer": Peer(("celer>=0.7", "scikit-learn<1.9"), ("celer",)),
    "skglm": Peer(("skglm>=0.5",), ("skglm",)),
    "glum": Peer(("glum>=3.1",), ("glum",)),
    "scm2cpp-learn": Peer(("scm2cpp-learn>=0.19",), ("scm2cpp_learn",)),
}


class Missing(Exception):
    """A peer cannot run here; the text is the word with which it is skipped."""


@cache
def interpreter(name: str) -> str:
    """The Python that runs a peer's solvers; Missing if none can."""
    peer = PEERS[name]
    own = FOLDER / name / "bin" / "python"
    python = str(own) if own.exists() else sys.executable
    # Found, not imported: importing would take seconds for every peer.
    probe = f"import importlib.util as u, sys; sys.exit(not all(u.find_spec(m) for m in {peer.imports!r}))"
    if subprocess.run([python, "-c", probe], check=False, cwd=ROOT).returncode != 0:
        raise Missing(f"{name} is not installed (python -m benchmarks.run --install {name})")
    if peer.r_package is not None:
        _check_r(peer.r_package)
    return python


@cache
def version(name: str) -> str | None:
    """The peer's version in the environment that runs it."""
    peer = PEERS[name]
    if peer.r_package is not None:
        call = ["Rscript", "-e", f"cat(as.character(packageVersion('{peer.r_package}')))"]
    elif name == "shrinkage":
        call = [interpreter(name), "-c", "import shrinkage; print(shrinkage.__version__)"]
    elif peer.distribution:
        told = f"import importlib.metadata as m; print(m.version({peer.distribution!r}))"
        call = [interpreter(name), "-c", told]
    else:
        return None
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def install(name: str) -> None:
    """Make the peer's virtual environment, anew if it is there."""
    if name not in PEERS:
        raise Missing(f"there is no such peer; the peers are {', '.join(PEERS)}")
    peer = PEERS[name]
    if peer.r_package is not None:
        _check_r(peer.r_package)
    if not peer.requirements:
        return
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    subprocess.run([str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *peer.requirements], check=True)


def _check_r(package: str) -> None:
    if shutil.which("Rscript") is None:
        raise Missing(f"{package} needs R, and there is no Rscript (Debian: apt-get install r-cran-{package})")
    found = subprocess.run(["Rscript", "-e", f"library({package})"], capture_output=True, check=False)
    if found.returncode != 0:
        raise Missing(f"R has no package {package} (Debian: apt-get install r-cran-{package})")
