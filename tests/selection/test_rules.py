"""Every definition of the contract, by explicit slow loops over numbers."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shrinkage.problem import Floats
from shrinkage.selection.rules import best_of, crossfit, minimum, one_standard_error
from shrinkage.selection.table import Table


@st.composite
def families(draw: st.DrawFn) -> tuple[list[Table], int]:
    """A family over the same folds, with ties likely (whole numbers) and grids of different lengths."""
    repeats = draw(st.integers(1, 3))
    folds = draw(st.integers(2, 6)) * repeats
    count = draw(st.integers(1, 3))
    seed = draw(st.integers(0, 2**32 - 1))
    whole = draw(st.booleans())
    rng = np.random.default_rng(seed)
    tables: list[Table] = []
    for index in range(count):
        points = draw(st.integers(1, 7))
        errors = rng.integers(1, 4, (folds, points)).astype(float) if whole else rng.uniform(1, 2, (folds, points))
        tables.append(Table(np.geomspace(1.0, 1e-3, points), (index + 1) / 4, errors))
    return tables, repeats


def mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


def standard_error(values: list[float]) -> float:
    middle = mean(values)
    return math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1) / len(values))


def column(errors: Floats, point: int, rows: list[int] | None = None) -> list[float]:
    return [float(errors[row, point]) for row in (range(errors.shape[0]) if rows is None else rows)]


@given(families())
def test_mean_and_standard_error_over_folds(drawn: tuple[list[Table], int]) -> None:
    for table in drawn[0]:
        for point in range(len(table.lams)):
            values = column(table.fold_mse, point)
            assert math.isclose(table.cv_mse[point], mean(values), rel_tol=1e-13)
            assert math.isclose(table.cv_se[point], standard_error(values), rel_tol=1e-9, abs_tol=1e-13)


@given(families())
def test_one_standard_error_is_the_strongest_within_reach(drawn: tuple[list[Table], int]) -> None:
    for table in drawn[0]:
        best = minimum(table)
        assert table.cv_mse[best] == min(table.cv_mse)
        assert all(table.cv_mse[point] > table.cv_mse[best] for point in range(best)), "a tie goes to the stronger"
        limit = table.cv_mse[best] + table.cv_se[best]
        chosen = one_standard_error(table)
        assert chosen == next(point for point in range(len(table.lams)) if table.cv_mse[point] <= limit)
        assert chosen <= best


@given(families())
def test_the_best_of_a_family(drawn: tuple[list[Table], int]) -> None:
    family = drawn[0]
    chosen = best_of(family)
    found = min(
        (table.cv_mse[point], index, point) for index, table in enumerate(family) for point in range(len(table.lams))
    )
    assert (chosen.table, chosen.point) == found[1:]


@given(families())
def test_cross_fitting_by_an_explicit_loop(drawn: tuple[list[Table], int]) -> None:
    family, repeats = drawn
    folds = family[0].fold_mse.shape[0]
    each = folds // repeats
    errors = crossfit(family, repeats)
    for fold in range(folds):
        first = fold // each * each
        others = [row for row in range(first, first + each) if row != fold]
        candidates = [
            (np.array(column(table.fold_mse, point, others)).mean(), float(table.fold_mse[fold, point]))
            for table in family
            for point in range(len(table.lams))
        ]
        smallest = min(error for error, _ in candidates)
        near = [own for error, own in candidates if error <= smallest * (1 + 1e-14)]
        assert errors[fold] in near  # rounding may break a tie either way
        if not any(1 < error / smallest <= 1 + 1e-14 for error, _ in candidates):
            assert errors[fold] == next(own for error, own in candidates if error == smallest)


def test_a_fold_that_judges_never_chooses() -> None:
    errors = np.array([[1.0, 9.0], [5.0, 4.0], [5.0, 4.0]])
    table = Table(np.array([1.0, 0.1]), 1.0, errors)
    assert crossfit([table]).tolist() == [9.0, 5.0, 5.0]
