"""CSV: what was written comes back, in every dialect, batch size, encoding and compression; the rest is refused."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shrinkage import _kernel
from shrinkage.errors import SourceError
from shrinkage.source import open_source
from shrinkage.source.csvfile import CsvSource
from shrinkage.source.dialect import Dialect, choose_dialect, has_header
from shrinkage.source.look import look_at
from shrinkage.source.rawbytes import CHUNK, RawBytes


def cells(source, rows=65_536):
    names = [field.name for field in source.fields]
    out = {name: [] for name in names}
    for batch in source.batches(names, rows):
        for name in names:
            column = batch.columns[name]
            out[name] += [column.text(i) for i in range(batch.rows)]
            assert len(column.offsets) == batch.rows + 1
    return out


def write(path: Path, header, rows, *, encoding="utf-8", **dialect):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, **dialect)
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(buffer.getvalue().encode(encoding))


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
awkward = st.text(st.sampled_from("a1 ,;|\t\"'\\\r\né😀-"), max_size=6)


@st.composite
def written(draw):
    width, count = draw(st.integers(2, 5)), draw(st.integers(1, 12))
    rows = draw(st.lists(st.lists(texts | awkward, min_size=width, max_size=width), min_size=count, max_size=count))
    names = draw(st.lists(st.text("abcdeé \"',;", min_size=1, max_size=5), min_size=width, max_size=width, unique=True))
    assume(len({name.strip() for name in names}) == width and all(name.strip() for name in names))
    dialect = {
        "delimiter": draw(st.sampled_from(",;\t|")),
        "lineterminator": draw(st.sampled_from(["\n", "\r\n", "\r"])),
        "quoting": draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])),
    }
    if any(end in cell for row in rows for cell in row for end in "\r\n"):  # the writer knows its own line end only
        dialect["quoting"] = csv.QUOTE_ALL
    return names, rows, dialect


@settings(deadline=None, max_examples=300)
@given(written(), st.integers(1, 7), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_round_trip_through_the_writer_of_the_standard_library(table, rows, encoding):
    """In the dialect it was written in (guessing it has tests of its own)."""
    names, body, dialect = table
    raw_dialect = Dialect(dialect["delimiter"], '"', "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        write(path, names, body, encoding=encoding, **dialect)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("shrinkage.source.look.choose_dialect", lambda *_: raw_dialect)
            patch.setattr("shrinkage.source.look.has_header", lambda _: True)
            look = look_at(RawBytes(path), "t")
            source = CsvSource("t", [look])
            got = cells(source, rows)
        assume(not look.notes or "Lines end" not in look.notes[-1])
    assert list(got) == [name.strip() for name in names]
    assert list(zip(*got.values(), strict=True)) == [tuple(row) for row in body]


rows_of_a_table = st.tuples(
    st.floats(-1e6, 1e6), st.sampled_from(["red", "dark blue", 'say "x"', "two\nlines", "a, b", "é"]), st.integers()
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(rows_of_a_table, min_size=2, max_size=20),
    st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    st.booleans(),
)
def test_the_dialect_is_recognised(body, delimiter, quoting, decimal_comma):
    if decimal_comma:
        body = [(str(a).replace(".", ","), b, c) for a, b, c in body]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        write(path, ["x", "colour", "count"], body, delimiter=delimiter, quoting=quoting)
        source = open_source(path)
        got = [list(row) for row in zip(*cells(source).values(), strict=True)]
    assert source.looks[0].dialect == Dialect(delimiter)
    assert got == [[str(cell) for cell in row] for row in body]


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_give_a_table_or_a_sentence(data, rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(data)
        try:
            source = open_source(path)
        except SourceError:
            return
        got = cells(source, rows)
    assert {len(column) for column in got.values()} == {source.rows}


@settings(deadline=None)
@given(st.text(st.sampled_from("ab1,;\"\n\r \\'"), max_size=60), st.integers(1, 30))
def test_counting_does_not_depend_on_where_chunks_end(text, size):
    data = text.encode()
    whole = _kernel.CsvScanner(ord(","), ord('"'), 0)
    whole.feed(data, True)
    pieces, left = _kernel.CsvScanner(ord(","), ord('"'), 0), b""
    for start in range(0, len(data), size):
        left += data[start : start + size]
        left = left[pieces.feed(left, False) :]
    pieces.feed(left, True)
    facts = ["records", "header_fields", "fields", "ragged_line", "ragged_records", "unclosed_line", "marks", "tails"]
    assert [getattr(pieces, fact) for fact in facts] == [getattr(whole, fact) for fact in facts]


@settings(deadline=None)
@given(st.binary(max_size=12) | texts.map(str.encode))
def test_utf8_is_recognised_as_python_does(data):
    scan = _kernel.CsvScanner(ord(","), ord('"'), 0)
    scan.feed(b'"' + data.replace(b'"', b"").replace(b"\0", b"") + b'"', True)
    try:
        data.replace(b'"', b"").replace(b"\0", b"").decode("utf-8")
        assert scan.utf8
    except UnicodeDecodeError:
        assert not scan.utf8


def test_every_byte_of_windows_1252(tmp_path):
    bytes_ = [bytes([k]) for k in range(1, 256) if chr(k) not in '\r\n",']
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n" + b"".join(b'"%b",x\n' % byte for byte in bytes_))
    read = cells(open_source(path))["a"]
    # The five bytes that Windows-1252 leaves open are control characters, as browsers read them.
    assert read == [
        byte.decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else byte.decode("latin-1") for byte in bytes_
    ]


@pytest.fixture(scope="module")
def long_file(tmp_path_factory):
    """5 MB and a bit, so that several chunks, marks and batches are needed; a word after thousands of numbers."""
    path = tmp_path_factory.mktemp("long") / "long.csv"
    rows = [
        [k, f"{k / 7:.6f}", 'quoted "cell"\nof two lines' if k % 1000 == 0 else "x" * (k % 40)] for k in range(150_000)
    ]
    rows[-1][1] = "unknown"
    write(path, ["k", "number", "text"], rows)
    assert path.stat().st_size > CHUNK
    return path, rows


@pytest.mark.parametrize("batch", [999, 1024, 65_536, 1_000_000])
@pytest.mark.parametrize("threads", [1, 3])
def test_long_files_come_back_whatever_the_threads(long_file, batch, threads):
    path, rows = long_file
    source = open_source(path, threads=threads)
    start = 0
    for part in source.batches(["number", "k"], batch):
        column = part.columns["k"]
        assert [column.text(0), column.text(part.rows - 1)] == [str(start), str(start + part.rows - 1)]
        assert part.rows == min(batch, len(rows) - start)
        start += part.rows
    assert start == len(rows)


def test_long_files_cell_by_cell(long_file):
    path, rows = long_file
    got = cells(open_source(path))
    assert got["text"] == [row[2] for row in rows]
    assert got["number"] == [str(row[1]) for row in rows]


def test_gzip_by_its_bytes(long_file, tmp_path):
    path, rows = long_file
    packed = tmp_path / "t.csv.gz"
    with path.open("rb") as file, gzip.open(packed, "wb", compresslevel=1) as out:
        shutil.copyfileobj(file, out)
    assert cells(open_source(packed), 10_000)["text"] == [row[2] for row in rows]
    misnamed = packed.rename(tmp_path / "t.csv")
    assert cells(open_source(misnamed))["text"][-1] == rows[-1][2]


def test_broken_gzip(tmp_path):
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 10_000)[:-30])
    with pytest.raises(SourceError, match="breaks off or is damaged"):
        open_source(path)


@pytest.mark.skipif(shutil.which("zstd") is None, reason="needs the program zstd to write a file")
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_zstd(tmp_path, encoding):
    path = tmp_path / "t.csv"
    path.write_bytes('a,b\n1,é\n2,"x\n""y"""\n\n3,\n'.encode(encoding))
    subprocess.run(["zstd", "-q", "--rm", str(path)], check=True)
    source = open_source(f"{path}.zst")
    assert cells(source) == {"a": ["1", "2", "3"], "b": ["é", 'x\n"y"', ""]}
    Path(f"{path}.zst").write_bytes(b"\x28\xb5\x2f\xfd" + b"rubbish")
    with pytest.raises(SourceError, match="cannot be unpacked"):
        open_source(f"{path}.zst")


def test_several_files_are_one_table(tmp_path):
    for k, encoding in enumerate(["utf-8", "latin-1", "utf-8-sig"]):
        write(tmp_path / f"part{k}.csv", ["a", "b"], [[f"{k}{i}", "é"] for i in range(5)], encoding=encoding)
    source = open_source(tmp_path / "part*.csv")
    for rows in (1, 3, 4, 100):
        assert cells(source, rows) == {"a": [f"{k}{i}" for k in range(3) for i in range(5)], "b": ["é"] * 15}


@pytest.mark.parametrize(
    ("names", "words"),
    [(["a", "c"], "lacks 'b'"), (["a", "b", "c"], "also has 'c'"), (["b", "a"], "another order")],
)
def test_several_files_with_other_headers(tmp_path, names, words):
    write(tmp_path / "1.csv", ["a", "b"], [["x", "y"]])
    write(tmp_path / "2.csv", names, [["x"] * len(names)])
    with pytest.raises(SourceError, match=rf"1\.csv' and .*2\.csv' have different headers: .*{words}"):
        open_source(tmp_path / "*.csv")


def test_a_file_that_changes_while_it_is_read(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n3,4\n")
    source = open_source(path)
    path.write_text("a\n1\n")
    with pytest.raises(SourceError, match="changed while it was read"):
        cells(source)


def test_no_columns_still_count_rows(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n3,4\n5,6\n")
    assert [batch.rows for batch in open_source(path).batches([], 2)] == [2, 1]


def test_a_header_longer_than_the_first_piece(tmp_path):
    names = [f"a rather long name of the column {k}" for k in range(30_000)]
    path = tmp_path / "wide.csv"
    write(path, names, [range(30_000)] * 2, delimiter=";")
    source = open_source(path)
    assert [field.name for field in source.fields] == names
    assert source.rows == 2
    assert [part.columns[names[-1]].text(1) for part in source.batches([names[-1]])] == ["29999"]


@pytest.mark.parametrize(
    ("head", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("1,5;2,5;x\n2,5;3,5;y\n", ";"),
        ("a\tb, c\n1\t2, 3\n", "\t"),
        ("name|first, last\nx|a, b\n", "|"),
        ("x\n1,5\n2,5\n", ""),
        ("text\nhello, world\nand, then, some\n", ""),
        ("a,b,c\n1,2,3\n4,5\n", ","),
        ("a;b;c\n1;2;3\n4;5\n", ";"),
        ('"a;b","c"\n"1;2","3"\n', ","),
        ("a\n", ""),
    ],
)
def test_separators(head, delimiter):
    assert choose_dialect(head.encode(), True).delimiter == delimiter


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([["a", "b"], ["1", "2"]], True),
        ([["1", "2"], ["3", "4"]], False),
        ([["1", ""], ["3", "4"]], False),
        ([["1.5", "setosa"], ["2.5", "setosa"]], False),
        ([["country", "2019", "2020"], ["Chad", "1", "2"]], True),
        ([["id", "2019"], ["7", "1"]], True),
        ([["a", "b"], ["x", "y"]], True),
        ([["5", "x", "5"], ["5", "y", "6"]], False),
    ],
)
def test_headers(records, expected):
    assert has_header(records) is expected


def test_utf16_that_is_none(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(codecs.BOM_UTF16_LE + b"\x00\xd8\x00\xd8" * 3)
    with pytest.raises(SourceError, match="UTF-16"):
        open_source(path)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"a,\n1\n  \n2\n3\n", {"a": ["1", "2", "3"]}),
        (b"  \na,b\n1,2\n \n3,4\n", {"a": ["1", "3"], "b": ["2", "4"]}),
    ],
)
def test_a_line_of_spaces_costs_no_row(tmp_path, body, expected):
    """Whether it counts as a row is decided by the header both when rows are counted and when cells are read."""
    path = tmp_path / "a.csv"
    path.write_bytes(body)
    assert cells(open_source(str(path))) == expected


def test_pieces_that_end_with_a_carriage_return(tmp_path):
    path = tmp_path / "a.csv"
    every = _kernel.CSV_MARK_EVERY
    path.write_bytes(b"1,2\r" * (3 * every))
    assert cells(open_source(str(path)), every)["column1"] == ["1"] * (3 * every)


def test_lines_are_counted_inside_quotes_whatever_ends_them(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b'a,b\r"x\ry",1\r2\r3,4\r')
    with pytest.raises(SourceError, match="line 4 has 1 field"):
        open_source(str(path))


def test_cells_are_asked_for_once_and_inside_the_width():
    for columns in ([2], [-1], [0, 0]):
        with pytest.raises(ValueError, match="must be different ones"):
            _kernel.csv_cells(b"1,2\n", 44, 34, 0, False, True, 2, 2, 0, 1, columns)
