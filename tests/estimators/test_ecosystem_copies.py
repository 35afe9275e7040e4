"""Copies of models, tables that are not ours to write to, single precision, names of columns, and no warnings."""

from __future__ import annotations

import copy
import pickle
import warnings
from typing import Any

import joblib
import numpy as np
import pytest
from scipy import linalg, sparse
from sklearn import linear_model
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning

from shrinkage import ElasticNet, ElasticNetCV, Lasso, LassoCV, Ridge, RidgeCV, rules
from tests.estimators.pairs import KINDS, exact, table

every = pytest.mark.parametrize("kind", KINDS)
X, Y, V = table()


# --- copies -----------------------------------------------------------------------------------------------------------


def assert_copy(one: Any, other: Any) -> None:
    assert type(one) is type(other)
    assert vars(one).keys() ^ vars(other).keys() <= {"passport_"}  # worked out when it is asked for
    assert repr(one).replace("memmap(", "array(") == repr(other)
    assert one.passport_ == other.passport_
    assert one.certificate_ == other.certificate_
    for name in ("coef_", "intercept_", "dual_gap_", "n_iter_", "alpha_", "alphas_", "mse_path_", "best_score_"):
        np.testing.assert_array_equal(getattr(one, name, None), getattr(other, name, None))
    np.testing.assert_array_equal(one.predict(X), other.predict(X))
    if hasattr(one, "path_"):
        np.testing.assert_array_equal(one.path_.coef, other.path_.coef)
        assert one.path_.feature_names == other.path_.feature_names
        assert one.cv_table_.to_dict() == other.cv_table_.to_dict()


@every
@pytest.mark.parametrize("asked", [False, True], ids=["passport not yet asked for", "passport asked for"])
def test_copies_are_the_same_in_every_way_of_copying(kind: type, asked: bool, tmp_path: Any) -> None:
    model = kind(penalty_factors=np.array([1, 1, 0.5, 2, 1, 1])).fit(X, Y, V)
    assert not asked or model.passport_
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert_copy(pickle.loads(pickle.dumps(model, protocol)), model)
    assert_copy(copy.deepcopy(model), model)
    joblib.dump(model, tmp_path / "model.joblib")
    assert_copy(joblib.load(tmp_path / "model.joblib"), model)
    mapped = joblib.load(tmp_path / "model.joblib", mmap_mode="r")
    assert_copy(mapped, model)
    again = pickle.loads(pickle.dumps(kind()))
    np.testing.assert_array_equal(again.fit(X, Y).coef_, kind().fit(X, Y).coef_)
    assert_copy(mapped.fit(X, Y, V), model)


def test_rules_go_along_with_a_copy() -> None:
    for rule in ("1se", rules.EBIC(0.5), rules.OneStandardError(), sum):
        assert pickle.loads(pickle.dumps(LassoCV(rule=rule))).rule == rule
        assert clone(RidgeCV(rule=rule)).rule == rule


def of_all(kind: type, weights: Any) -> Any:
    return kind().fit(X, Y, weights)


@pytest.mark.parametrize("backend", ["threading", "loky"])
def test_many_at_once_are_as_one_after_the_other(backend: str) -> None:
    jobs = [(kind, weights) for kind in KINDS for weights in (None, V)]
    found = joblib.Parallel(n_jobs=2, backend=backend)(joblib.delayed(of_all)(*job) for job in jobs)
    for job, model in zip(jobs, found, strict=True):
        assert_copy(model, of_all(*job))


# --- tables that are not ours to write to -----------------------------------------------------------------------------


def forms(tmp_path: Any) -> dict[str, Any]:
    """X with zeros in every form in which it may come, no part of which can be written to."""
    x = np.where(np.abs(X) < 0.7, 0.0, X)
    np.save(tmp_path / "x.npy", x)
    found: dict[str, Any] = {
        "C": x.copy(),
        "F": np.asfortranarray(x),
        "strided": np.repeat(x, 2, axis=0)[::2],
        "mapped": np.load(tmp_path / "x.npy", mmap_mode="r"),
        "single": x.astype(np.float32),
        "integer": x.astype(np.int64),
    }
    for kind in (sparse.csr_array, sparse.csc_array, sparse.csr_matrix, sparse.csc_matrix, sparse.coo_array):
        found[kind.__name__] = kind(x)
    for name in ("csr_array", "csc_array"):
        for index in (np.int32, np.int64):
            table = found[name].copy()
            table.indices, table.indptr = table.indices.astype(index), table.indptr.astype(index)
            found[f"{name} {index.__name__}"] = table
        found[f"{name} untidy"] = untidy(found[name])
    for table in found.values():
        for part in parts(table):
            part.flags.writeable = False
    return found


def untidy(table: Any) -> Any:
    """The same cells, those of a column or row in the opposite order, and the first of each in two halves."""
    data, indices, indptr = [], [], [0]
    for start, stop in zip(table.indptr[:-1], table.indptr[1:], strict=True):
        cells, places = table.data[start:stop][::-1].copy(), table.indices[start:stop][::-1]
        cells[:1] /= 2
        data += [cells, cells[:1]]
        indices += [places, places[:1]]
        indptr.append(indptr[-1] + 2 * (cells.size > 0) + max(cells.size - 1, 0))
    return type(table)((np.concatenate(data), np.concatenate(indices), np.array(indptr)), shape=table.shape)


def parts(table: Any) -> list[Any]:
    if not sparse.issparse(table):
        return [table]
    if table.format == "coo":
        return [table.data, *table.coords]
    return [table.data, table.indices, table.indptr]


@every
@pytest.mark.parametrize("options", [{}, {"standardize": True, "copy_X": False}, {"fit_intercept": False}], ids=str)
def test_nothing_that_is_handed_over_is_written_to(kind: type, options: dict[str, Any], tmp_path: Any) -> None:
    if kind is RidgeCV:
        options = {name: value for name, value in options.items() if name != "copy_X"}
    y, v, factors = Y.copy(), V.copy(), np.array([1, 1, 0.5, 2, 1, 1])
    for each in (y, v, factors):
        each.flags.writeable = False
    wanted = None
    for name, form in forms(tmp_path).items():
        before = [part.tobytes() for part in parts(form)]
        kinds = [part.dtype for part in parts(form)]
        model = kind(penalty_factors=factors, **options).fit(form, y, v)
        predicted = model.predict(form)
        model.score(form, y, v)
        assert [part.tobytes() for part in parts(form)] == before, name
        assert [part.dtype for part in parts(form)] == kinds, name
        if name not in ("single", "integer"):
            wanted = predicted if wanted is None else wanted
            np.testing.assert_allclose(predicted, wanted, rtol=1e-9, atol=1e-9, err_msg=name)
    for each, kept in ((y, Y), (v, V), (factors, [1, 1, 0.5, 2, 1, 1])):
        np.testing.assert_array_equal(each, kept)


@every
def test_what_it_has_learned_is_its_own(kind: type) -> None:
    x, y, factors = X.copy(), Y.copy(), np.ones(6)
    model = kind(penalty_factors=factors).fit(x, y)
    before, coef = model.predict(X), model.coef_.copy()
    x[:], y[:], factors[:] = 7.0, 7.0, 7.0
    np.testing.assert_array_equal(model.predict(X), before)
    np.testing.assert_array_equal(model.coef_, coef)


# --- single precision -------------------------------------------------------------------------------------------------


@every
@pytest.mark.parametrize("make", [np.ascontiguousarray, np.asfortranarray, sparse.csr_array, sparse.csc_array])
def test_single_precision_is_kept_and_costs_no_digits(kind: type, make: Any) -> None:
    form = make(X.astype(np.float32))
    single, double = kind().fit(form, Y), kind().fit(form.astype(np.float64), Y)
    assert single.coef_.dtype == single.predict(form).dtype == np.float32
    np.testing.assert_allclose(single.coef_, double.coef_.astype(np.float32), rtol=3e-7, atol=1e-9)
    assert double.coef_.dtype == double.predict(form.astype(np.float64)).dtype == np.float64
    if kind in (Lasso, Ridge, ElasticNet, RidgeCV):
        several = kind().fit(form, np.column_stack((Y, -Y)))
        assert several.coef_.dtype == several.intercept_.dtype == several.predict(form).dtype == np.float32


# --- names of columns -------------------------------------------------------------------------------------------------


@every
@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_names_are_learned_and_held_to(kind: type, library: str) -> None:
    frames = pytest.importorskip(library)
    frame = frames.DataFrame({name: X[:, place] for place, name in enumerate("abcdef")})
    ours, theirs = kind().fit(frame, frame["a"] * 2), exact(kind).fit(frame, frame["a"] * 2)
    assert ours.feature_names_in_.dtype == object
    assert ours.feature_names_in_.tolist() == theirs.feature_names_in_.tolist() == list("abcdef")
    np.testing.assert_array_equal(ours.predict(frame), ours.predict(frame[list("abcdef")]))
    plain = kind().fit(X, X[:, 0] * 2)
    np.testing.assert_allclose(ours.coef_, plain.coef_, rtol=1e-9, atol=1e-12)  # frames are in the other order
    for wrong in (frame[list("fedcba")], frame[list("abcde")], frame.rename(**renamed(library))):
        messages = []
        for each in (ours, theirs):
            with pytest.raises(ValueError, match=r"feature names|features") as caught:
                each.predict(wrong)
            messages.append(" ".join(str(caught.value).split()))
        mine, known = messages
        assert mine.startswith(known.split(":")[0].split(". ")[0].rstrip("."))
        assert all(word.strip("-:. ") in mine for word in known.split(". ", 1)[-1].split(" - "))
    for named, given in ((ours, X), (plain, frame)):
        with pytest.warns(UserWarning, match=r"X (does not have|has) (valid )?feature names"):
            named.predict(given)


def renamed(library: str) -> dict[str, Any]:
    return {"columns": {"a": "z"}} if library == "pandas" else {"mapping": {"a": "z"}}


@every
def test_names_that_are_not_all_text(kind: type) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(X[:, :2], columns=["a", 1])
    for each in (kind(), exact(kind)):
        with pytest.raises(TypeError, match="only supported if all input features have string names"):
            each.fit(frame, Y)
    numbered = kind().fit(pandas.DataFrame(X), Y)
    assert not hasattr(numbered, "feature_names_in_")


# --- no warnings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (Lasso, {"alpha": 1e-4}),
        (ElasticNet, {"alpha": 1e-4}),
        (Ridge, {"alpha": 1e-15}),
        (LassoCV, {}),
        (ElasticNetCV, {"l1_ratio": 0.95, "eps": 1e-6}),
    ],
)
def test_nothing_warns_where_scikit_learn_does(kind: type, options: dict[str, Any]) -> None:
    rng = np.random.default_rng(0)
    x = np.vander(np.linspace(0, 1, 80), 12, increasing=True)[:, 1:]
    x = np.hstack((x, x[:, :3] + 1e-9 * rng.standard_normal((80, 3))))
    assert np.linalg.cond(x - x.mean(axis=0)) > 1e9
    y = np.sin(6 * x[:, 0]) * 10 + rng.standard_normal(80)
    theirs = getattr(linear_model, kind.__name__)(**options)
    with pytest.warns((ConvergenceWarning, linalg.LinAlgWarning)):
        theirs.fit(x, y)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ours = kind(**options).fit(x, y)
        ours.predict(x)
    if kind in (Lasso, ElasticNet, Ridge):
        assert objective(ours, x, y) <= objective(theirs, x, y)
    if kind is not Ridge:  # so near to no penalty its bound is a loose one
        assert ours.certificate_.relative_gap < 1e-10


def objective(model: Any, x: Any, y: Any) -> float:
    w, residual = model.coef_, y - model.predict(x)
    if isinstance(model, (Ridge, linear_model.Ridge)):
        return float(residual @ residual + model.alpha * w @ w)
    ratio = getattr(model, "l1_ratio", 1.0)
    penalty = model.alpha * (ratio * np.abs(w).sum() + (1 - ratio) / 2 * w @ w)
    return float((residual**2).mean() / 2 + penalty)
