"""Training and held-out parts of any splits, against plain loops over rows, whichever way they are gathered."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    LeaveOneOut,
    PredefinedSplit,
    RepeatedKFold,
    ShuffleSplit,
    TimeSeriesSplit,
)

from shrinkage.errors import OptionError
from shrinkage.estimators import merged, resampled, sparse_moments
from shrinkage.estimators.inputs import Inputs
from shrinkage.estimators.resampled import Parts
from shrinkage.estimators.splits import checked, splits_of

N, P = 90, 6
GROUPS = np.repeat(np.arange(15), 6)
CVS = {
    "default": (None, {}),
    "k-fold": (7, {}),
    "shuffled": (KFold(4, shuffle=True, random_state=0), {}),
    "groups": (GroupKFold(3), {"groups": GROUPS}),
    "leave one out": (LeaveOneOut(), {}),
    "predefined, some never held out": (PredefinedSplit(np.arange(N) % 4 - 1), {}),
    "forward": (TimeSeriesSplit(3), {}),
    "random": (ShuffleSplit(3, random_state=0), {}),
    "repeated": (RepeatedKFold(n_splits=3, n_repeats=2, random_state=0), {}),
    "rows named twice": ([(np.r_[0:40, 10:20], np.r_[60:90, 60]), (np.arange(30, 90), np.arange(30))], {}),
    "masks": ([(np.arange(N) < 50, np.arange(N) >= 60)], {}),
    "from the end": ([(np.arange(0, 50), np.arange(-20, 0))], {}),
}


def table(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(N, P)) * np.geomspace(0.1, 100, P) + np.array([0, 1e4, 0, 0, 3, 0])
    X[np.arange(N) % 3 > 0, 5] = 0.0
    return X, X[:, :2] @ [3.0, -1.0] + rng.normal(size=N), rng.integers(0, 4, N).astype(float)


@pytest.fixture(params=["as it comes", "merged", "merged in blocks", "sparse", "sparse, merged", "sparse, in blocks"])
def way(request, monkeypatch):
    monkeypatch.setattr(sparse_moments, "HEAVY", 0.5)  # so that there are columns of both kinds
    monkeypatch.setattr(sparse_moments, "_slab_rows", lambda *given: 11)
    if request.param not in ("as it comes", "sparse"):
        monkeypatch.setattr(resampled, "SMALL", 0)
    if "in blocks" in request.param:
        monkeypatch.setattr(merged, "MERGED", 3)
        monkeypatch.setattr(merged, "KEPT_BYTES", 1)
    return request.param


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("standardize", [False, True])
@pytest.mark.parametrize("cv", CVS)
def test_every_part_is_its_rows(way, cv, standardize, intercept, weighted):
    X, y, v = table()
    if cv == "leave one out":
        v += 1  # else some split holds out nothing
    weights = v if weighted else None
    splitter, routed = CVS[cv]
    from sklearn.model_selection import check_cv

    inputs = Inputs(sparse.csc_array(X) if "sparse" in way else X, y, weights)
    parts = Parts(inputs, splits_of(splitter, X, y, routed), intercept=intercept, standardize=standardize)
    rng = np.random.default_rng(1)
    for fold, (train, test) in enumerate(check_cv(splitter).split(X, y, **routed)):
        problem, scaling = parts.train(fold), parts.scaling(fold)
        x, t, u = X[train], y[train], np.ones(y[train].size) if weights is None else weights[train]
        sd = np.sqrt(np.average((x - np.average(x, axis=0, weights=u)) ** 2, axis=0, weights=u))
        scale = sd if standardize else np.ones(P)
        center = np.average(x, axis=0, weights=u) if intercept else np.zeros(P)
        mean = np.average(t, weights=u) if intercept else 0.0
        z, r = (x - center) / scale, t - mean
        assert problem.weight == pytest.approx(u.sum(), rel=1e-13)
        assert parts.weight(fold) == pytest.approx(u.sum(), rel=1e-13)
        size = np.sqrt((u @ z**2) / u.sum())
        np.testing.assert_allclose(
            problem.gram / np.outer(size, size), (z.T * u) @ z / u.sum() / np.outer(size, size), atol=1e-11
        )
        np.testing.assert_allclose(problem.xty / size, (z.T * u) @ r / u.sum() / size, rtol=1e-9, atol=1e-10)
        w = rng.normal(size=(3, P))
        b, own = scaling.original(w)
        e = y[test] - b[:, None] - own @ X[test].T if intercept else y[test] - own @ X[test].T
        h = None if weights is None else weights[test]
        np.testing.assert_allclose(parts.score(fold, w), np.average(e**2, axis=1, weights=h), rtol=1e-9, atol=1e-11)
        assert parts.held_out_weight(fold) == pytest.approx(y[test].size if h is None else h.sum())
        about = np.average(y[test], weights=h)
        spread = np.average((y[test] - about) ** 2, weights=h)
        assert parts.held_out_variance(fold) == pytest.approx(spread, rel=1e-10, abs=1e-12)
    assert parts.folds == fold + 1


@pytest.mark.parametrize("form", [sparse.csc_matrix, sparse.csr_array, np.asfortranarray])
def test_the_form_of_x_does_not_matter(form):
    X, y, v = table()
    w = np.random.default_rng(2).normal(size=(2, P))
    plain = Parts(Inputs(X, y, v), splits_of(4, X, y), intercept=True, standardize=False)
    other = form(X)
    other = other.tocsc() if sparse.issparse(other) else other
    parts = Parts(Inputs(other, y, v), splits_of(4, X, y), intercept=True, standardize=False)
    for fold in range(4):
        np.testing.assert_allclose(parts.train(fold).gram, plain.train(fold).gram, rtol=1e-8, atol=1e-8)
        np.testing.assert_allclose(parts.score(fold, w), plain.score(fold, w), rtol=1e-10)


def test_an_error_that_is_tiny_beside_the_target_keeps_its_digits(monkeypatch):
    monkeypatch.setattr(resampled, "SMALL", 0)
    X, _, _ = table()
    true = np.arange(1.0, P + 1)
    noise = 1e-7 * np.random.default_rng(3).normal(size=N)
    y = 5.0 + X @ true + noise
    parts = Parts(Inputs(X, y, None), splits_of(3, X, y), intercept=True, standardize=False)
    told = parts.score(0, true[None])
    part = slice(0, 30)
    center, mean = X[30:].mean(axis=0), y[30:].mean()
    exact = np.mean(((y[part] - mean) - (X[part] - center) @ true) ** 2)
    assert told[0] == pytest.approx(exact, rel=1e-3)  # y itself is rounded to 1e-12 of its size


@pytest.mark.parametrize(
    ("splits", "says"),
    [
        ([], "yields no split"),
        ([(np.arange(5), np.arange(0))], "leaves no row to be held out"),
        ([(np.arange(5), np.array([90]))], "does not have"),
        ([(np.array([0.5]), np.array([1]))], "does not have"),
    ],
)
def test_unusable_splits_are_sentences(splits, says):
    with pytest.raises(OptionError, match=says):
        checked(splits, N)


def test_held_out_rows_that_weigh_nothing_are_a_sentence():
    X, y, _ = table()
    with pytest.raises(OptionError, match="weigh nothing"):
        Parts(Inputs(X, y, (np.arange(N) > 40) * 1.0), splits_of(5, X, y), intercept=True, standardize=False)
