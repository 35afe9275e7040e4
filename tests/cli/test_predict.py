"""``predict`` as a person meets it: other tables than the one in training, and what is said about them."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from shrinkage.workflow import compare, train

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "examples" / "diabetes.csv"
Verb = Callable[..., Any]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with mixed.csv (300 rows of numbers, words, truths, dates) and models l1 and l2 of its y."""
    place = tmp_path_factory.mktemp("mixed")
    draw = np.random.default_rng(2)
    with (place / "mixed.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "y", "size", "tone", "sold", "on"])
        for k in range(300):
            size, tone, sold = draw.normal(), k % 3, draw.random() < 0.5
            y = 3 * size + 2 * tone + sold + 0.1 * draw.normal()
            day = np.datetime64("2021-01-01") + k // 4
            tone_word, sold_word = ["low", "mid, or so", "high"][tone], "yes" if sold else "no"
            writer.writerow([f"{k:05d}", repr(y), "" if k % 29 == 0 else repr(size), tone_word, sold_word, day])
    train(place / "mixed.csv", "y", penalty=("l1", "l2"), lam=1.0, drop=("id",)).save(place)
    return place


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def predictions(path: Path) -> list[float]:
    return [float(row["prediction"]) for row in rows_of(path)]


def rewritten(path: Path, new: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> Path:
    rows = [change(row) for row in rows_of(path)]
    with new.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return new


def scored(shrinkage: Verb, model: Path, table: Path | str, *options: str) -> list[float]:
    out = model.parent / "scored.csv"
    done = shrinkage("predict", str(model), str(table), "-o", str(out), "--quiet", *options)
    assert done.code == 0, done.err
    return predictions(out)


def test_the_training_table_gives_the_errors_of_the_record(shrinkage: Verb, tmp_path: Path) -> None:
    done = compare(TABLE, "target", test=0)
    done.save(tmp_path)
    target = np.array([float(row["target"]) for row in rows_of(TABLE)])
    for name, model in done.record.models.by_name().items():
        fitted = np.array(scored(shrinkage, tmp_path / f"{name}.model.json", TABLE))
        assert np.sqrt(np.mean((target - fitted) ** 2)) == pytest.approx(model.train_rmse, rel=1e-9)
    by_directory = shrinkage("predict", str(tmp_path), str(TABLE), "-o", str(tmp_path / "p.csv"), "--quiet")
    assert by_directory.code == 0, by_directory.err
    assert predictions(tmp_path / "p.csv") == scored(shrinkage, tmp_path / "chosen.model.json", TABLE)


def test_order_and_number_of_columns_do_not_matter(shrinkage: Verb, mixed: Path, tmp_path: Path) -> None:
    model, table = mixed / "l2.model.json", mixed / "mixed.csv"
    expected = scored(shrinkage, model, table)
    other = rewritten(
        table, tmp_path / "o.csv", lambda row: {"extra": "?", **dict(reversed(row.items())), "more, still": '"'}
    )
    assert scored(shrinkage, model, other) == expected
    without = rewritten(table, tmp_path / "w.csv", lambda row: {k: v for k, v in row.items() if k not in ("y", "id")})
    assert scored(shrinkage, model, without) == expected


def test_order_of_rows_is_kept_and_formats_agree(shrinkage: Verb, mixed: Path, tmp_path: Path) -> None:
    model, table = mixed / "l2.model.json", mixed / "mixed.csv"
    expected = scored(shrinkage, model, table)
    backwards = tmp_path / "backwards.csv"
    header, *lines = table.read_text().splitlines()
    backwards.write_text("\n".join([header, *reversed(lines)]))
    assert scored(shrinkage, model, backwards) == expected[::-1]
    with duckdb.connect() as connection:
        connection.execute(f"copy (from read_csv('{table}')) to '{tmp_path}/t.parquet'")
        connection.execute(f"copy (from read_csv('{table}')) to '{tmp_path}/t.jsonl' (format json)")
    assert scored(shrinkage, model, tmp_path / "t.parquet") == expected
    assert scored(shrinkage, model, tmp_path / "t.jsonl") == expected
    assert scored(shrinkage, model, table, "--sql", "select * from data where id::int < 100") == expected[:100]


def test_columns_are_carried_as_they_are(shrinkage: Verb, mixed: Path, tmp_path: Path) -> None:
    model, table = str(mixed / "l2.model.json"), mixed / "mixed.csv"
    out = tmp_path / "out.csv"
    assert shrinkage("predict", model, str(table), "--with", "tone,id", "-o", str(out), "--quiet").code == 0
    assert out.read_text("utf-8").startswith("tone,id,prediction\nlow,00000,")
    for before, after in zip(rows_of(table), rows_of(out), strict=True):
        assert (after["tone"], after["id"]) == (before["tone"], before["id"])
    assert predictions(out) == scored(shrinkage, mixed / "l2.model.json", table)


def test_carried_columns_keep_their_types_in_parquet(shrinkage: Verb, mixed: Path, tmp_path: Path) -> None:
    big, out = tmp_path / "big.parquet", tmp_path / "out.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"""copy (select *, 9007199254740993 + rowid as key, (rowid / 7)::decimal(9, 3) as share, [rowid] as list,
                case when rowid % 5 = 0 then null when rowid % 5 = 1 then '' when rowid % 5 = 2 then 'a "b",\nc '
                else 'ü' end as note, timestamp '2021-01-01 01:02:03.456789' + to_hours(rowid) as at
                from (select *, row_number() over () - 1 as rowid from read_csv('{mixed / "mixed.csv"}')))
                to '{big}'"""
        )
        names = "key,share,note,at,on,sold,list"
        done = shrinkage("predict", str(mixed / "l2.model.json"), str(big), "--with", names, "-o", str(out), "--quiet")
        assert done.code == 0, done.err
        kept = 'key, share, note, "at", "on", sold'
        sql = f"select {kept} from '{out}' except all select {kept} from '{big}'"
        assert connection.sql(sql).fetchall() == []
        types = {name: str(kind) for name, kind, *_ in connection.sql(f"describe from '{out}'").fetchall()}
        assert list(types) == [*names.split(","), "prediction"]
        assert (types["key"], types["share"], types["on"]) == ("BIGINT", "DECIMAL(9,3)", "DATE")
        found = connection.sql(f"select prediction from '{out}'").fetchnumpy()["prediction"].tolist()
    assert found == scored(shrinkage, mixed / "l2.model.json", mixed / "mixed.csv")


def test_a_column_that_is_not_there_is_said_and_filled(shrinkage: Verb, mixed: Path, tmp_path: Path) -> None:
    model, table = mixed / "l2.model.json", mixed / "mixed.csv"
    holes = rewritten(table, tmp_path / "h.csv", lambda row: {**row, "size": "", "tone": ""})
    other = rewritten(
        table, tmp_path / "o.csv", lambda row: {{"size": "Size", "tone": "t"}.get(k, k): v for k, v in row.items()}
    )
    assert scored(shrinkage, model, other) == scored(shrinkage, model, holes)
    done = shrinkage("predict", str(model), str(other), "--quiet")
    assert (done.code, len(done.out.splitlines())) == (0, 301)
    assert re.search(
        r"^'size' is not in the table \(did you mean 'Size'\?\); mean \S+ takes its place in every row\.$",
        done.err,
        re.M,
    )
    assert re.search(r"^'tone' is not in the table.*; no level takes its place in every row\.$", done.err, re.M)
    strict = shrinkage("predict", str(model), str(other), "--strict", "-o", str(tmp_path / "no.csv"))
    assert strict.code == 2
    assert "the model uses the column 'size', but the table has none of that name; did you mean 'Size'?" in strict.err
    assert not (tmp_path / "no.csv").exists()


def test_another_table_altogether_is_refused(shrinkage: Verb, mixed: Path, tmp_path: Path) -> None:
    done = shrinkage("predict", str(mixed / "l2.model.json"), str(TABLE), "-o", str(tmp_path / "no.csv"), "--quiet")
    assert done.code == 2
    assert "none of the 4 columns that the model uses ('size', 'tone', 'sold', 'on')" in done.err
    assert not (tmp_path / "no.csv").exists()


def test_odd_cells_are_counted(shrinkage: Verb, mixed: Path, tmp_path: Path) -> None:
    model, table = mixed / "l2.model.json", mixed / "mixed.csv"
    assert shrinkage("predict", str(model), str(table)).err.count("\n") == 5, "two of progress, three of the missing"

    def odd(row: dict[str, str]) -> dict[str, str]:
        k = int(row["id"])
        size, tone, sold = row["size"], row["tone"], row["sold"]
        if k < 40:
            size, sold = ("", "perhaps") if k % 2 else ("wide", sold)
            tone = "shrill" if k % 4 == 0 else ""
        return {**row, "size": size, "tone": tone, "sold": sold.upper(), "on": "someday" if k == 7 else row["on"]}

    done = shrinkage("predict", str(model), str(rewritten(table, tmp_path / "odd.csv", odd)), "--quiet")
    assert done.code == 0
    told = {line.split()[0]: line.split()[1:] for line in done.err.splitlines()}
    missing = sum(1 for k in range(300) if (k < 40 and k % 2) or (k >= 40 and k % 29 == 0))
    assert told["size"][:3] == [str(missing), "20", "wide"]
    assert told["tone"] == ["30", "10", "shrill", "no", "level"]
    assert told["sold"][:2] == ["20", "PERHAPS"]
    assert told["on"][:2] == ["1", "someday"]


def test_a_column_of_another_type_is_counted_or_refused(shrinkage: Verb, mixed: Path, tmp_path: Path) -> None:
    model, new = str(mixed / "l2.model.json"), tmp_path / "t.parquet"
    with duckdb.connect() as connection:
        table = f"read_csv('{mixed / 'mixed.csv'}')"
        connection.execute(
            f"copy (select * replace (20210101 as \"on\", date '2021-01-01' as size) from {table}) to '{new}'"
        )
        done = shrinkage("predict", model, str(new), "--quiet")
        assert done.code == 0
        assert re.search(r"^size +300 +1609459200 ", done.err, re.M)
        assert re.search(r"^on +300 +20210101 ", done.err, re.M)
        connection.execute(f"copy (select * replace ([size] as size) from {table}) to '{new}'")
    done = shrinkage("predict", model, str(new), "--quiet")
    assert done.code == 2
    assert "the model takes 'size' as numeric, but the table has it as DOUBLE[], which is not read;" in done.err


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_no_rows_give_no_predictions(shrinkage: Verb, mixed: Path, tmp_path: Path, ending: str) -> None:
    model, empty, out = str(mixed / "l2.model.json"), tmp_path / "e.csv", tmp_path / f"out.{ending}"
    empty.write_text("id,size,tone,sold,on\n")
    typed = tmp_path / "e.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy (from read_csv('{mixed / 'mixed.csv'}') limit 0) to '{typed}'")
        for table in (empty, typed):
            done = shrinkage("predict", model, str(table), "--with", "id", "-o", str(out))
            assert done.code == 0, done.err
            assert connection.sql(f"select id, prediction from '{out}'").fetchall() == []
    assert shrinkage("predict", model, str(empty), "--quiet").out == "prediction\n"
    assert shrinkage("predict", model, "-", "--quiet").code == 2, "nothing at all is not a table"


def test_what_is_read_is_never_written_over(shrinkage: Verb, mixed: Path, tmp_path: Path) -> None:
    model, table = tmp_path / "l2.model.json", tmp_path / "mixed.csv"
    for path in (model, table):
        path.write_bytes((mixed / path.name).read_bytes())
    (tmp_path / "link.csv").symlink_to(table)
    before = model.read_bytes(), table.read_bytes()
    for out in (model, table, tmp_path / "link.csv"):
        for given in (str(table), str(tmp_path / "*.csv")):
            done = shrinkage("predict", str(model), given, "-o", str(out), "--quiet")
            assert done.code == 2
            assert "would be lost; choose another name." in done.err or "different headers" in done.err
    assert (model.read_bytes(), table.read_bytes()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["l2.model.json", "link.csv", "mixed.csv"]


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_full_disk_is_a_sentence_and_leaves_nothing(mixed: Path, tmp_path: Path, name: str) -> None:
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "from shrinkage.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    verb = ["predict", str(mixed / "l2.model.json"), str(mixed / "mixed.csv"), "--quiet", "-o", str(tmp_path / name)]
    done = subprocess.run([sys.executable, "-c", program, *verb], capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert "cannot be written, because" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_mean_alone_predicts_for_any_table(shrinkage: Verb, tmp_path: Path) -> None:
    draw = np.random.default_rng(0).normal(size=(100, 3))
    table = tmp_path / "noise.csv"
    np.savetxt(table, draw, delimiter=",", header="a,b,y", comments="")
    done = compare(table, "y")
    assert done.verdict.choice == "mean"
    done.save(tmp_path)
    found = scored(shrinkage, tmp_path / "chosen.model.json", TABLE)
    assert (len(found), len(set(found))) == (442, 1)


def test_names_that_cannot_be_carried(shrinkage: Verb, mixed: Path, tmp_path: Path) -> None:
    model, table = str(mixed / "l2.model.json"), mixed / "mixed.csv"
    done = shrinkage("predict", model, str(table), "--with", "ids", "--quiet")
    assert done.code == 2
    assert "--with names the column 'ids', but the table has none of that name; did you mean 'id'" in done.err
    other = rewritten(table, tmp_path / "p.csv", lambda row: {**row, "Prediction": "1"})
    done = shrinkage("predict", model, str(other), "--with", "Prediction", "--quiet")
    assert done.code == 2
    assert "'Prediction' cannot be a column beside 'prediction'" in done.err
