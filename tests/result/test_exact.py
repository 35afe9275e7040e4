"""Recorded paths at any strength: against the problem solved there, and against the record itself."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import pytest

from shrinkage.errors import StoreError
from shrinkage.path.trace import trace
from shrinkage.problem import Floats, Quadratic
from shrinkage.result import store
from shrinkage.result.build import record_of
from shrinkage.result.exact import coefficients_at, degrees_of_freedom_at, nonzero_at, row_of
from shrinkage.result.packing import packed, runs_record, unpacked
from shrinkage.result.payload import KnotsRecord, ProductsRecord, RunsRecord, SpectrumRecord
from shrinkage.result.record import PathRecord, Record
from shrinkage.selection.select import Selection, select
from shrinkage.selection.validate import Setting
from shrinkage.solver.ridge import Spectrum
from tests.result.made import facts_for, selected
from tests.selection.rows_resamples import RowsResamples, random_rows

Made = tuple[RowsResamples, Selection, Record]


@pytest.fixture(scope="module", params=["plain", "wide", "copies", "raw"])
def made(request: pytest.FixtureRequest) -> Made:
    rows = random_rows(n=40, p=60) if request.param == "wide" else random_rows()
    if request.param == "copies":
        rows = RowsResamples(np.hstack([rows.x, -rows.x[:, ::-1]]), rows.y, rows.fold_of)
    if request.param == "raw":
        rows = RowsResamples(rows.x * 10.0 ** np.linspace(-2, 2, rows.x.shape[1]), rows.y, rows.fold_of, raw=True)
    _, selection = selected(rows)
    return rows, selection, record_of(selection, facts_for(rows))


def path_of(record: Record, name: str) -> PathRecord:
    path = record.models.by_name()[name].path
    assert path is not None
    return path


def strengths(path: PathRecord, count: int = 40) -> list[float]:
    """Anywhere on the grid, drawn evenly in the logarithm."""
    share = np.random.default_rng(0).random(count)
    return (path.lam[0] * (path.lam[-1] / path.lam[0]) ** share).tolist()


def per_deviation(problem: Quadratic) -> Floats:
    return np.sqrt(np.diag(problem.gram))


@pytest.mark.parametrize("name", ["l1", "l2", "elastic_net"])
def test_on_the_grid_they_are_the_record_s(made: Made, name: str) -> None:
    path = path_of(made[2], name)
    assert (path.exact is None) == (name == "elastic_net")
    table = np.array(path.coefficients)
    for lam, row, nonzero, degrees in zip(path.lam, table, path.nonzero, path.degrees_of_freedom or [], strict=True):
        found = coefficients_at(path, lam)
        np.testing.assert_allclose(found, row, atol=2e-9 * np.abs(table).max())
        if name != "l2":
            assert np.array_equal(found == 0, row == 0)
        assert nonzero_at(path, lam) == nonzero
        assert degrees_of_freedom_at(path, lam) == pytest.approx(degrees, abs=1e-5)


@pytest.mark.parametrize("name", ["l1", "l2"])
def test_off_the_grid_they_are_the_problem_s_solutions(made: Made, name: str) -> None:
    rows, selection, record = made
    problem, path = rows.train(None), path_of(record, name)
    names = [feature.name for feature in record.features]
    places = [names.index(feature) for feature in path.features]
    for lam in strengths(path):
        found = np.zeros(problem.features)
        found[places] = coefficients_at(path, lam)
        assert path.features_left_out == 0
        w = np.divide(found, per_deviation(problem), out=np.zeros_like(found), where=per_deviation(problem) > 0)
        expected = trace(problem, np.array([lam]), 1.0 if name == "l1" else 0.0).coefficients[0]
        fits = expected @ problem.gram
        np.testing.assert_allclose(w @ problem.gram, fits, atol=1e-8 * np.abs(fits).max(initial=1.0))
        if name == "l1":
            assert nonzero_at(path, lam) == np.count_nonzero(w)
            assert degrees_of_freedom_at(path, lam) == np.count_nonzero(w)
        else:
            assert degrees_of_freedom_at(path, lam) == pytest.approx(
                Spectrum(problem).degrees_of_freedom(np.array([lam]))[0], abs=1e-5
            )
    assert selection.fits[name].exact is not None  # type: ignore[index]


def test_zeros_are_zero_and_have_no_sign(made: Made) -> None:
    path = path_of(made[2], "l1")
    for lam in strengths(path):
        found = coefficients_at(path, lam)
        assert not np.any(np.signbit(found[found == 0]))
        assert np.count_nonzero(found) == nonzero_at(path, lam)
    assert any(np.count_nonzero(coefficients_at(path, lam)) < len(path.features) for lam in path.lam[1:])


def test_beyond_the_ends_are_the_ends_and_rounding_of_a_strength_changes_nothing(made: Made) -> None:
    for name in ("l1", "l2", "elastic_net"):
        path = path_of(made[2], name)
        for beyond, end in ((2.0 * path.lam[0], path.lam[0]), (0.5 * path.lam[-1], path.lam[-1])):
            assert np.array_equal(coefficients_at(path, beyond), coefficients_at(path, end))
            assert nonzero_at(path, beyond) == nonzero_at(path, end)
        for lam in path.lam[1:-1:9]:
            for rounded in (lam * (1 + 3e-16), lam * (1 - 3e-16)):
                assert nonzero_at(path, rounded) == nonzero_at(path, lam)


def test_between_points_of_a_grid_they_are_linear_in_the_logarithm(made: Made) -> None:
    path = path_of(made[2], "elastic_net")
    upper, lower = coefficients_at(path, path.lam[30]), coefficients_at(path, path.lam[31])
    middle = coefficients_at(path, float(np.sqrt(path.lam[30] * path.lam[31])))
    np.testing.assert_allclose(middle, 0.5 * (upper + lower), atol=1e-12)
    degrees = [degrees_of_freedom_at(path, path.lam[row]) for row in (30, 31)]
    between = degrees_of_freedom_at(path, float(np.sqrt(path.lam[30] * path.lam[31])))
    assert between == pytest.approx(sum(d or 0.0 for d in degrees) / 2)


def test_free_columns_stand_beside_the_penalised_ones() -> None:
    rows = random_rows()
    factors = np.resize([0.0, 1.0, 2.0], rows.x.shape[1])
    record = record_of(select(rows, rows, setting=Setting(factors=factors)), facts_for(rows))
    problem = rows.train(None)
    for name, ratio in (("l1", 1.0), ("l2", 0.0)):
        path = path_of(record, name)
        assert isinstance(path.exact, SpectrumRecord if name == "l2" else KnotsRecord)
        for lam in strengths(path, 10):
            expected = trace(problem, np.array([lam]), ratio, factors).coefficients[0] * per_deviation(problem)
            used = [int(feature[1:]) for feature in path.features]
            np.testing.assert_allclose(coefficients_at(path, lam), expected[used], atol=1e-9 * np.abs(expected).max())


def test_positive_ridge_has_no_spectrum_and_positive_lasso_has_knots() -> None:
    rows = random_rows()
    record = record_of(select(rows, rows, setting=Setting(positive=True)), facts_for(rows))
    assert path_of(record, "l2").exact is None
    path = path_of(record, "l1")
    assert isinstance(path.exact, KnotsRecord)
    assert all(np.all(coefficients_at(path, lam) >= 0) for lam in strengths(path))


def test_products_are_the_problem(made: Made) -> None:
    rows, _, record = made
    problem, products = rows.train(None), record.products
    assert products is not None
    k = len(products.features)
    used = [int(feature[1:]) for feature in products.features]
    assert products.complete == (problem.features <= 50)
    gram = np.zeros((k, k))
    gram[np.triu_indices(k)] = unpacked(products.gram)
    gram += np.triu(gram, 1).T
    assert np.array_equal(gram, problem.gram[np.ix_(used, used)])
    assert np.array_equal(unpacked(products.xty), problem.xty[used])
    assert products.yy == problem.yy
    if rows.raw:
        assert products.unit is not None
        np.testing.assert_allclose(unpacked(products.unit), np.sqrt(np.diag(gram)))
    else:
        assert products.unit is None


def test_a_feature_that_comes_and_goes_between_two_points_is_on_the_path() -> None:
    """Ties of the grid never see it; the knots do, and the record must not call the path whole without it."""
    draw = np.random.default_rng(11)
    x = draw.normal(size=(40, 30)) + 2.0 * draw.normal(size=(40, 1))
    rows = RowsResamples(x, x[:, 0] - x[:, 1] + draw.normal(size=40), np.arange(40) % 5)
    record = record_of(select(rows, rows), facts_for(rows))
    path = path_of(record, "l1")
    assert isinstance(path.exact, KnotsRecord)
    assert path.features_left_out == 0
    counted = [np.count_nonzero(coefficients_at(path, lam)) for lam in middles(path.exact.lam)]
    assert counted == path.exact.nonzero[:-1]


def middles(lams: list[float]) -> list[float]:
    return [0.5 * (stronger + weaker) for stronger, weaker in pairwise(lams)]


def test_runs_keep_what_is_between_the_first_and_the_last_number() -> None:
    table = np.array([[0.0, 0, 0, -0.0], [1, 0, 0, 2], [0, 0, 5, 3], [4, 0, 0, 0]])
    runs = runs_record(table)
    assert (runs.first, runs.count) == ([1, 0, 2, 1], [3, 0, 1, 2])
    assert unpacked(runs.values).tolist() == [1, 0, 4, 5, 2, 3]
    for row in range(4):
        assert np.array_equal(row_of(runs, row), table[row])
    assert not np.any(np.signbit(np.frombuffer(packed(np.array([-0.0, 0.0])), "<f8")))
    assert runs_record(np.zeros((3, 0))) == RunsRecord(first=[], count=[], values=b"")


def test_records_without_these_parts_are_read_over_their_grid(tmp_path: Path, made: Made) -> None:
    plain = msgspec.json.decode(store.record_bytes(made[2]))
    del plain["products"]
    for model in plain["models"].values():
        if model["path"] is not None:
            del model["path"]["exact"]
    (tmp_path / "old.json").write_bytes(msgspec.json.encode(plain))
    old = store.read_record(tmp_path / "old.json")
    assert old.products is None
    for name in ("l1", "l2"):
        path = path_of(old, name)
        assert path.exact is None
        for row in (0, 17, len(path.lam) - 1):
            assert coefficients_at(path, path.lam[row]).tolist() == path.coefficients[row]
            assert nonzero_at(path, path.lam[row]) == path.nonzero[row]


def test_they_come_back_from_a_file_to_the_last_bit(tmp_path: Path, made: Made) -> None:
    (tmp_path / "record.json").write_bytes(store.record_bytes(made[2]))
    assert store.read_record(tmp_path / "record.json") == made[2]


def test_parts_that_do_not_fit_are_refused(tmp_path: Path, made: Made) -> None:
    good = store.record_bytes(made[2])

    def refused(change: str, *path: str | int, sentence: str) -> None:
        plain = msgspec.json.decode(good)
        place = plain
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = msgspec.json.decode(change)
        (tmp_path / "bad.json").write_bytes(msgspec.json.encode(plain))
        with pytest.raises(StoreError, match=sentence):
            store.read_record(tmp_path / "bad.json")

    knots, spectrum = ("models", "l1", "path", "exact"), ("models", "l2", "path", "exact")
    refused('"AAAA"', *knots, "runs", "values", sentence="bytes are not as many")
    refused("[]", *knots, "runs", "first", sentence="different lengths")
    refused("[]", *knots, "nonzero", sentence="different lengths")
    refused('"other"', *knots, "kind", sentence="other")
    refused('"AAAAAAAAAAA="', *spectrum, "basis", sentence="not of its features")
    refused("[]", *spectrum, "pull", sentence="different lengths")
    refused('"AAAAAAAAAAA="', "products", "xty", sentence="bytes are not as many")
    refused('["x0"]', "models", "l1", "path", "features", sentence="different lengths")


def test_structs_say_what_is_wrong_with_them() -> None:
    runs = RunsRecord(first=[0], count=[2], values=packed(np.ones(2)))
    for lam in ([], [1.0, 1.0], [1.0, 2.0]):
        with pytest.raises(ValueError, match="decrease"):
            KnotsRecord(lam=lam, nonzero=[0] * len(lam), runs=runs)
    assert KnotsRecord(lam=[2.0, 1.0], nonzero=[1, 1], runs=runs).fits(1)
    assert not KnotsRecord(lam=[2.0], nonzero=[1], runs=runs).fits(1)
    with pytest.raises(ValueError, match="negative"):
        RunsRecord(first=[-1], count=[2], values=packed(np.ones(2)))
    with pytest.raises(ValueError, match="negative"):
        SpectrumRecord(values=[-1.0], pull=[0.0], basis=b"")
    with pytest.raises(ValueError, match="more than 50"):
        ProductsRecord(features=["x"] * 51, gram=b"", xty=b"", yy=1.0, complete=False)
