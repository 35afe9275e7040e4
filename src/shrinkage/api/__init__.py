"""The Python door for tables: a data frame or a path goes in, a comparison or a training comes out."""

from __future__ import annotations

from shrinkage.api.compare import compare
from shrinkage.api.comparison import Comparison
from shrinkage.api.model import LinearModel
from shrinkage.api.train import Epoch, Training, train

__all__ = ["Comparison", "Epoch", "LinearModel", "Training", "compare", "train"]
