"""Options that do not fit the table, or each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.promises.bad import Bad, compare, refused, table

PLAIN = {"table.csv": table()}
TRAIN = ("train", "table.csv", "--target", "y", "--quiet")


def extra(cell, *arguments: str, words: tuple[str, ...]) -> Bad:
    """A table with one column ``c`` more."""
    return Bad({"table.csv": table(cell)}, compare(*arguments), words)


CASES = {
    "a negative weight": extra(lambda k: -1 if k == 7 else 1, "--weights", "c", words=("'c'", "negative")),
    "weights that are all zero": extra(lambda k: 0, "--weights", "c", words=("'c'", "0")),
    "a missing weight": extra(lambda k: "" if k == 7 else 1, "--weights", "c", words=("'c'", "missing")),
    "an infinite weight": extra(lambda k: "inf" if k == 7 else 1, "--weights", "c", words=("'c'", "infinite")),
    "weights in words": extra(lambda k: "ab"[k % 2], "--weights", "c", words=("'c'", "number")),
    "weights that are dates": extra(lambda k: f"2020-01-{1 + k % 28:02d}", "--weights", "c", words=("'c'", "number")),
    "weights that only two rows have": extra(lambda k: int(k < 2), "--weights", "c", words=("rows", "folds")),
    "weights of no column": Bad(PLAIN, compare("--weights", "v"), ("--weights", "'v'")),
    "weights of no name": Bad(PLAIN, compare("--weights", ""), ("--weights", "''")),
    "groups of no name": Bad(PLAIN, compare("--group", ""), ("--group", "''")),
    "times of no name": Bad(PLAIN, compare("--time", ""), ("--time", "''")),
    "weights by the target": Bad(PLAIN, compare("--weights", "y"), ("'y'", "target", "weight")),
    "fewer groups than folds": extra(lambda k: f"g{k % 2}", "--group", "c", words=("group", "--folds")),
    "one group": extra(lambda k: "all", "--group", "c", words=("group",)),
    "groups of no column": Bad(PLAIN, compare("--group", "v"), ("--group", "'v'")),
    "groups by the target": Bad(PLAIN, compare("--group", "y"), ("'y'", "target", "group")),
    "groups by the weights": extra(lambda k: 1 + k % 9, "--group", "c", "--weights", "c", words=("'c'", "--group")),
    "groups and times": extra(lambda k: k, "--group", "c", "--time", "x", words=("--group", "--time")),
    "repeated times": extra(lambda k: k, "--time", "c", "--repeats", "2", words=("--time", "--repeats")),
    "missing times": extra(lambda k: "" if k % 9 == 0 else k, "--time", "c", words=("'c'", "7")),
    "times in words": extra(lambda k: "ab"[k % 2], "--time", "c", words=("'c'", "time")),
    "one time": extra(lambda k: "2020-01-01", "--time", "c", words=("'c'",)),
    "times of no column": Bad(PLAIN, compare("--time", "v"), ("--time", "'v'")),
    "times by the target": Bad(PLAIN, compare("--time", "y"), ("'y'", "target", "time")),
    "nothing left but the groups": extra(
        lambda k: f"g{k % 20}", "--group", "c", "--keep", "c", words=("no column is left", "'y'")
    ),
    "no repeats": Bad(PLAIN, compare("--repeats", "0"), ("--repeats",)),
    "more repeats than buckets": Bad(PLAIN, compare("--repeats", "1000000000"), ("--repeats",)),
    "more folds than rows": Bad(PLAIN, compare("--folds", "1000000000000"), ("folds", "rows")),
    "factors of no column": Bad(PLAIN, compare("--factors", "q=2"), ("--factors", "'q'")),
    "a negative factor": Bad(PLAIN, compare("--factors", "x=-1"), ("factor of 'x'", "-1")),
    "a factor that is no number": Bad(PLAIN, compare("--factors", "x=nan"), ("factor of 'x'", "nan")),
    "a factor in words": Bad(PLAIN, compare("--factors", "x=much"), ("factor of 'x'", "much")),
    "factors in no file": Bad(PLAIN, compare("--factors", "factors.csv"), ("--factors", "factors.csv")),
    "factors in a file of something else": Bad(
        {**PLAIN, "f.csv": "a,b\n1,2\n"}, compare("--factors", "f.csv"), ("'a'", "factor")
    ),
    "factors in JSON that breaks off": Bad({**PLAIN, "f.json": '{"x": 1'}, compare("--factors", "f.json"), ("f.json",)),
    "infinite factors for all": Bad(PLAIN, compare("--factors", "x=inf,z=inf,y=inf"), ("--factors", "'y'")),
    "keep no column": Bad(PLAIN, compare("--keep", "q"), ("--keep", "'q'")),
    "keep what is dropped": Bad(PLAIN, compare("--keep", "x", "--drop", "x"), ("--keep", "--drop", "'x'")),
    "drop the target": Bad(PLAIN, compare("--drop", "y"), ("--drop", "'y'", "target")),
    "an unclosed quote among names": Bad(PLAIN, compare("--drop", '"x'), ("--drop", "quote")),
    "an empty place to write to": Bad(PLAIN, compare("--out", ""), ("--out", "empty")),
    "an endless seed": Bad(PLAIN, compare("--seed", "1e400"), ("--seed",)),
    "a test part that is no number": Bad(PLAIN, compare("--test", "nan"), ("--test",)),
    "a negative lambda": Bad(PLAIN, (*TRAIN, "--lambda", "-1"), ("--lambda",)),
    "a lambda that is no number": Bad(PLAIN, (*TRAIN, "--lambda", "nan"), ("strength", "nan")),
    "an infinite lambda": Bad(PLAIN, (*TRAIN, "--lambda", "inf"), ("strength", "inf")),
    "more strengths than penalties": Bad(PLAIN, (*TRAIN, "--lambda", "1,2,3"), ("3 strengths", "2 penalties")),
    "an unknown convention": Bad(PLAIN, (*TRAIN, "--lambda", "1", "--lambda-convention", "glmnett"), ("glmnet",)),
    "an unknown penalty": Bad(PLAIN, (*TRAIN, "--lambda", "1", "--penalty", "l3"), ("'l3'", "'l1'")),
    "an unknown optimizer": Bad(PLAIN, (*TRAIN, "--lambda", "1", "--optimizer", "adam"), ("--optimizer", "adam")),
    "a share of L1 above one": Bad(PLAIN, (*TRAIN, "--lambda", "1", "--l1-ratio", "1.5"), ("--l1-ratio",)),
    "no epochs": Bad(PLAIN, (*TRAIN, "--lambda", "1", "--epochs", "0"), ("--epochs",)),
    "an address where a table is": Bad(
        PLAIN, ("compare", "table.csv", "postgresql://u:secret@h/d", "--target", "y"), ("postgresql://u:…@h/d",)
    ),
    "an unknown verb": Bad({}, ("comparee", "t.csv"), ("'comparee'", "'compare'")),
    "an unknown option": Bad(PLAIN, compare("--tset", "0.1"), ("--tset",)),
    "a conversion of less than nothing": Bad({}, ("convert", "--lambda", "-1", "--rows", "5"), ("strength", "-1")),
    "a conversion of no number": Bad({}, ("convert", "--lambda", "nan", "--rows", "5"), ("strength", "nan")),
    "a conversion without rows": Bad({}, ("convert", "--lambda", "1", "--to", "sklearn_ridge"), ("--rows",)),
}


@pytest.mark.parametrize("bad", CASES.values(), ids=CASES)
def test_what_cannot_be_meant_is_said(bad: Bad, tmp_path: Path) -> None:
    refused(bad, tmp_path)
