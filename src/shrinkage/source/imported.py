"""Whether a value belongs to a library, without importing it: whoever made the value has."""

from __future__ import annotations

import sys
from typing import Any


def is_a(table: Any, library: str, *names: str) -> bool:
    """Whether ``table`` is an instance of one of these classes of a library that somebody has imported."""
    kinds = (getattr(sys.modules.get(library), name, None) for name in names)
    return any(isinstance(kind, type) and isinstance(table, kind) for kind in kinds)
