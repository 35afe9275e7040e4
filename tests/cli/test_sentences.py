"""However a run ends, it ends with an exit code of the contract and at most one sentence."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from shrinkage.errors import TableError


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["comprae"], "there is no verb 'comprae'; did you mean 'compare'? `shrinkage --help` says what each does."),
        (
            ["xyz"],
            "there is no verb 'xyz'; the verbs are 'compare', 'train', 'predict', 'show', 'report', 'guide', 'export', "
            "'convert'.",
        ),
        (["compare", "t.csv", "--tagret", "y"], "there is no option --tagret; did you mean '--target'"),
        (["--frobnicate"], "there is no option --frobnicate; `shrinkage --help` lists what there is."),
        (["compare", "t.csv"], "the option --target is missing; add --target COLUMN (`shrinkage compare --help`"),
        (["compare"], "is missing"),
        (["compare", "t.csv", "--target", "y", "--folds", "1"], "--folds is 1, but a cross-validation"),
        (["compare", "t.csv", "--target", "y", "--test", "1"], "the option --test cannot be used"),
        (["compare", "t.csv", "--target", "y", "--seed", "x"], "'x' is not a whole number;"),
        (["compare", "t.csv", "--target", "y", "--test", "x"], "'x' is not a number;"),
        (["compare", "t.csv", "--target", "y", "--lambda-convention", "skleran"], "did you mean 'sklearn'"),
        (["compare", "t.csv", "--target", "y", "--drop", '"a'], "whose quotes do not close"),
        (["train", "t.csv", "--target", "y", "--lambda", "1", "--penalty", "l3"], "there is no penalty 'l3'"),
        (["train", "t.csv", "--target", "y", "--lambda", "1", "--penalty", ","], "--penalty names none"),
        (["train", "t.csv", "--target", "y", "--lambda", "-1"], "--lambda has '-1', but a strength is a number"),
        (["train", "t.csv", "--target", "y", "--lambda", "1,"], "--lambda has '', but a strength is a number"),
        (["train", "t.csv", "--target", "y", "--lambda", "1,2,3"], "3 strengths are given for 2 penalties (l1, l2)"),
        (["convert", "--lambda", "0.1"], "their number is not known; give it (--rows)"),
        (["convert", "--lambda", "-1", "--rows", "9"], "at least 0"),
        (["convert", "--lambda", "1", "--rows", "9", "--l1-ratio", "0.3"], "belongs to an elastic net"),
        (["convert", "--lambda", "1", "--rows", "9", "--to", "glmnet", "--penalty", "l2"], "--target-sd"),
        (["convert", "--lambda", "1", "--from", "lam", "--to", "textbook"], "give it (--rows)"),
        (["show", "nowhere.json"], "there is no file nowhere.json"),
        (["predict", "nowhere.json", "t.csv"], "there is no file nowhere.json"),
        (["compare", "t.csv", "--target", "y", "surplus"], "unexpected extra argument"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_2(shrinkage: Any, arguments: list[str], sentence: str) -> None:
    done = shrinkage(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("shrinkage: ")
    assert done.err.count("\n") == 1
    assert sentence in done.err


def raising(error: BaseException) -> Any:
    def compare(*_: Any, **__: Any) -> None:
        raise error

    return compare


def test_the_sentence_of_an_error_is_all_that_is_said(shrinkage: Any, workflow: Any) -> None:
    workflow(compare=raising(TableError("the column 'a\nb\x1b[2J' is odd, because of that; rename it.")))
    done = shrinkage("compare", "t.csv", "--target", "y")
    assert (done.code, done.err) == (2, "shrinkage: the column 'a b\\x1b[2J' is odd, because of that; rename it.\n")


def test_a_defect_is_ours_and_1(shrinkage: Any, workflow: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    workflow(compare=raising(KeyError("inner")))
    done = shrinkage("compare", "t.csv", "--target", "y")
    assert done.code == 1
    assert "this is a defect of shrinkage" in done.err
    assert "KeyError: 'inner'" in done.err
    assert "SHRINKAGE_DEBUG=1" in done.err
    assert "Traceback" not in done.err
    monkeypatch.setenv("SHRINKAGE_DEBUG", "1")
    assert "Traceback" in shrinkage("compare", "t.csv", "--target", "y").err


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (MemoryError(), 2, "memory ran out"),
        (PermissionError(13, "Permission denied", "x"), 2, "the system refused at 'x': permission denied"),
        (KeyboardInterrupt(), 130, "interrupted; what was there before is still whole"),
        (ValueError("x" * 9999), 1, "…"),
    ],
)
def test_other_ends(shrinkage: Any, workflow: Any, error: BaseException, code: int, sentence: str) -> None:
    workflow(compare=raising(error))
    done = shrinkage("compare", "t.csv", "--target", "y")
    assert done.code == code
    assert sentence in done.err
    assert len(done.err) < 600


def test_an_interrupt_that_a_library_swallowed_still_ends_it(shrinkage: Any, workflow: Any) -> None:
    """Engines may turn Ctrl-C into an error of their own, or lose it: the next report of progress raises it."""
    said: list[str] = []

    def compare(*_: Any, progress: Any, **__: Any) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            said.append("swallowed")
        progress.stage("reading the rows")
        said.append("went on")

    workflow(compare=compare)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        done = shrinkage("compare", "t.csv", "--target", "y")
    finally:
        signal.signal(signal.SIGINT, before)
    assert said == ["swallowed"]
    assert done.code == 130


def test_an_interrupt_that_was_renamed_is_still_130(shrinkage: Any, workflow: Any) -> None:
    def compare(*_: Any, **__: Any) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise RuntimeError("query interrupted") from error

    workflow(compare=compare)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert shrinkage("compare", "t.csv", "--target", "y").code == 130
    finally:
        signal.signal(signal.SIGINT, before)
