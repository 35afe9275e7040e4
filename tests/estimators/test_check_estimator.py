"""scikit-learn's own checks of an estimator: all of them pass, whatever the options, with nothing expected to fail.

scikit-learn 1.9 checks weights against repeated rows on folds that it cuts itself, so that they hold for the
cross-validated classes too, which therefore need no exception either.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from sklearn.exceptions import SkipTestWarning
from sklearn.utils.estimator_checks import check_estimator

from shrinkage import ElasticNet, ElasticNetCV, Lasso, LassoCV, Ridge, RidgeCV, rules
from tests.estimators.pairs import KINDS

VARIANTS = [
    *(kind(**options) for kind in (Lasso, Ridge, ElasticNet) for options in ({}, {"alpha": 0}, {"positive": True})),
    *(kind() for kind in (LassoCV, RidgeCV, ElasticNetCV)),
    *(kind(fit_intercept=False) for kind in KINDS),
    *(kind(standardize=True) for kind in KINDS),
    Lasso(warm_start=True),
    ElasticNet(l1_ratio=0),
    ElasticNet(l1_ratio=1, warm_start=True),
    LassoCV(positive=True),
    LassoCV(rule="1se"),
    LassoCV(rule=rules.BIC()),
    LassoCV(alphas=[0.1, 0.01, 0], cv=3),
    RidgeCV(cv=3),
    RidgeCV(alphas=20),
    RidgeCV(scoring="neg_mean_absolute_error"),
    RidgeCV(cv=3, standardize=True),
    ElasticNetCV(positive=True),
    ElasticNetCV(l1_ratio=[0.1, 0.5, 1.0]),
    ElasticNetCV(l1_ratio=[0.1, 0.5, 1.0], rule="1se"),
    ElasticNetCV(l1_ratio=[0, 1], alphas=[1.0, 0.1]),
]
# What asks for packages of other arrays, or for a variable of the environment to be set.
OPTIONAL = {"check_array_api_input", "check_readonly_memmap_input"}
# Some of the checks that matter most: that these are run at all is a part of what is shown.
RUN = {
    "check_sample_weight_equivalence_on_dense_data",
    "check_sample_weight_equivalence_on_sparse_data",
    "check_readonly_memmap_input",
    "check_estimators_pickle",
    "check_estimators_nan_inf",
    "check_estimator_sparse_array",
    "check_estimator_sparse_matrix",
    "check_fit2d_1sample",
    "check_n_features_in_after_fitting",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
}


def outcomes(model: Any) -> dict[str, dict[str, str]]:
    """Status → name of check → what was raised."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", SkipTestWarning)
        results = check_estimator(model, on_skip=None, on_fail=None)
    found: dict[str, dict[str, str]] = {}
    for result in results:
        found.setdefault(result["status"], {})[result["check_name"]] = repr(result["exception"])
    return found


@pytest.mark.parametrize("model", VARIANTS, ids=repr)
def test_every_check_passes_and_none_is_expected_to_fail(model: Any) -> None:
    found = outcomes(model)
    passed, skipped = found.pop("passed"), found.pop("skipped", {})
    assert found == {}
    assert skipped.keys() <= OPTIONAL
    assert passed.keys() >= RUN - skipped.keys()
    assert len(passed) > 50


class Weightless(Lasso):
    """Leaves weights unread."""

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Any:
        return super().fit(X, y)


class Scribbler(Ridge):
    """Writes to X and warns."""

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Any:
        warnings.warn("about to write", UserWarning, stacklevel=2)
        if isinstance(X, np.ndarray) and X.ndim == 2:
            X -= X.mean(axis=0)
        return super().fit(X, y, sample_weight)


def test_what_is_wrong_would_be_found() -> None:
    assert set(outcomes(Weightless(alpha=0.01))["failed"]) == {
        "check_all_zero_sample_weights_error",
        "check_sample_weight_equivalence_on_dense_data",
        "check_sample_weight_equivalence_on_sparse_data",
        "check_sample_weights_shape",
    }
    assert len(outcomes(Scribbler())["failed"]) > 20
