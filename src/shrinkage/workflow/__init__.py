"""The only room that joins both halves: a table goes in, a record and its models come out."""

from __future__ import annotations

from shrinkage.design.factors import read_factors
from shrinkage.workflow.columns import columns
from shrinkage.workflow.compare import Comparison, compare
from shrinkage.workflow.predict import Predictions, explain, predict, score
from shrinkage.workflow.train import Step, Training, train

__all__ = [
    "Comparison",
    "Predictions",
    "Step",
    "Training",
    "columns",
    "compare",
    "explain",
    "predict",
    "read_factors",
    "score",
    "train",
]
