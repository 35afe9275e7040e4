"""`shrinkage.compare` and what it gives: the same record from every form of a table, models that predict, pages."""

from __future__ import annotations

import doctest
import importlib
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

import shrinkage as sh
from shrinkage.errors import OptionError, TableError
from shrinkage.result.store import read_model, read_record
from tests.data import real_table

N = 200


def frame(seed: int = 0) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    x, z = draw.standard_normal((2, N))
    kind = draw.choice(["a", "b", "c"], N)
    y = 3 * x + (kind == "b") + draw.standard_normal(N)
    return pd.DataFrame({"x": x, "z": np.where(z > 1.5, np.nan, z), "kind": pd.Categorical(kind), "y": y})


@pytest.fixture(scope="module")
def found() -> sh.Comparison:
    return sh.compare(frame(), target="y")


def same(comparison: sh.Comparison) -> dict[str, Any]:
    record = comparison.to_dict()
    del record["seconds"], record["data"]["source"], record["data"]["notes"]
    return record


def test_a_comparison_has_its_models_by_name(found: sh.Comparison) -> None:
    assert list(found.models) == ["none", "l1", "l2", "elastic_net"]
    assert found.l1 is found.models["l1"]
    assert found.chosen is found.models[found.verdict.choice]
    record = found.record.models.l1
    assert dict(found.l1.coefficients) == record.coefficients
    assert dict(found.l1.standardized) == record.standardized
    assert (found.l1.lam, found.l1.intercept, found.l1.passport) == (record.lam, record.intercept, record.passport)
    assert found.l1.errors is not None
    assert found.l1.errors.cv_rmse == record.cv_rmse
    assert found.l1.certificate.relative_gap is not None
    assert found.l1.certificate.relative_gap < 1e-8
    with pytest.raises(TypeError):
        found.l1.coefficients["x"] = 0.0  # type: ignore[index]


def test_predictions_are_the_sum_that_the_model_says(found: sh.Comparison, tmp_path: Path) -> None:
    data = frame()
    model = found.l2
    coefficients = model.coefficients
    z = data["z"].to_numpy()
    fill = found._done.models["l2"].fills["z"]
    expected = model.intercept + coefficients["x"] * data["x"] + coefficients["z"] * np.where(np.isnan(z), fill, z)
    if "z is missing" in coefficients:
        expected += coefficients["z is missing"] * np.isnan(z)
    expected += data["kind"].astype(str).map({level: coefficients[f"kind={level}"] for level in "abc"})
    predicted = model.predict(data)
    assert predicted.shape == (N,)
    np.testing.assert_allclose(predicted, expected, rtol=1e-10)
    path = tmp_path / "table.csv"
    data.to_csv(path, index=False)
    np.testing.assert_allclose(model.predict(path), predicted, rtol=1e-12)
    np.testing.assert_array_equal(model.predict(pl.from_pandas(data)), predicted)
    assert model.predict(data.iloc[:0]).shape == (0,)
    np.testing.assert_array_equal(found.predict(data), found.chosen.predict(data))


def test_a_model_counts_the_features_that_its_factors_left_in() -> None:
    found = sh.compare(frame(), "y", factors={"kind": float("inf")})
    assert len(found.l1.coefficients) == 6
    assert "of 3 features" in found.verdict.sentence
    assert "of 3 features>" in repr(found.l1)
    for kind in ("path", "cv", "coefficients", "errors"):
        assert found.plot(kind).figure_ is not None
    assert len(found.plot().axes) >= 4


def test_a_model_is_told_at_other_strengths_of_its_path(found: sh.Comparison) -> None:
    for model in (found.l1, found.l2):
        assert model.standardized_at(model.lam) == pytest.approx(dict(model.standardized), abs=1e-12)
    strongest = found.l1.errors.path.lam[0] if found.l1.errors and found.l1.errors.path else 0.0
    assert set(found.l1.standardized_at(2.0 * strongest).values()) == {0.0}
    assert list(found.l1.standardized_at(0.5 * strongest)) == list(found.l1.standardized)


def test_saving_is_what_the_command_line_writes(found: sh.Comparison, tmp_path: Path) -> None:
    found.save(tmp_path)
    assert read_record(tmp_path / "record.json") == found.record
    assert json.loads((tmp_path / "record.json").read_text()) == found.to_dict()
    found.l1.save(tmp_path / "mine.json")
    assert read_model(tmp_path / "mine.json").coefficients == dict(found.l1.coefficients)
    assert (tmp_path / "mine.json").read_bytes() == (tmp_path / "l1.model.json").read_bytes()


def test_no_feature_that_helps_is_the_mean() -> None:
    draw = np.random.default_rng(5)
    found = sh.compare({"x": draw.standard_normal(60), "y": draw.standard_normal(60)}, "y")
    assert found.verdict.choice == "mean"
    assert found.chosen.errors is None
    assert len(set(found.predict({"x": [1.0, 2.0]}))) == 1
    assert "mean" in repr(found.chosen)
    with pytest.raises(OptionError, match=r"no path of all features.*shrinkage\.train"):
        found.chosen.standardized_at(1.0)


@pytest.mark.data
@pytest.mark.parametrize(("name", "target"), [("ames", "price"), ("hitters", "Salary"), ("bikeshare", "bikers")])
def test_real_tables_give_one_record_in_every_form(name: str, target: str) -> None:
    path = real_table(f"{name}.parquet")
    expected = same(sh.compare(path, target))
    forms = {
        "pandas": pd.read_parquet(path),
        "pandas in arrow": pd.read_parquet(path, dtype_backend="pyarrow"),
        "polars": pl.read_parquet(path),
        "polars lazy": pl.scan_parquet(path),
        "pyarrow": pq.read_table(path),
        "duckdb": duckdb.read_parquet(str(path)),
    }
    for form, given in forms.items():
        assert same(sh.compare(given, target)) == expected, form


def test_options_are_named_as_keywords() -> None:
    data = frame()
    kept = sh.compare(data, "y", drop="kind", folds=3, test=0).record
    assert {feature.column for feature in kept.features} == {"x", "z"}
    assert kept.options["drop"] == ["kind"]
    with pytest.raises(OptionError, match="no option 'fold'; did you mean 'folds'"):
        sh.compare(data, "y", fold=3)  # type: ignore[call-arg]
    with pytest.raises(OptionError, match=r"^max_levels is 0"):
        sh.compare(data, "y", max_levels=0)
    with pytest.raises(TableError, match=r"^target names the column 'Y'.*did you mean 'y'"):
        sh.compare(data, "Y")


def test_options_are_taken_as_people_write_them() -> None:
    data = pd.DataFrame(np.random.default_rng(0).standard_normal((N, 4)))
    groups = data.assign(g=np.arange(N) % 20).rename(columns={"g": 9})
    found = sh.compare(groups, 3, drop=0, group=9, seed=np.int64(2), folds=np.int32(4), factors={1: 0.0}).record
    assert found.split.scheme == "group"
    assert (found.split.folds, found.split.seed) == (4, 2)
    assert {feature.column for feature in found.features} == {"1", "2"}
    again = sh.compare(groups, "3", drop=pd.Index([0]), group="9", seed=2, folds=4.0, factors={"1": 0})
    assert again.record.models == found.models


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"weights": np.ones(N)}, "weights is an ndarray, but it names a column; put the values into the table"),
        ({"group": pd.Series(np.ones(N))}, "group is a Series, but it names a column"),
        ({"seed": None}, "seed is None, but it is a whole number"),
        ({"max_levels": 2.5}, "max_levels is 2.5, but it is a whole number"),
        ({"test": "half"}, "test is 'half', but it is a number"),
        ({"positive": "no"}, "positive is 'no', but it is True or False"),
        ({"folds": [1, 2]}, "folds is a list, but it is their number, or a file"),
        ({"factors": [1.0]}, "factors is a list, but it says a factor"),
        ({"sql": 3}, "sql is an int, but it is a text"),
    ],
)
def test_values_that_are_no_option_get_a_sentence(options: dict[str, Any], words: str) -> None:
    with pytest.raises(OptionError, match=words):
        sh.compare(frame(), "y", **options)


def test_a_target_is_the_name_of_a_column() -> None:
    data = frame()
    with pytest.raises(OptionError, match="target is a Series, but it names a column"):
        sh.compare(data, data["y"])  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="the target is None"):
        sh.compare(data, None)  # type: ignore[arg-type]
    with pytest.raises(TableError, match=r"'y', which is the index of the frame.*reset_index"):
        sh.compare(data.set_index("y"), "y")


def test_leaks_are_said_with_keywords() -> None:
    page = sh.compare(frame().assign(copy=lambda data: 2 * data["y"] + 1e-3 * data["x"]), "y")._repr_html_()
    assert "leave it out with drop." in page


def test_names_of_columns_are_kept_from_being_taken_for_options() -> None:
    with pytest.raises(TableError, match="the column '--target'"):
        sh.compare(frame(), "--target")


def test_the_page_is_plain_escaped_html(found: sh.Comparison) -> None:
    data = frame().rename(columns={"y": "<script>alert(1)</script>&", "x": '"><b>'})
    data['"><b>'] = data["<script>alert(1)</script>&"]
    page = sh.compare(data, "<script>alert(1)</script>&")._repr_html_()
    seen = Tags()
    seen.feed(page)
    assert seen.tags <= {"div", "p", "strong", "table", "thead", "tbody", "tr", "th", "td"}
    assert "alert" not in "".join(seen.attributes)
    assert "&lt;script&gt;" in page
    assert not {"src", "href", "onload"} & seen.names
    assert page.count('scope="row"') == 5
    assert found._repr_html_().count("▸") == 1


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.attributes += [value or "" for _, value in attrs]


def test_printing_shows_the_verdict_and_a_row_a_model(found: sh.Comparison) -> None:
    shown = repr(found).splitlines()
    assert shown[0] == found.verdict.sentence
    assert shown[2].split()[0] == "model"
    assert len(shown) == 8
    assert sum(line.startswith("▸") for line in shown) == 1


def test_a_plot_that_there_is_not_is_named(found: sh.Comparison) -> None:
    with pytest.raises(OptionError, match="no plot 'pth'; did you mean 'path'"):
        found.plot("pth")


@pytest.mark.parametrize("module", ["compare", "train"])
def test_examples_of_the_docstrings_run(module: str) -> None:
    done = doctest.testmod(importlib.import_module(f"shrinkage.api.{module}"))
    assert done.attempted >= 3
    assert done.failed == 0
