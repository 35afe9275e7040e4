"""Laws of learning and encoding, on drawn tables: what must hold whatever the cells are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shrinkage.design.encode import Encoder
from shrinkage.design.features import expand
from shrinkage.design.keys import ContentKeys
from shrinkage.design.learn import Learned, learn
from shrinkage.design.rowhash import row_hashes
from shrinkage.design.spec import Spec
from shrinkage.errors import TableError
from shrinkage.source.arrays import ArraySource

few = settings(max_examples=50, deadline=None)

NUMBERS = st.floats(-1e6, 1e6).map(lambda x: f"{x:.3f}") | st.integers(-50, 50).map(str)
CELLS = {
    "numbers": NUMBERS,
    "holes": NUMBERS | st.sampled_from(["NA", ""]),
    "two": st.sampled_from(["0", "1"]),
    "truth": st.sampled_from(["yes", "no", "No", ""]),
    "levels": st.sampled_from(["a", "b", " b", "c", "d", "?"]),
    "codes": st.sampled_from(["1", "01", "1.0", "A1"]),
    "days": st.dates().map(str),
    "moments": st.datetimes().map(lambda moment: moment.isoformat(" ", "seconds")) | st.just("-"),
    "german": st.integers(0, 9999).map(lambda k: f"{k // 1000}.{k % 1000:03d},5" if k > 999 else f"{k},5"),
    "names": st.text(max_size=3),
}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[str]]:
    """A table of text columns of every kind, its target among them, of 1 to 60 rows."""
    rows = draw(st.integers(1, 60))
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=4))
    columns = {f"{kind} {k}": CELLS[kind] for k, kind in enumerate(kinds)}
    # Few different cells a column, so that all of them come often.
    pools = {name: draw(st.lists(cells, min_size=1, max_size=12)) for name, cells in columns.items()}
    table = {name: draw(st.lists(st.sampled_from(pool), min_size=rows, max_size=rows)) for name, pool in pools.items()}
    target = st.sampled_from(["1", "2.5", "-3", "NA"])
    return {"y": draw(st.lists(target, min_size=rows, max_size=rows)), **table}


def learned(table: dict[str, Any], **options: Any) -> Learned:
    try:
        return learn(ArraySource(table), "y", **options)
    except TableError:
        assume(False)
        raise


def encoded(spec: Spec, table: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Matrix, target and keys of the rows that have a target."""
    encoder = Encoder(spec, ContentKeys(tuple(table)))
    rows = encoder.encode(next(ArraySource(table).batches(list(encoder.columns))))
    return expand(rows, encoder.layout), rows.target, rows.keys


def picked(table: dict[str, Any], rows: Any) -> dict[str, Any]:
    return {name: [cells[k] for k in rows] for name, cells in table.items()}


@few
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(table: dict[str, list[str]], random: Any) -> None:
    order = list(range(len(table["y"])))
    random.shuffle(order)
    one, other = learned(table), learned(picked(table, order))
    assert one == other
    used = [k for k in order if table["y"][k] != "NA"]
    place = {k: row for row, k in enumerate(k for k in range(len(order)) if table["y"][k] != "NA")}
    for here, there in zip(encoded(one.spec, table), encoded(one.spec, picked(table, order)), strict=True):
        assert np.array_equal(here[[place[k] for k in used]], there)


@few
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_matter(table: dict[str, list[str]], random: Any) -> None:
    names = list(table)
    random.shuffle(names)
    swapped = {name: table[name] for name in names}
    one, other = learned(table).spec, learned(swapped).spec
    assert set(one.columns) == set(other.columns)
    assert np.array_equal(encoded(one, table)[2], encoded(other, swapped)[2])


@few
@given(tables(), st.data())
def test_test_rows_teach_nothing(table: dict[str, list[str]], data: st.DataObject) -> None:
    """Whatever stands in them."""
    rows = len(table["y"])
    is_test = np.array(data.draw(st.lists(st.booleans(), min_size=rows, max_size=rows)), dtype=bool)
    training = np.flatnonzero(~is_test)
    assume(len(training))
    alone = learned(picked(table, training))
    other = {
        name: [
            data.draw(st.text(max_size=2)) if test and name != "y" else cell
            for cell, test in zip(cells, is_test, strict=True)
        ]
        for name, cells in table.items()
    }
    for full in (table, other):
        told = learn(ArraySource(full), "y", is_test=lambda batch, first: is_test)
        assert told.spec == alone.spec
        assert told.warnings == alone.warnings
    assert told.test_rows == sum(cell != "NA" for cell, test in zip(table["y"], is_test, strict=True) if test)


@few
@given(tables(), st.integers(1, 20))
def test_cuts_between_batches_do_not_matter(table: dict[str, list[str]], rows: int) -> None:
    class Cut(ArraySource):
        def batches(self, columns: Any, _rows: int = 0) -> Any:
            return super().batches(columns, rows)

    whole = learned(table)
    assert learn(Cut(table), "y") == whole
    encoder = Encoder(whole.spec)
    parts = [encoder.encode(batch) for batch in Cut(table).batches(list(encoder.columns))]
    matrix = np.concatenate([expand(part, encoder.layout) for part in parts])
    assert np.array_equal(matrix, encoded(whole.spec, table)[0])


@few
@given(tables())
def test_what_is_encoded_is_finite_and_one_hot(table: dict[str, list[str]]) -> None:
    spec = learned(table).spec
    matrix, target, _ = encoded(spec, table)
    layout, features = spec.layout(), spec.features()
    assert matrix.shape == (len(target), len(features))
    assert np.isfinite(matrix).all()
    assert len({feature.name for feature in features}) == len(features)
    for start, levels in zip(layout.starts, layout.levels, strict=True):
        block = matrix[:, start : start + levels]
        assert set(np.unique(block)) <= {0.0, 1.0}
        assert (block.sum(axis=1) <= 1).all()


@few
@given(tables())
def test_every_feature_stands_on_five_rows(table: dict[str, list[str]]) -> None:
    """Fewer would be one fold's business, and ridge would extrapolate from them."""
    spec = learned(table).spec
    matrix, _, _ = encoded(spec, table)
    for column in matrix.T:
        _, counts = np.unique(column, return_counts=True)
        assert len(column) - counts.max() >= 5 or _is_filled(spec, column, matrix)


def _is_filled(spec: Spec, column: np.ndarray, matrix: np.ndarray) -> bool:
    """Values may vary little once missing cells are filled with one constant; before, they did not."""
    return any(np.array_equal(matrix[:, fill.value], column) for fill in spec.layout().fills)


@few
@given(tables())
def test_a_spec_survives_json(table: dict[str, list[str]]) -> None:
    spec = learned(table).spec
    assert Spec.from_json(spec.to_json()) == spec


@few
@given(tables())
def test_copies_share_a_hash_and_changes_do_not(table: dict[str, list[str]]) -> None:
    batch = next(ArraySource(picked(table, [0, 0])).batches(list(table)))
    first, second = row_hashes(batch, list(table))
    assert first == second
    changed = {name: [cells[0] + ("x" if name == "y" else "")] for name, cells in table.items()}
    other = row_hashes(next(ArraySource(changed).batches(list(table))), list(table))
    assert other[0] != first


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(table=tables())
def test_csv_and_parquet_mean_the_same(table: dict[str, list[str]], tmp_path: Path) -> None:
    """One table, as text and typed: the same spec, the same rows, the same hashes."""
    duckdb = pytest.importorskip("duckdb")
    from shrinkage.source import open_source

    typed = {name: cells for name, cells in table.items() if name.split()[0] not in ("german", "truth", "codes")}
    assume(len(typed) > 1 and not any("\0" in cell for cells in typed.values() for cell in cells))
    text = ArraySource({name: [cell.strip() for cell in cells] for name, cells in typed.items()})
    casts = {
        "y": "double",
        "numbers": "double",
        "holes": "double",
        "two": "double",
        "days": "date",
        "moments": "timestamp",
    }
    listed = ", ".join(
        f"""try_cast("{name}" as {casts.get(name.split()[0], "varchar")}) as "{name}" """ for name in typed
    )
    names = ", ".join(f'"{name}"' for name in typed)
    connection = duckdb.connect()
    connection.execute(f"create table t ({', '.join(f'{chr(34)}{name}{chr(34)} varchar' for name in typed)})")
    rows = list(zip(*({name: [c.strip() for c in cells] for name, cells in typed.items()}).values(), strict=True))
    connection.executemany(f"insert into t ({names}) values ({', '.join('?' for _ in typed)})", rows)
    path = tmp_path / "table.parquet"
    connection.execute(f"copy (select {listed} from t) to '{path}' (format parquet)")
    one = _outcome(text)
    other = _outcome(open_source(str(path)))
    assert one[0] == other[0]
    for here, there in zip(one[1:], other[1:], strict=True):
        assert np.array_equal(here, there)


def _outcome(source: Any) -> tuple[Any, ...]:
    """Spec, matrix, target and keys; or the type of the refusal."""
    try:
        spec = learn(source, "y").spec
    except TableError as refusal:
        return (type(refusal),)
    encoder = Encoder(spec, ContentKeys(tuple(field.name for field in source.fields)))
    rows = [encoder.encode(batch) for batch in source.batches(list(encoder.columns))]
    return (
        spec,
        np.concatenate([expand(part, encoder.layout) for part in rows]),
        np.concatenate([part.target for part in rows]),
        np.concatenate([part.keys for part in rows]),
    )
