"""A path: the solutions of one problem over a grid of strengths. Solvers return it, so it is defined by `solver`."""

from __future__ import annotations

from shrinkage.solver.solution import Path

__all__ = ["Path"]
