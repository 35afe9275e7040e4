"""PostgreSQL as a source: every type, names that are data, and sentences for what is refused."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from typing import Any

import pytest

from shrinkage.errors import OptionError, SourceError
from shrinkage.source import open_source
from shrinkage.source.protocol import Kind
from tests.postgres import PASSWORD, Postgres
from tests.source.cells import cells

UTC = datetime.UTC


def seconds(*parts: Any) -> float:
    return datetime.datetime(*parts, tzinfo=UTC).timestamp()


@pytest.fixture(scope="module")
def database(postgres: Postgres) -> Iterator[Postgres]:
    with postgres.fresh("sources") as fresh:
        fresh.run(
            """
            create type mood as enum ('sad', 'ok');
            create domain positive as int check (value > 0);
            create domain small as positive check (value < 10);
            create domain birthday as date;
            create table three (a int, b text, c float8);
            insert into three values (1, 'x', 0.5), (2, 'y', 'NaN'), (3, null, null);
            create table nothing (a int, b text);
            create view doubled as select 2 * a as twice, b from three;
            create schema other; create table other.three (z int); insert into other.three values (9);
            create table other.only (z int); insert into other.only values (8);
            create table "W.eird ""na""me" ("A" int, a int, "select" int);
            insert into "W.eird ""na""me" values (1, 2, 3);
            create table "Three" (upper int); insert into "Three" values (7);
            create table logged (word text);
            create function writes() returns int language sql as $$ insert into logged values ('x'); select 1 $$;
            """
        )
        yield fresh


# A literal, and its cell as we read it; None: the column is not read.
TYPES: dict[str, tuple[str, Kind, Any]] = {
    "smallint": ("-3", Kind.NUMBER, -3.0),
    "integer": ("4", Kind.NUMBER, 4.0),
    "bigint": ("9007199254740993", Kind.NUMBER, 9007199254740992.0),
    "numeric": ("'12345678901234567890.125'", Kind.NUMBER, 12345678901234567890.125),
    "numeric(10,2)": ("1.25", Kind.NUMBER, 1.25),
    "real": ("0.25", Kind.NUMBER, 0.25),
    "double precision": ("0.1", Kind.NUMBER, 0.1),
    "text": ("'täxt'", Kind.TEXT, "täxt"),
    "varchar(9)": ("'va r'", Kind.TEXT, "va r"),
    "char(4)": ("'ch'", Kind.TEXT, "ch"),
    "name": ("'n'", Kind.TEXT, "n"),
    '"char"': ("'z'", Kind.TEXT, "z"),
    "boolean": ("true", Kind.BOOLEAN, 1.0),
    "date": ("'2020-02-29'", Kind.TIME, seconds(2020, 2, 29)),
    "timestamp": ("'2020-02-29 12:00:00.5'", Kind.TIME, seconds(2020, 2, 29, 12, 0, 0, 500_000)),
    "timestamptz": ("'2020-02-29 12:00:00+02'", Kind.TIME, seconds(2020, 2, 29, 10)),
    "time": ("'01:00:01'", Kind.NUMBER, 3601.0),
    "timetz": ("'01:00:01+01'", Kind.NUMBER, 1.0),
    "interval": ("'2 days 3 seconds'", Kind.NUMBER, 2 * 86_400 + 3.0),
    "uuid": ("'550e8400-e29b-41d4-a716-446655440000'", Kind.TEXT, "550e8400-e29b-41d4-a716-446655440000"),
    "mood": ("'ok'", Kind.TEXT, "ok"),
    "small": ("5", Kind.NUMBER, 5.0),
    "birthday": ("'1970-01-02'", Kind.TIME, 86_400.0),
    "json": ("'\"word\"'", Kind.TEXT, "word"),
    "jsonb": ("'{\"a\": 1}'", Kind.TEXT, '{"a": 1}'),
    "inet": ("'10.0.0.1/8'", Kind.TEXT, "10.0.0.1/8"),
    "xml": ("'<a/>'", Kind.TEXT, "<a/>"),
    "money": ("12.5", Kind.NUMBER, 12.5),
    "oid": ("4000000000", Kind.NUMBER, 4e9),
    "integer[]": ("'{1,2}'", Kind.OTHER, None),
    "bytea": ("'\\x00ff'", Kind.OTHER, None),
    "point": ("'(1,2)'", Kind.OTHER, None),
    "bit(3)": ("'101'", Kind.OTHER, None),
    "int4range": ("'[1,2)'", Kind.OTHER, None),
    "tsvector": ("'a b'", Kind.OTHER, None),
}


def test_every_type(database: Postgres) -> None:
    typed = [f"{literal}::{kind} as c{k}" for k, (kind, (literal, _, _)) in enumerate(TYPES.items())]
    missing = [f"null::{kind}" for kind in TYPES]
    query = f"select {', '.join(typed)} union all select {', '.join(missing)}"
    source = open_source(None, database=database.uri, sql=query)
    for k, (kind, (_, expected, cell)) in enumerate(TYPES.items()):
        field = source.fields[k]
        assert (field.name, field.kind) == (f"c{k}", expected), kind
        if expected is Kind.OTHER:
            assert field.type == kind.upper().split("(")[0]
            with pytest.raises(SourceError, match="is not read; drop it"):
                cells(source, field.name)
        else:
            assert cells(source, field.name) == [cell, None], kind


@pytest.mark.parametrize(
    ("literal", "cell"),
    [
        ("'NaN'::numeric", None),
        ("'NaN'::float8", None),
        ("'Infinity'::numeric", float("inf")),
        ("'-Infinity'::float8", float("-inf")),
        ("'infinity'::timestamp", None),
        ("'-infinity'::timestamptz", None),
        ("'infinity'::date", None),
        ("null", None),
        ("''", ""),
    ],
)
def test_cells_that_are_no_ordinary_values(database: Postgres, literal: str, cell: Any) -> None:
    source = open_source(None, database=database.uri, sql=f"select {literal} as x")
    assert cells(source, "x") == [cell]


NAMED = {
    "three": ("a", [1, 2, 3]),
    "THREE": None,  # "three" and "Three" are alike
    "Three": ("upper", [7]),
    "public.three": ("a", [1, 2, 3]),
    '"three"': ("a", [1, 2, 3]),
    'public."Three"': ("upper", [7]),
    "other.three": ("z", [9]),
    "OTHER.Only": ("z", [8]),
    "doubled": ("twice", [2, 4, 6]),
    'W.eird "na"me': ("select", [3]),
    '"W.eird ""na""me"': ("A", [1]),
    'public."W.eird ""na""me"': ("a", [2]),
}


@pytest.mark.parametrize("table", NAMED)
def test_names_are_data(database: Postgres, table: str) -> None:
    expected = NAMED[table]
    if expected is None:
        with pytest.raises(SourceError, match=r"could be 'public\.Three' and 'public\.three'"):
            open_source(table, database=database.uri)
        return
    source = open_source(table, database=database.uri)
    assert cells(source, expected[0]) == expected[1]
    assert source.name == f"{table} in postgresql://owner@127.0.0.1:{database.port}/sources"


# Table or query, and words of the sentence.
REFUSED = [
    ("tree", ["no table or view 'tree'", "did you mean", "'three'"]),
    ("other.tree", ["'other.tree'", "'other.three'"]),
    ("only", ["no table or view 'only'"]),
    ("nothing", ["'nothing' has columns but no rows"]),
    ("three; drop table three", ["no table or view"]),
    ("select a from three where false", ["no rows"]),
    ("select nosuch from three", ["--sql", "nosuch", "does not exist"]),
    ("select a, b as a from three", ["two columns named 'a'"]),
    ("select from three", ["no columns"]),
    ("selec a from three", ["begins with SELEC"]),
    ("", ["holds no statement"]),
    ("-- nothing", ["holds no statement"]),
    ("select 1 as a; drop table three", ["syntax error"]),
    ("delete from three", ["begins with DELETE"]),
    ("copy three to '/tmp/x'", ["begins with COPY"]),
    ("with gone as (delete from three returning *) select * from gone", ["top level"]),
    ("select writes() as a", ["read-only transaction", "only reads"]),
    ("select set_config('transaction_read_only', 'off', true) as a", ["before any query"]),
    ("select 1) as x, (delete from three returning a", ["--sql"]),
    ("select 1 as a) as x) to program 'touch /tmp/x' --", ["--sql"]),
    ("select 1 as a into copied", ["--sql"]),
    ("select a / 0 as b from three", ["division by zero"]),
    ("select 1e300::numeric * 1e300::numeric as a", ["out of range"]),
    ("select a::text::date as d from three", ["--sql"]),
]


@pytest.mark.parametrize(("asked", "words"), REFUSED, ids=[asked[:40] for asked, _ in REFUSED])
def test_refused(database: Postgres, asked: str, words: list[str]) -> None:
    before = database.run("select * from three; select * from logged; select relname from pg_class order by 1")
    query = not asked or (" " in asked and not asked.startswith("three;"))
    with pytest.raises(SourceError) as caught:
        open_source(None if query else asked, sql=asked if query else None, database=database.uri)
    said = str(caught.value)
    for word in words:
        assert word in said
    assert said.endswith((".", "?"))
    assert "\n" not in said
    assert PASSWORD not in said
    assert database.run("select * from three; select * from logged; select relname from pg_class order by 1") == before


def test_a_call_must_say_what_to_read(database: Postgres) -> None:
    from shrinkage.workflow.prepare import Choices, opened

    with pytest.raises(SourceError, match="give TABLE"):
        open_source(None, database=database.uri)
    with pytest.raises(SourceError, match="leave TABLE out"):
        open_source("three", database=database.uri, sql="select 1 as a")
    with pytest.raises(OptionError, match="no table is given"):
        opened(None, Choices())
    with pytest.raises(OptionError, match="give one of them"):
        opened({"a": [1.0]}, Choices(database=database.uri))
    assert PASSWORD not in repr(Choices(database=database.uri))
    assert database.uri not in repr(Choices(database=database.uri))


def test_the_connection_is_given_back(database: Postgres) -> None:
    source = open_source("three", database=database.uri)
    for _ in range(100):  # the server notices a little later
        if not database.rows("select 1 from pg_stat_activity where application_name = 'shrinkage'"):
            assert cells(source, "a") == [1, 2, 3]
            return
        time.sleep(0.05)
    pytest.fail("a connection is left")


def test_what_is_held_is_the_answer_of_one_moment(database: Postgres) -> None:
    database.run("create table moving as select n from generate_series(1, 100000) n")
    source = open_source("moving", database=database.uri)
    database.run("update moving set n = -n")
    for _ in range(2):
        assert cells(source, "n") == list(range(1, 100_001))
    database.run("drop table moving")
