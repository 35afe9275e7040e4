"""From arrays to names: the record and the models say what the selection found, in the columns' own units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shrinkage.passport import passport
from shrinkage.path.largest import largest_on_path
from shrinkage.result.build import models_of, record_of
from shrinkage.result.facts import Facts
from shrinkage.result.record import Record
from shrinkage.selection.select import Selection
from tests.result.made import facts_for, selected
from tests.selection.rows_resamples import RowsResamples, random_rows


@pytest.fixture(scope="module")
def made() -> tuple[RowsResamples, Selection, Facts, Record]:
    rows, selection = selected()
    facts = facts_for(rows)
    return rows, selection, facts, record_of(selection, facts)


Made = tuple[RowsResamples, Selection, Facts, Record]


def test_coefficients_in_own_units_give_the_errors_of_the_record(made: Made) -> None:
    rows, _, facts, record = made
    train, test = rows.rows_of(None), rows.held(None)
    for model in record.models.by_name().values():
        slopes = np.array([model.coefficients[name] for name in facts.names])
        residual = rows.y - model.intercept - rows.x @ slopes
        assert np.sqrt(np.mean(residual[train] ** 2)) == pytest.approx(model.train_rmse, rel=1e-9)
        assert np.sqrt(np.mean(residual[test] ** 2)) == pytest.approx(model.test_rmse, rel=1e-9)
        standardized = np.array([model.standardized[name] for name in facts.names])
        np.testing.assert_allclose(standardized, slopes * rows.x[train].std(axis=0), rtol=1e-9)
        assert model.nonzero == np.count_nonzero(slopes)


def test_errors_follow_the_contract(made: Made) -> None:
    _, _, _, record = made
    for model in record.models.by_name().values():
        assert model.path is not None
        point = model.path.lam.index(model.lam)
        folds = np.array(model.path.fold_mse)[:, point]
        se = folds.std(ddof=1) / np.sqrt(folds.size)
        assert model.cv_rmse == pytest.approx(np.sqrt(folds.mean()))
        assert model.cv_rmse_se == pytest.approx(se / (2 * model.cv_rmse))
        assert model.path.nonzero[point] == model.nonzero
    assert record.models.none.one_standard_error is None
    one_se = record.models.l1.one_standard_error
    assert one_se is not None
    assert one_se.lam >= record.models.l1.lam
    assert one_se.nonzero == sum(value != 0 for value in one_se.coefficients.values())


def test_the_passport_knows_the_training_part(made: Made) -> None:
    rows, selection, _, record = made
    y = rows.y[rows.rows_of(None)]
    for model in record.models.by_name().values():
        expected = passport(
            model.lam, model.l1_ratio, weight=len(y), target_sd=float(y.std()), lambda_max=selection.lambda_max
        )
        for convention, values in expected.items():
            found = model.passport[convention]
            assert (found is None) == (values is None)
            assert values is None or found == pytest.approx(values)


def test_a_path_shows_its_largest_features_and_counts_the_rest() -> None:
    paths = np.zeros((3, 450))
    paths[1, :300] = np.arange(300, 0, -1)
    paths[2, 444] = -1000.0
    shown = largest_on_path(paths)
    assert shown == [*range(199), 444]
    rows, selection = selected(random_rows(n=60, p=260, folds=3))
    path = record_of(selection, facts_for(rows)).models.l2.path
    assert path is not None
    assert (len(path.features), path.features_left_out) == (200, 60)
    assert np.array(path.coefficients).shape == (100, 200)


def test_degrees_of_freedom_grow_along_every_path(made: Made) -> None:
    """From the strongest penalty to the weakest; L1's are the coefficients that are not 0."""
    models = made[3].models
    for name, model in models.by_name().items():
        assert model.path is not None
        freedom = model.path.degrees_of_freedom
        assert freedom is not None
        assert all(0 <= df <= nonzero + 1e-9 for df, nonzero in zip(freedom, model.path.nonzero, strict=True)), name
        assert freedom[0] <= freedom[-1]
    assert models.l1.path is not None
    assert models.l1.path.degrees_of_freedom == models.l1.path.nonzero


def test_the_chosen_model_is_one_of_the_four_or_the_mean(made: Made) -> None:
    _, selection, facts, record = made
    models = models_of(selection, facts)
    assert models["chosen"] == models[record.verdict.choice]
    assert set(models) == {"none", "l1", "l2", "elastic_net", "chosen"}
    rng = np.random.default_rng(1)
    rows, noise = selected(RowsResamples(rng.normal(size=(90, 4)), rng.normal(size=90), np.arange(90) % 10))
    assert noise.verdict.choice == "mean"
    mean = models_of(noise, facts_for(rows))["chosen"]
    assert mean.penalty.name == "mean"
    assert mean.intercept == pytest.approx(rows.y.mean())
    assert mean.nonzero == 0


def test_factors_are_kept_where_they_are_not_one() -> None:
    rows, selection = selected()
    factors = np.array([1.0, 0.0, 2.0, np.inf, 1.0, 1.0])
    model = models_of(selection, replace(facts_for(rows), factors=factors))["l1"]
    assert model.penalty.factors == {"x1": 0.0, "x2": 2.0, "x3": None}
    plain = models_of(selection, facts_for(rows))["l1"].passport["glmnet"]
    with_factors = model.passport["glmnet"]
    assert plain is not None
    assert with_factors is not None
    assert with_factors["lambda"] == pytest.approx(float(plain["lambda"]) * (1 + 0 + 2 + 1 + 1 + 1) / 6)


def test_fits_that_were_not_solved_are_counted_and_said(made: Made) -> None:
    _, selection, facts, record = made
    assert not [warning for warning in record.warnings if warning.kind == "unsolved"]
    fit = selection.fits["l1"]
    capped = {**selection.fits, "l1": replace(fit, curve=replace(fit.curve, unsolved=3))}
    told = record_of(replace(selection, fits=capped), facts).warnings[-1]
    assert told.kind == "unsolved"
    assert told.sentence.startswith("3 of the 600 fits of L1 (lasso) were not solved")
