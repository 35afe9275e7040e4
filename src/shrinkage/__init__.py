"""L1, L2 and what lies between, for people with real tables.

The public names, imported lazily: nobody pays for what they do not use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from shrinkage._version import __version__

if TYPE_CHECKING:
    from shrinkage import plots, rules
    from shrinkage.api import Comparison, compare, train
    from shrinkage.estimators.elastic_net import ElasticNet
    from shrinkage.estimators.elastic_net_cv import ElasticNetCV
    from shrinkage.estimators.enet_path import enet_path
    from shrinkage.estimators.lasso import Lasso
    from shrinkage.estimators.lasso_cv import LassoCV
    from shrinkage.estimators.lasso_path import lasso_path
    from shrinkage.estimators.ridge import Ridge
    from shrinkage.estimators.ridge_cv import RidgeCV
    from shrinkage.estimators.ridge_path import ridge_path

# Name → the module that defines it; a module of that very name is itself what is meant.
_HOMES = {
    "Comparison": "shrinkage.api",
    "compare": "shrinkage.api",
    "train": "shrinkage.api",
    "Lasso": "shrinkage.estimators.lasso",
    "Ridge": "shrinkage.estimators.ridge",
    "ElasticNet": "shrinkage.estimators.elastic_net",
    "LassoCV": "shrinkage.estimators.lasso_cv",
    "RidgeCV": "shrinkage.estimators.ridge_cv",
    "ElasticNetCV": "shrinkage.estimators.elastic_net_cv",
    "lasso_path": "shrinkage.estimators.lasso_path",
    "enet_path": "shrinkage.estimators.enet_path",
    "ridge_path": "shrinkage.estimators.ridge_path",
    "rules": "shrinkage.rules",
    "plots": "shrinkage.plots",
}

__all__ = [
    "Comparison",
    "ElasticNet",
    "ElasticNetCV",
    "Lasso",
    "LassoCV",
    "Ridge",
    "RidgeCV",
    "__version__",
    "compare",
    "enet_path",
    "lasso_path",
    "plots",
    "ridge_path",
    "rules",
    "train",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'shrinkage' has no attribute {name!r}")
    module = importlib.import_module(home)
    return module if home == f"{__name__}.{name}" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)
