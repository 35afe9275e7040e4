"""L1, L2 and what lies between, for people with real tables.

The public names, imported lazily: nobody pays for what they do not use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from shrinkage._version import __version__

if TYPE_CHECKING:
    from shrinkage.workflow import compare, train

_HOMES = {
    "compare": "shrinkage.workflow",
    "train": "shrinkage.workflow",
}

__all__ = ["__version__", "compare", "train"]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'shrinkage' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
