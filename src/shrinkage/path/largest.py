"""Which features of a path are worth keeping where all would be too many."""

from __future__ import annotations

import numpy as np

from shrinkage.problem import Floats

PATH_FEATURES = 200


def largest_on_path(paths: Floats, most: int = PATH_FEATURES) -> list[int]:
    """At most ``most`` features that are not 0 somewhere, by their largest size on the path, in feature order."""
    size = np.max(np.abs(paths), axis=0, initial=0.0)
    order = np.argsort(-size, kind="stable")[:most]
    return sorted(int(feature) for feature in order if size[feature] > 0)
