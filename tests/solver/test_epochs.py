"""The trainer one can watch: it arrives where scikit-learn does, and says honestly how."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet as PeerNet
from sklearn.linear_model import Lasso, Ridge

from shrinkage.errors import OptionError
from shrinkage.penalty import ElasticNet
from shrinkage.problem import Quadratic
from shrinkage.solver.epochs import OPTIMIZERS, epochs

ROWS, FEATURES = 120, 8


@pytest.fixture
def rows() -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(5)
    x = draw.standard_normal((ROWS, FEATURES)) + 0.6 * draw.standard_normal((ROWS, 1))
    y = x @ np.array([2.0, 0, -1.5, 0, 0, 1, 0, 0]) + draw.standard_normal(ROWS)
    x, y = x - x.mean(0), y - y.mean()
    return x / x.std(0), y


@pytest.fixture
def problem(rows: tuple[np.ndarray, np.ndarray]) -> Quadratic:
    x, y = rows
    return Quadratic(x.T @ x / ROWS, x.T @ y / ROWS, float(y @ y) / ROWS, float(ROWS), ROWS)


def peer(x: np.ndarray, y: np.ndarray, penalty: ElasticNet) -> np.ndarray:
    """The same strength by scikit-learn; Ridge counts a sum over rows, the others a mean."""
    if penalty.l1_ratio == 0:
        return Ridge(alpha=penalty.lam * ROWS, fit_intercept=False).fit(x, y).coef_
    settings = {"alpha": penalty.lam, "fit_intercept": False, "tol": 1e-12, "max_iter": 100_000}
    if penalty.l1_ratio == 1:
        return Lasso(**settings).fit(x, y).coef_
    return PeerNet(l1_ratio=penalty.l1_ratio, **settings).fit(x, y).coef_


PENALTIES = [ElasticNet(0.3, 1.0), ElasticNet(0.3, 0.0), ElasticNet(0.3, 0.5)]
penalties = pytest.mark.parametrize("penalty", PENALTIES, ids=["l1", "l2", "elastic_net"])


@penalties
@pytest.mark.parametrize("optimizer", ["coordinate", "proximal"])
def test_it_arrives_where_scikit_learn_does(rows, problem, penalty, optimizer) -> None:
    *_, last = epochs(problem, penalty, optimizer=optimizer, epochs=600)
    expected = peer(*rows, penalty)
    np.testing.assert_allclose(last.coefficients, expected, atol=1e-8)
    np.testing.assert_array_equal(last.coefficients != 0, expected != 0)
    assert last.relative_gap < 1e-12


def test_the_gradient_arrives_too_where_there_is_no_corner(rows, problem) -> None:
    *_, last = epochs(problem, PENALTIES[1], optimizer="gradient", epochs=600)
    np.testing.assert_allclose(last.coefficients, peer(*rows, PENALTIES[1]), atol=1e-8)


@penalties
@pytest.mark.parametrize("optimizer", ["coordinate", "proximal"])
def test_the_loss_never_rises(problem, penalty, optimizer) -> None:
    losses = [problem.null_objective]
    losses += [epoch.loss for epoch in epochs(problem, penalty, optimizer=optimizer, epochs=60)]
    assert np.all(np.diff(losses) <= 1e-14)


@penalties
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_epoch_says_its_own_objective_and_a_bound_that_holds(problem, penalty, optimizer) -> None:
    *_, best = epochs(problem, penalty, epochs=2000)
    for epoch in epochs(problem, penalty, optimizer=optimizer, epochs=20):
        loss = problem.smooth(epoch.coefficients) + penalty.value(epoch.coefficients)
        assert epoch.loss == pytest.approx(loss, rel=1e-12)
        assert (epoch.loss - best.loss) / problem.null_objective <= epoch.relative_gap + 1e-12


def test_a_plain_gradient_never_reaches_exact_zeros_and_the_other_two_do(problem) -> None:
    lasso = PENALTIES[0]
    ends = {name: list(epochs(problem, lasso, optimizer=name, epochs=500))[-1] for name in OPTIMIZERS}
    assert np.all(ends["gradient"].coefficients != 0)
    zero = ends["coordinate"].coefficients == 0
    assert zero.any()
    np.testing.assert_array_equal(ends["proximal"].coefficients == 0, zero)
    # It hovers about zero instead, within a step of the constant push.
    step = ends["gradient"].step
    assert step is not None
    assert np.all(np.abs(ends["gradient"].coefficients[zero]) <= 2 * step * 2 * ROWS * lasso.lam)


def test_one_gradient_step_is_the_textbooks(rows, problem) -> None:
    """w ← w − step·(error_gradient + λ·sign(w)) and + 2λw, of Σ(y − ŷ)² + λ·penalty, from the rows."""
    x, y = rows
    step, lam = 1e-4, 0.3
    for ratio, pull in ((1.0, lambda w: 2 * ROWS * lam * np.sign(w)), (0.0, lambda w: 2 * ROWS * lam * w)):
        one, two = epochs(problem, ElasticNet(lam, ratio), optimizer="gradient", epochs=2, step=step)
        w = one.coefficients
        expected = w - step * (-2 * x.T @ (y - x @ w) + pull(w))
        np.testing.assert_allclose(two.coefficients, expected, rtol=1e-10)
        assert one.step == pytest.approx(step)


@pytest.mark.parametrize("optimizer", ["proximal", "gradient"])
@penalties
def test_too_long_a_step_diverges_with_a_sentence(problem, penalty, optimizer) -> None:
    default = next(epochs(problem, penalty, optimizer=optimizer)).step
    assert default is not None
    with pytest.raises(OptionError, match=r"diverges: at epoch \d+ .* the step .* below 2/L = .* default"):
        list(epochs(problem, penalty, optimizer=optimizer, epochs=300, step=10 * default))
    *_, last = epochs(problem, penalty, optimizer=optimizer, epochs=300, step=1.9 * default)
    assert np.isfinite(last.loss)


def test_an_enormous_step_ends_in_the_same_sentence_without_a_warning(problem) -> None:
    with pytest.raises(OptionError, match="diverges"):
        list(epochs(problem, PENALTIES[0], optimizer="gradient", epochs=50, step=1e300))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_factors_and_bounds_are_kept(problem, optimizer) -> None:
    factors = np.ones(FEATURES)
    factors[0], factors[1] = np.inf, 0.0
    penalty = ElasticNet(0.2, 1.0, factors, positive=True)
    *_, last = epochs(problem, penalty, optimizer=optimizer, epochs=50)
    assert last.coefficients[0] == 0
    assert np.all(last.coefficients >= 0)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_constant_column_stays_at_zero(optimizer) -> None:
    problem = Quadratic(np.diag([1.0, 0.0]), np.array([1.0, 0.0]), 2.0, 10.0, 10)
    *_, last = epochs(problem, ElasticNet(0.1), optimizer=optimizer, epochs=30)
    assert last.coefficients[1] == 0
    assert last.coefficients[0] == pytest.approx(0.9)


def test_the_step_of_a_wide_problem_is_found_without_a_full_decomposition() -> None:
    draw = np.random.default_rng(0)
    x = draw.standard_normal((50, 600))
    gram = x.T @ x / 50
    problem = Quadratic(gram, x.T @ x[:, 0] / 50, float(x[:, 0] @ x[:, 0]) / 50, 50.0, 50)
    epoch = next(epochs(problem, ElasticNet(0.1), optimizer="proximal", epochs=1))
    assert epoch.step == pytest.approx(1 / (2 * 50 * np.linalg.eigvalsh(gram)[-1]), rel=1e-4)


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"optimizer": "newton"}, "optimizer 'newton' is unknown; choose one of coordinate, proximal, gradient"),
        ({"epochs": 0}, "at least one"),
        ({"step": 0.1}, "coordinate descent minimises exactly"),
        ({"optimizer": "gradient", "step": -1.0}, "above 0"),
        ({"optimizer": "proximal", "step": float("nan")}, "above 0"),
    ],
)
def test_a_wrong_call_is_answered_at_once(problem, choices, sentence) -> None:
    with pytest.raises(OptionError, match=sentence):
        epochs(problem, PENALTIES[0], **choices)
