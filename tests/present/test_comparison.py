"""A record as text: what stands where, at every width, and nothing that a table could smuggle in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from shrinkage.present.comparison import comparison, saved
from shrinkage.present.face import Face
from shrinkage.present.model import certificates
from shrinkage.result.record import ColumnRecord, FeatureRecord, Record, WeightsRecord

GOLDEN = Path(__file__).parents[1] / "golden" / "present"


def printed(renderables: Iterable[Any], face: Face, **settings: Any) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream, width=face.width, color_system=None, markup=False, highlight=False, emoji=False, **settings
    )
    for renderable in renderables:
        console.print(renderable)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


@pytest.mark.parametrize(
    ("width", "unicode", "convention"),
    [(80, True, "textbook"), (120, True, "sklearn"), (80, False, "textbook"), (60, True, "lam")],
)
def test_the_page_is_the_golden_one(
    record: Record, width: int, unicode: bool, convention: str, request: pytest.FixtureRequest
) -> None:
    """To accept a change, delete the file, run again and read what is written."""
    face = Face(width, unicode)
    text = printed(comparison(record, face, convention=convention), face)
    file = GOLDEN / f"comparison_{width}_{'unicode' if unicode else 'ascii'}_{convention}.txt"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        pytest.fail(f"{file.name} was not there and has been written; read it, then run again.")
    assert text == file.read_text("utf-8")


@pytest.mark.parametrize("width", [40, 60, 72, 76, 80, 100, 120, 200])
@pytest.mark.parametrize("unicode", [True, False])
def test_every_line_fits_and_no_number_is_folded(record: Record, width: int, unicode: bool) -> None:
    face = Face(width, unicode)
    text = printed(comparison(record, face), face)
    assert all(cell_len(line) <= width for line in text.splitlines())
    if width >= 60:
        assert "637.2" in text
        assert "0.05000" in text
    if not unicode:
        assert text.isascii()


def test_the_verdict_is_the_first_line_and_a_leak_the_next(record: Record, leaky: Record) -> None:
    face = Face(100)
    assert printed(comparison(record, face), face).splitlines()[0] == record.verdict.sentence
    lines = printed(comparison(leaky, face), face).splitlines()
    assert lines[2] == "! The column s5 is almost a copy of the target."


def test_the_choice_is_marked(record: Record) -> None:
    face = Face(100)
    marked = [line for line in printed(comparison(record, face), face).splitlines() if line.startswith("▸")]
    assert len(marked) == 1
    assert marked[0].startswith("▸ L1 (lasso)")


@pytest.mark.parametrize("name", ["[bold red]x[/]", "\x1b[2J\x1b[31m", "\u202ename", "a\nb", "😀" * 40, ":smile:", ""])
def test_names_are_data(make_record: Callable[..., Record], name: str) -> None:
    base = make_record()
    record = rename(base, "bmi", name)
    face = Face(80)
    text = printed(comparison(record, face, convention="lam"), face)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert all(cell_len(line) <= 80 for line in text.splitlines())
    if "[" in name and "\x1b" not in name:
        assert name in text


def rename(record: Record, old: str, new: str) -> Record:
    """The record with a feature, and a dropped column, called ``new``."""
    plain = msgspec.to_builtins(record)

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {(new if key == old else key): walk(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(item) for item in node]
        return new if node == old else node

    renamed = walk(plain)
    renamed["data"]["columns"].append({"name": new, "role": "dropped", "reason": f"of {new}"})
    renamed["verdict"]["sentence"] += f" {new}"
    return msgspec.convert(renamed, Record)


def test_wide_tables_are_summed_up(make_record: Callable[..., Record]) -> None:
    record = make_record()
    columns = [ColumnRecord(name=f"c{i}", role="dropped", reason="it is constant") for i in range(40)]
    record = msgspec.structs.replace(record, data=msgspec.structs.replace(record.data, columns=columns))
    face = Face(80)
    text = printed(comparison(record, face), face)
    assert "34 more columns left out" in text


def test_columns_that_an_option_leaves_out_are_said_in_one_line(make_record: Callable[..., Record]) -> None:
    record = make_record()
    columns = [ColumnRecord(name=f"c{i}", role="dropped", reason="left out by --keep") for i in range(9)]
    columns += [ColumnRecord(name="same", role="dropped", reason="it is constant")]
    record = msgspec.structs.replace(record, data=msgspec.structs.replace(record.data, columns=columns))
    text = printed(comparison(record, face := Face(80)), face)
    assert "• Left out by --keep: c0, c1, c2, c3, c4 and 4 more" in text
    assert "• same is left out, because it is constant" in text


def test_weights_are_named_and_rows_of_weight_zero_are_not_said_to_lack_a_target(
    make_record: Callable[..., Record],
) -> None:
    record = make_record()
    weights = WeightsRecord(column="visits", counts=True, total=900.0)
    record = msgspec.structs.replace(record, data=msgspec.structs.replace(record.data, weights=weights))
    face = Face(80)
    text = " ".join(printed(comparison(record, face), face).split())
    assert "in units of the target, weighted by 'visits'" in text
    assert "442 rows (440 used)" in text


def test_a_record_without_paths_or_test_part_is_still_a_page(make_record: Callable[..., Record]) -> None:
    record = make_record()
    models = record.models
    bare = {
        name: msgspec.structs.replace(
            model, path=None, one_standard_error=None, test_rmse=None, cv_rmse_se=None, passport={}
        )
        for name, model in models.by_name().items()
    }
    record = msgspec.structs.replace(
        record,
        models=type(models)(**bare),
        split=msgspec.structs.replace(record.split, test_rows=0),
        baseline=msgspec.structs.replace(record.baseline, test_rmse=None, cv_rmse_se=None),
        verdict=msgspec.structs.replace(record.verdict, choice="mean", because=[]),
        features=[FeatureRecord(name="bmi", column="bmi", kind="number", mean=0.0, scale=1.0)],
    )
    face = Face(80)
    text = printed(comparison(record, face), face)
    assert "none set apart" in " ".join(text.split())
    assert "▸ mean only" in text


def test_certificates_and_passport_of_a_record(record: Record) -> None:
    face = Face(80)
    text = printed(certificates(record, face), face)
    assert "relative gap" in text
    assert "glmnet" in text


def test_where_it_was_saved_is_said_safely() -> None:
    assert "out\\x1b[" in saved("out\x1b[", Face()).plain
