"""`shrinkage.train`: epochs as objects, the same numbers as the workflow's, and a training one can look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import shrinkage as sh
from shrinkage import workflow
from shrinkage.errors import OptionError
from shrinkage.result.store import read_model


def table() -> dict[str, np.ndarray]:
    x = np.random.default_rng(1).standard_normal((80, 3))
    return {"a": x[:, 0], "b": x[:, 1], "y": 2 * x[:, 0] + x[:, 2]}


def test_one_penalty_yields_its_epochs() -> None:
    training = sh.train(table(), "y", penalty="l1", lam=20, epochs=4)
    assert "not trained yet" in repr(training)
    epochs = list(training)
    assert [epoch.number for epoch in epochs] == [1, 2, 3, 4]
    assert len(training) == 4
    expected = list(workflow.train(table(), "y", penalty="l1", lam=20, epochs=4))
    assert [epoch.loss for epoch in epochs] == [steps["l1"].loss for steps in expected]
    assert list(epochs[-1].weights.values()) == expected[-1]["l1"].weights.tolist()
    assert repr(epochs[0]).startswith("Epoch 1/4 Loss: ")
    assert repr(training).splitlines()[-1].startswith("L1 Weights: [")
    assert training.last is epochs[-1]
    assert training.excess() < 1e-8


def test_several_penalties_yield_their_epochs_side_by_side(tmp_path: Path) -> None:
    training = sh.train(table(), "y", lam=20, epochs=3)
    assert set(training.last) == {"l1", "l2"}
    assert training.last["l2"].number == 3
    assert "Epoch 3/3 L1 Loss: " in repr(training)
    training.save(tmp_path)
    assert read_model(tmp_path / "l2.model.json").standardized == dict(training.last["l2"].weights)


def test_each_penalty_may_have_a_strength_of_its_own() -> None:
    together = sh.train(table(), "y", lam=[20, 3], epochs=3)
    assert "L1 at 20, L2 at 3 (textbook)" in repr(together)
    for name, lam in (("l1", 20), ("l2", 3)):
        assert together.last[name] == sh.train(table(), "y", penalty=name, lam=lam, epochs=3).last
    with pytest.raises(OptionError, match="3 strengths are given for 2 penalties"):
        sh.train(table(), "y", lam=[1, 2, 3])


def test_the_strength_of_a_model_trains_it_again() -> None:
    found = sh.compare(table(), "y")
    again = sh.train(table(), "y", penalty="l1", lam=found.l1.lam, lambda_convention="lam", epochs=50).last
    assert again.coefficients == pytest.approx(dict(found.l1.coefficients), abs=1e-9)


def test_mistakes_are_sentences() -> None:
    with pytest.raises(OptionError, match="no penalty 'l3'"):
        sh.train(table(), "y", lam=1, penalty="l3")
    with pytest.raises(OptionError, match="no option 'epoch'"):
        sh.train(table(), "y", lam=1, epoch=3)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"lam": "a"}, "lam is 'a', but it is a number"),
        ({"lam": None}, "lam is None, but it is a number"),
        ({"lam": 1, "epochs": 2.5}, "epochs is 2.5, but it is a whole number"),
        ({"lam": 1, "step": "x", "optimizer": "gradient"}, "step is 'x', but it is a number"),
        ({"lam": 1, "penalty": []}, "penalty names no penalty"),
        ({"lam": 1, "penalty": None}, "penalty names no penalty"),
        ({"lam": 1, "penalty": "l3"}, "no penalty 'l3'"),
    ],
)
def test_what_cannot_be_trained_gets_a_sentence(how: dict[str, Any], words: str) -> None:
    with pytest.raises(OptionError, match=words):
        sh.train({"x": range(40), "y": range(40)}, "y", **how)


def test_numbers_of_numpy_are_numbers() -> None:
    days = {"x": range(40), "y": range(40)}
    plain = sh.train(days, "y", lam=3.0, epochs=2, penalty="l2").last
    assert sh.train(days, "y", lam=np.float32(3), epochs=np.int64(2), penalty=("l2",)).last["l2"] == plain
