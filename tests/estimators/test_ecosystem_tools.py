"""The six classes inside scikit-learn's tools: pipelines, searches, routing of metadata, selectors and ensembles."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn import config_context, linear_model
from sklearn.base import clone
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import BaggingRegressor, StackingRegressor, VotingRegressor
from sklearn.exceptions import UnsetMetadataPassedError
from sklearn.feature_selection import RFE, RFECV, SelectFromModel, SequentialFeatureSelector
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.metrics import make_scorer, mean_absolute_error, r2_score
from sklearn.model_selection import (
    GridSearchCV,
    GroupKFold,
    KFold,
    RandomizedSearchCV,
    cross_val_predict,
    cross_validate,
    learning_curve,
    validation_curve,
)
from sklearn.multioutput import MultiOutputRegressor, RegressorChain
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, PolynomialFeatures, StandardScaler

from shrinkage import ElasticNet, ElasticNetCV, Lasso, LassoCV, Ridge, RidgeCV
from tests.estimators.pairs import KINDS, PLAIN, VALIDATED, exact, table

every = pytest.mark.parametrize("kind", KINDS)
X, Y, V = table(120)
GROUPS = np.resize(np.arange(12), len(Y))


def close(ours: Any, theirs: Any) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-8)


# --- pipelines --------------------------------------------------------------------------------------------------------


@every
def test_columns_of_every_kind_through_a_pipeline(kind: type) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(X, columns=list("abcdef"))
    frame["town"] = np.resize(["Ulm", "Linz", "Chur", "Ulm"], len(Y))
    y = Y + 2.0 * (frame["town"] == "Linz").to_numpy()
    for threshold in (1.0, 0.0):  # of density, below which a table is sparse
        columns = ColumnTransformer(
            [("number", StandardScaler(), list("abcdef")), ("word", OneHotEncoder(), ["town"])],
            sparse_threshold=threshold,
        )
        assert sparse.issparse(columns.fit_transform(frame)) == bool(threshold)
        ours, theirs = (make_pipeline(columns, each).fit(frame, y) for each in (kind(), exact(kind)))
        close(ours.predict(frame), theirs.predict(frame))
        assert ours.score(frame, y) == pytest.approx(theirs.score(frame, y), rel=1e-8)
    dense = columns.set_params(word=OneHotEncoder(sparse_output=False)).set_output(transform="pandas")
    last = make_pipeline(dense, kind()).fit(frame, y)[-1]
    assert last.feature_names_in_[-1] == "word__town_Ulm"
    assert getattr(last, "path_", None) is None or last.path_.feature_names[-1] == "word__town_Ulm"


@every
def test_a_whole_sparse_expansion(kind: type) -> None:
    def steps(last: Any) -> Any:
        return make_pipeline(OneHotEncoder(), PolynomialFeatures(2, interaction_only=True), last)

    words = np.random.default_rng(1).integers(0, 4, (120, 3))
    # The columns depend on each other, where scikit-learn does not come to the end of its search.
    near = {"tol": 1e-12} if "tol" in kind().get_params() else {}
    ours, theirs = (steps(each).fit(words, Y) for each in (kind(), exact(kind, **near)))
    assert sparse.issparse(ours[:-1].transform(words))
    np.testing.assert_allclose(ours.predict(words), theirs.predict(words), rtol=0, atol=1e-4)


# --- searches ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PLAIN)
def test_searches_find_what_they_find_with_scikit_learns(kind: type) -> None:
    grid: dict[str, Any] = {"model__alpha": np.geomspace(1e-3, 10, 9), "model__fit_intercept": [True, False]}
    if kind is ElasticNet:
        grid |= {"model__l1_ratio": [0.1, 0.5, 0.9, 1.0]}
    found = []
    for each in (kind(), exact(kind)):
        pipeline = make_pipeline(StandardScaler(), each)
        pipeline.steps[-1] = ("model", each)
        found.append(GridSearchCV(pipeline, grid, cv=KFold(4, shuffle=True, random_state=0)).fit(X, Y))
    ours, theirs = found
    assert ours.best_params_ == theirs.best_params_
    close(ours.cv_results_["mean_test_score"], theirs.cv_results_["mean_test_score"])
    close(ours.predict(X), theirs.predict(X))
    drawn = RandomizedSearchCV(kind(), {"alpha": [0.01, 0.1, 1.0, 5.0]}, n_iter=3, random_state=0, n_jobs=2).fit(X, Y)
    assert drawn.best_params_["alpha"] in (0.01, 0.1, 1.0, 5.0)


def test_our_own_parameters_can_be_searched_too() -> None:
    search = GridSearchCV(Lasso(0.1), {"standardize": [False, True], "penalty_factors": [None, np.ones(6) * 50]})
    assert search.fit(X, Y).best_params_["penalty_factors"] is None
    scores = GridSearchCV(LassoCV(), {"rule": ["min", "1se"]}).fit(X, Y).cv_results_["mean_test_score"]
    assert scores[0] != scores[1]


@pytest.mark.parametrize("kind", PLAIN)
def test_curves_over_rows_and_strengths(kind: type) -> None:
    ours, theirs = kind(), exact(kind)
    close(*(validation_curve(each, X, Y, param_name="alpha", param_range=[0.01, 1]) for each in (ours, theirs)))
    close(*(learning_curve(each, X, Y, train_sizes=[0.3, 1.0])[1:3] for each in (ours, theirs)))
    close(cross_val_predict(ours, X, Y), cross_val_predict(theirs, X, Y))


# --- routing of metadata ----------------------------------------------------------------------------------------------


@every
@pytest.mark.parametrize(("fitted", "scored"), [(True, True), (True, False), (False, True)])
def test_weights_go_where_they_are_asked_for(kind: type, fitted: bool, scored: bool) -> None:
    folds = KFold(4, shuffle=True, random_state=1)
    with config_context(enable_metadata_routing=True):
        model = kind().set_fit_request(sample_weight=fitted).set_score_request(sample_weight=scored)
        found = cross_validate(model, X, Y, cv=folds, params={"sample_weight": V}, return_estimator=True)
    fitted |= kind is RidgeCV  # its own scorer asks for them, as that of scikit-learn's does
    for (train, test), score, each in zip(folds.split(X), found["test_score"], found["estimator"], strict=True):
        by_hand = kind().fit(X[train], Y[train], sample_weight=V[train] if fitted else None)
        np.testing.assert_array_equal(each.coef_, by_hand.coef_)
        want = r2_score(Y[test], by_hand.predict(X[test]), sample_weight=V[test] if scored else None)
        assert score == pytest.approx(want, rel=1e-12)


@every
def test_weights_nobody_asked_for_are_refused(kind: type) -> None:
    with config_context(enable_metadata_routing=True), pytest.raises(UnsetMetadataPassedError, match="sample_weight"):
        cross_validate(kind(), X, Y, params={"sample_weight": V})


@pytest.mark.parametrize("kind", VALIDATED)
@pytest.mark.parametrize("weighted", [True, False])
def test_groups_reach_the_folds_within_folds(kind: type, weighted: bool) -> None:
    params = {"groups": GROUPS, **({"sample_weight": V} if weighted else {})}
    with config_context(enable_metadata_routing=True):
        model = kind(cv=GroupKFold(3)).set_fit_request(sample_weight=True).set_score_request(sample_weight=False)
        found = cross_validate(model, X, Y, cv=GroupKFold(4), params=params, return_estimator=True)
    splits = list(GroupKFold(4).split(X, Y, GROUPS))
    for (train, test), score, each in zip(splits, found["test_score"], found["estimator"], strict=True):
        inner = list(GroupKFold(3).split(X[train], Y[train], GROUPS[train]))
        weights = V[train] if weighted else None
        by_hand = kind(cv=inner).fit(X[train], Y[train], sample_weight=weights)
        theirs = exact(kind, cv=inner).fit(X[train], Y[train], sample_weight=weights)
        assert each.alpha_ == by_hand.alpha_ == pytest.approx(theirs.alpha_, rel=1e-9)
        np.testing.assert_array_equal(each.coef_, by_hand.coef_)
        np.testing.assert_allclose(each.coef_, theirs.coef_, rtol=1e-7, atol=1e-8)
        assert score == pytest.approx(r2_score(Y[test], by_hand.predict(X[test])), rel=1e-12)
    ungrouped = kind(cv=3).fit(X[splits[0][0]], Y[splits[0][0]])
    assert (ungrouped.cv_table_.fold_mse != found["estimator"][0].cv_table_.fold_mse).all()


@every
def test_routing_goes_through_a_pipeline_and_a_search(kind: type) -> None:
    with config_context(enable_metadata_routing=True):
        scaler = StandardScaler().set_fit_request(sample_weight=True)
        model = kind().set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
        pipeline = make_pipeline(scaler, model).fit(X, Y, sample_weight=V)
        search = GridSearchCV(model, {"fit_intercept": [True, False]}, cv=GroupKFold(3))
        search.fit(X, Y, sample_weight=V, groups=GROUPS)
    z = StandardScaler().fit(X, sample_weight=V).transform(X)
    close(pipeline.predict(X), kind().fit(z, Y, V).predict(z))
    want = []
    for train, test in GroupKFold(3).split(X, Y, GROUPS):
        by_hand = kind().fit(X[train], Y[train], V[train])
        want.append(by_hand.score(X[test], Y[test], V[test]))
    assert search.cv_results_["mean_test_score"][0] == pytest.approx(np.mean(want), rel=1e-12)


@pytest.mark.parametrize("asks", [True, False])
def test_a_scorer_within_ridge_cv_gets_weights_only_if_it_asks(asks: bool) -> None:
    with config_context(enable_metadata_routing=True):
        scorer = make_scorer(mean_absolute_error, greater_is_better=False).set_score_request(sample_weight=asks)
        ours, theirs = (
            each(alphas=[0.1, 10.0, 1e3], cv=3, scoring=scorer).fit(X, Y, sample_weight=V)
            for each in (RidgeCV, linear_model.RidgeCV)
        )
    assert ours.best_score_ == pytest.approx(theirs.best_score_, rel=1e-9)
    want = []
    for train, test in KFold(3).split(X):
        model = Ridge(ours.alpha_).fit(X[train], Y[train], V[train])
        want.append(-mean_absolute_error(Y[test], model.predict(X[test]), sample_weight=V[test] if asks else None))
    assert ours.best_score_ == pytest.approx(np.mean(want), rel=1e-9)


# --- selectors, wrappers, ensembles -----------------------------------------------------------------------------------


@every
def test_selectors_keep_the_columns_that_they_keep_with_scikit_learns(kind: type) -> None:
    ours, theirs = kind(), exact(kind)
    for select in (
        lambda model: SelectFromModel(model),
        lambda model: SelectFromModel(model, threshold="median"),
        lambda model: RFE(model, n_features_to_select=3),
        lambda model: RFECV(model, cv=3),
        lambda model: SequentialFeatureSelector(model, n_features_to_select=2, cv=3),
    ):
        mine, known = select(ours).fit(X, Y), select(theirs).fit(X, Y)
        np.testing.assert_array_equal(mine.get_support(), known.get_support())
        assert mine.get_support().any()
    if kind in (Lasso, LassoCV):  # known by its name: what is not 0 is kept
        model = kind().fit(X, Y)
        np.testing.assert_array_equal(SelectFromModel(model, prefit=True).get_support(), np.abs(model.coef_) > 1e-5)


@every
def test_wrappers_of_the_target(kind: type) -> None:
    for wrap in (
        lambda model: TransformedTargetRegressor(model, transformer=StandardScaler()),
        lambda model: TransformedTargetRegressor(model, func=np.arcsinh, inverse_func=np.sinh),
    ):
        close(wrap(kind()).fit(X, Y).predict(X), wrap(exact(kind)).fit(X, Y).predict(X))
    targets = np.column_stack((Y, X[:, 1] - Y))
    for wrap in (MultiOutputRegressor, RegressorChain):
        mine = wrap(kind()).fit(X, targets).predict(X)
        close(mine, wrap(exact(kind)).fit(X, targets).predict(X))
    each = MultiOutputRegressor(kind(), n_jobs=2).fit(X, targets)
    for column, model in enumerate(each.estimators_):
        np.testing.assert_array_equal(model.coef_, kind().fit(X, targets[:, column]).coef_)


@every
def test_ensembles_and_inspection(kind: type) -> None:
    ours, theirs = kind(), exact(kind)
    for gather in (
        lambda model: BaggingRegressor(model, n_estimators=4, random_state=0),
        lambda model: BaggingRegressor(model, n_estimators=4, max_features=3, random_state=0),
        lambda model: VotingRegressor([("one", model), ("other", linear_model.LinearRegression())]),
        lambda model: StackingRegressor([("one", clone(model))], final_estimator=clone(model), cv=3),
    ):
        mine, known = gather(ours).fit(X, Y), gather(theirs).fit(X, Y)
        np.testing.assert_allclose(mine.predict(X), known.predict(X), rtol=1e-7, atol=1e-7)
    ours, theirs = ours.fit(X, Y), theirs.fit(X, Y)
    close(*(permutation_importance(m, X, Y, n_repeats=3, random_state=0).importances for m in (ours, theirs)))
    close(*(partial_dependence(m, X, [1], kind="average")["average"] for m in (ours, theirs)))


def test_bags_pass_weights_on() -> None:
    for kind in (Ridge, ElasticNetCV):
        mine, known = (
            BaggingRegressor(each, n_estimators=3, random_state=0).fit(X, Y, sample_weight=V)
            for each in (kind(), exact(kind))
        )
        close(mine.predict(X), known.predict(X))
