"""What every export says about itself at its top."""

from __future__ import annotations

from shrinkage.result.export.formula import Formula

_NAMES = {
    "l1": "an L1 (lasso) model",
    "l2": "an L2 (ridge) model",
    "elastic_net": "an elastic net model",
    "none": "a least-squares model",
    "mean": "the mean alone",
}


def heading(formula: Formula) -> list[str]:
    """Lines without a comment sign; what stands in them is one line each, whatever the target's name holds."""
    origin = formula.model
    strength = f", lambda {origin.lam!r} on the mean scale" if origin.penalty in ("l1", "l2", "elastic_net") else ""
    said = f"{formula.target!a} by {_NAMES.get(origin.penalty, 'a model')} of {origin.training_rows} rows{strength}."
    lines = [
        f"Predicts {said}",
        f"Written by shrinkage {formula.version} from a model of shrinkage {origin.version}.",
        f"Digest of the model: {origin.digest}",
    ]
    if formula.target_words is not None:
        lines.append(f"The target's {' and '.join(map(ascii, formula.target_words))} are 0 and 1.")
    return lines
