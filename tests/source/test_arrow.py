"""The kernel's Arrow reader against Python's own idea of the cells: every layout, chunking, offset, null pattern."""

from __future__ import annotations

import importlib.util
import math
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shrinkage import _kernel
from shrinkage.source.arrow import stream_batches
from shrinkage.source.protocol import Field, Kind

_spec = importlib.util.spec_from_file_location("arrow_stream", Path(__file__).with_name("arrow_stream.py"))
_module = importlib.util.module_from_spec(_spec)
sys.modules["arrow_stream"] = _module
_spec.loader.exec_module(_module)
Producer, NUMBERS = _module.Producer, _module.NUMBERS

RANGES = {"c": 7, "C": 8, "s": 15, "S": 16, "i": 31, "I": 32, "l": 63, "L": 64}


def cells_of(form):
    if form == "b":
        cell = st.booleans()
    elif form in RANGES:
        bits = RANGES[form]
        cell = st.integers(0 if form.isupper() else -(2**bits), 2**bits - 1)
    elif form in "fg":
        cell = st.floats(width=32 if form == "f" else 64)
    else:
        cell = st.text(st.characters(codec="utf-8"), max_size=20)
    return st.none() | cell


@st.composite
def tables(draw):
    forms = draw(st.lists(st.sampled_from([*NUMBERS, "b", "u", "U", "vu"]), min_size=1, max_size=4))
    lengths = draw(st.lists(st.integers(0, 12), max_size=5))
    rows = sum(lengths)
    columns = {
        f"c{k}": (form, draw(st.lists(cells_of(form), min_size=rows, max_size=rows))) for k, form in enumerate(forms)
    }
    return columns, lengths


def expected(form, cell):
    if cell is None or (form in "fg" and math.isnan(cell)):
        return None
    return cell if form in ("u", "U", "vu") else float(cell)


def read(producer, rows):
    """Cells by column, and the batch lengths."""
    reader = _kernel.ArrowReader(producer.__arrow_c_stream__())
    out, sizes = {name: [] for name in producer.columns}, []
    while (part := reader.read(rows)) is not None:
        count, columns = part
        sizes.append(count)
        for name, (values, offsets, data, valid) in zip(out, columns, strict=True):
            known = np.ones(count, bool) if valid is None else valid
            assert valid is None or not valid.all()
            for i in range(count):
                if values is not None:
                    assert values.dtype == np.float64
                    assert known[i] or np.isnan(values[i])
                    out[name].append(float(values[i]) if known[i] else None)
                else:
                    assert (offsets.dtype, data.dtype) == (np.int64, np.uint8)
                    text = bytes(data[offsets[i] : offsets[i + 1]]).decode()
                    assert known[i] or text == ""
                    out[name].append(text if known[i] else None)
            if offsets is not None:
                assert offsets[0] == 0
                assert offsets[-1] == len(data)
    reader.close()
    return out, sizes


@settings(deadline=None)
@given(tables(), st.integers(1, 15), st.integers(0, 9), st.booleans())
def test_cells_survive_any_chunking(table, rows, offset, say_nulls):
    columns, lengths = table
    producer = Producer(columns, lengths, offset=offset, say_nulls=say_nulls)
    out, sizes = read(producer, rows)
    for name, (form, cells) in columns.items():
        assert out[name] == [expected(form, cell) for cell in cells]
    whole, rest = divmod(sum(lengths), rows)
    assert sizes == [rows] * whole + [rest] * (rest > 0)
    assert producer.made == 0, "every chunk is released"
    assert producer.released == 1


def test_an_error_midway_is_raised_with_its_words():
    producer = Producer({"a": ("g", [1.0] * 6)}, [3, 3], fail_at=1)

    def fail(error):
        return ValueError(f"digested: {error}")

    batches = stream_batches(producer, [Field("a", Kind.NUMBER, "")], 2, fail)
    assert next(batches).rows == 2
    with pytest.raises(ValueError, match="digested: the disk is on fire"):
        next(batches)
    assert producer.released == 1


def test_giving_up_midway_releases_the_stream():
    producer = Producer({"a": ("g", [1.0] * 60)}, [20, 20, 20])
    batches = stream_batches(producer, [Field("a", Kind.NUMBER, "")], 10, lambda error: error)
    next(batches)
    batches.close()
    assert producer.released == 1
    assert producer.made == 0


def test_a_stream_is_read_once():
    producer = Producer({"a": ("g", [1.0])}, [1])
    capsule = producer.__arrow_c_stream__()
    _kernel.ArrowReader(capsule)
    with pytest.raises(RuntimeError, match="already read"):
        _kernel.ArrowReader(capsule)


@pytest.mark.parametrize("form", ["+l", "z", "d:10,2", "tsu:", "e"])
def test_other_layouts_are_refused_by_name(form):
    producer = Producer({"a": (form, [])}, [])
    with pytest.raises(RuntimeError, match="column a has the Arrow format"):
        _kernel.ArrowReader(producer.__arrow_c_stream__())
    assert producer.released == 1


def test_rows_must_be_positive():
    reader = _kernel.ArrowReader(Producer({"a": ("g", [1.0])}, [1]).__arrow_c_stream__())
    with pytest.raises(ValueError, match="positive"):
        reader.read(0)


def test_arrays_outlive_the_reader():
    reader = _kernel.ArrowReader(Producer({"a": ("u", ["x", "yz"])}, [2]).__arrow_c_stream__())
    _, [(_, offsets, data, _)] = reader.read(2)
    reader.close()
    del reader
    assert bytes(data) == b"xyz"
    assert offsets.tolist() == [0, 1, 3]


def test_python_runs_while_the_engine_works():
    """The reader lets go of the GIL: a stream that waits for another Python thread does not wait for ever."""
    seen = threading.Event()
    producer = Producer({"a": ("g", [1.0])}, [1])
    next_chunk = producer._get_next

    def waiting(stream, out):
        assert seen.wait(10)
        return next_chunk(stream, out)

    producer._get_next = waiting
    reader = _kernel.ArrowReader(producer.__arrow_c_stream__())
    setter = threading.Timer(0.05, seen.set)
    setter.start()
    count, _ = reader.read(1)
    setter.join()
    assert count == 1
