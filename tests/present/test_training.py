"""Training as text: what the article shows, and a sentence that says what became of the weights."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from shrinkage.present import training
from shrinkage.present.face import Face
from shrinkage.present.passport import passport_lines
from shrinkage.present.training import Run, epoch_line, happened, weights_line


def run(penalty: str, weights: list[float], *, gap: float = 1e-3, optimizer: str = "coordinate") -> Run:
    named = {f"x{j}": value for j, value in enumerate(weights)}
    return Run(penalty=penalty, weights=named, own=named, excess=gap, optimizer=optimizer, epochs=5)


def test_the_articles_lines() -> None:
    face = Face()
    assert epoch_line(1, 5, {"l1": 12.45}, face).plain == "Epoch 1/5 Loss: 12.4500"
    assert epoch_line(5, 10, {"l1": 4.32, "l2": 5.0}, face).plain == "Epoch  5/10 Loss: L1 4.32000  L2 5.00000"
    assert weights_line(run("l1", [0.0, 1.2, 0.0, 3.4]), face).plain == "L1 Weights: [0.0, 1.200, 0.0, 3.400]"
    assert weights_line(run("l2", [0.5, 1.1]), face).plain == "L2 Weights: [0.5000, 1.100]"
    assert weights_line(run("l1", [1.0] * 30), face).plain.endswith("1.000, … 6 more]")


def test_what_vanished_is_named() -> None:
    said = happened(run("l1", [0.0, 1.2, 0.0, 3.4]))
    assert "2 of 4 weights vanished exactly (x0, x2)" in said
    assert "objective is 1e-03 of the mean's above the optimum, which more epochs would reduce" in said


def test_l2_shrinks_and_says_so() -> None:
    assert "all 2 weights shrank and none vanished" in happened(run("l2", [0.5, 1.1], gap=1e-15))
    assert "at the optimum to rounding" in happened(run("l2", [0.5, 1.1], gap=1e-15))


def test_nothing_is_said_to_shrink_that_did_not() -> None:
    l1, l2 = (run(penalty, [0.0, 1.0, 2.0]) for penalty in ("l1", "l2"))
    every = frozenset(["x0", "x1", "x2"])
    assert "the penalty acts on none of 3 weights, so nothing shrank" in happened(replace(l1, free=every))
    assert "vanished exactly (x0), and only what is free of the penalty is left" in happened(
        replace(l1, free=frozenset(["x1", "x2"]))
    )
    assert "the others shrank, but for those free of the penalty" in happened(replace(l1, free=frozenset(["x1"])))
    assert "1 weight shrank, 1 free of the penalty did not; x0 held at 0" in happened(
        replace(l2, free=frozenset(["x1"]))
    )
    assert "L1: all 2 weights vanished exactly, which leaves the mean of the target" in happened(run("l1", [0.0, 0.0]))
    assert "L1: the only weight vanished exactly" in happened(run("l1", [0.0]))


def test_gradient_is_reported_honestly() -> None:
    said = happened(run("l1", [1e-9, 1.2], optimizer="gradient"))
    assert "none of 2 weights is exactly 0, because a gradient step along λ·sign(w) overshoots zero" in said


def test_a_weak_penalty_and_none_at_all() -> None:
    assert "none of 2 weights vanished at this strength" in happened(run("elastic_net", [1.0, 2.0]))
    assert "2 weights, none held back" in happened(run("none", [1.0, 2.0]))


def test_the_whole_page() -> None:
    face = Face(80)
    stream = io.StringIO()
    console = Console(file=stream, width=80, color_system=None, markup=False, highlight=False)
    given = {"l1": {"lambda_1": 88.4, "lambda_2": 0.0}}
    for part in training.opening(442, 30, "textbook", given, "coordinate", False, face):
        console.print(part)
    for part in training.ending([run("l1", [0.0, *[1.0] * 29]), run("l2", [1.0] * 30)], face):
        console.print(part)
    text = stream.getvalue()
    assert text.startswith("Training Model...\n")
    assert "Loss, in the textbook convention, is Σ(y − ŷ)² + λ₁ Σ|w| + λ₂ Σw²." in " ".join(text.split())
    assert "L1 per sd" in text
    assert "and 6 more features" in text


def test_a_passport_gives_all_digits() -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=120, color_system=None, markup=False)
    values = {"lam": {"lam": 0.1 / 884, "l1_ratio": 1.0}, "sklearn": {"class": "Lasso", "alpha": 0.5}, "glmnet": None}
    for part in passport_lines(values, Face(120)):
        console.print(part)
    assert repr(0.1 / 884) in stream.getvalue()
    assert "Lasso(alpha=0.5)" in stream.getvalue()
    assert "–" in stream.getvalue()
