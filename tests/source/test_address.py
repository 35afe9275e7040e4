"""Addresses: what is shown never holds a password, and what could be read in two ways is refused without quoting it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shrinkage.errors import SourceError
from shrinkage.source.address import Address, is_database, read_address, safely_shown
from shrinkage.source.files import find_files

SECRET = "hush-Hush/9@?"
CODED = quote(SECRET, safe="")


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGPASSWORD", "PGCONNECT_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)


SHOWN = [
    ("postgresql://anna:{}@db.example.org:5433/city", "postgresql://anna@db.example.org:5433/city"),
    ("postgres://anna:{}@db/city", "postgresql://anna@db/city"),
    ("POSTGRESQL://anna@db/city?password={}", "postgresql://anna@db/city"),
    ("postgresql:///city?host=/run/pg&user=anna&password={}", "postgresql:///city?host=/run/pg&user=anna"),
    ("postgresql://anna:{}@a:1,b:2/city?target_session_attrs=any", "postgresql://anna@a:1,b:2/city"),
    ("postgresql://anna:{}@[::1]:5433/city", "postgresql://anna@[::1]:5433/city"),
    ("postgresql://db/city?user=anna@corp&sslpassword={}&sslkey=k", "postgresql://db/city?user=anna@corp"),
]


@pytest.mark.parametrize(("written", "shown"), SHOWN)
def test_what_is_shown_holds_no_password(written: str, shown: str) -> None:
    address = read_address(written.format(CODED))
    assert address.shown == shown
    assert CODED in address.uri
    assert SECRET not in repr(address)
    assert CODED not in repr(address)
    said = address.scrubbed(f"host {SECRET!r}, or {CODED}, is not known")
    assert SECRET not in said
    assert CODED not in said


AMBIGUOUS = [
    "postgresql://anna:hush@hush@db/city",
    "postgresql://anna:hush/hush@db/city",
    "postgresql://anna:hush?hush@db/city",
    "postgresql://anna:hush?h=hush@db/city",
    "postgresql://anna:hush",
    "postgresql://anna:hush/city",
    "postgresql://anna@db/city?pasword=hush",
    "postgresql://anna@db/city?hush",
    "mysql://anna:hush@db/city",
    "mssql+pyodbc://anna:hush@db/city",
    "an na:hush://db",
    "host=db password=hush",
    "host=db password=hush.db",
    "hush",
    "",
    "sqlite://hush",
    "sqlite://",
]


@pytest.mark.parametrize("written", AMBIGUOUS)
def test_what_cannot_be_told_apart_is_refused_without_a_quotation(written: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_address(written)
    assert "hush" not in str(caught.value)
    assert str(caught.value).startswith("--database ")
    assert str(caught.value).endswith(".")


@given(st.text(st.sampled_from("aZ9:/@?#%[]&= .,-ü"), max_size=12), st.sampled_from(["postgresql", "postgres", "x"]))
def test_no_password_leaves_an_address_however_it_is_written(password: str, scheme: str) -> None:
    """What libpq would take for the password, host or port may be anything; none of the marked letters gets out."""
    marked = f"Q{password}Q"
    said: str
    try:
        address = read_address(f"{scheme}://anna:{marked}@db/city")
        said = address.shown
        assert marked in address.uri
    except SourceError as error:
        said = str(error).replace("SQL", "")
    assert "Q" not in said


def test_a_short_password_hides_no_letters_of_other_words() -> None:
    address = read_address("postgresql://anna:a@db/city")
    assert address.scrubbed("anna has a password") == "anna has *** password"


def test_the_environment_s_password_is_scrubbed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "from outside")
    assert "outside" not in read_address("postgresql://db/city").scrubbed("it is 'from outside'")


def test_waiting_for_a_connection_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "connect_timeout=10" in read_address("postgresql://db/city").uri
    assert "connect_timeout=10" not in read_address("postgresql://db/city?connect_timeout=3").uri
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "4")
    assert "connect_timeout" not in read_address("postgresql://db/city").uri


def test_arrow_needs_utf_8() -> None:
    assert read_address("postgresql://db/city?client_encoding=LATIN1").uri.count("client_encoding=UTF8") == 1
    assert "LATIN1" not in read_address("postgresql://db/city?client_encoding=LATIN1").uri


def test_paths_of_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.sqlite", "b.db", "what?#%20.sqlite3"):
        Path(name).touch()

    def file(address: Address) -> str:
        return address.uri

    for name in ("a.sqlite", "b.db", "what?#%20.sqlite3"):
        expected = f"file:{quote(str(tmp_path / name))}?mode=ro"
        assert file(read_address(name)) == expected
        assert file(read_address(f"sqlite:///{name}")) == expected
        assert file(read_address(f"sqlite:///{tmp_path / name}")) == expected
        assert file(read_address(f"sqlite://{tmp_path / name}")) == expected
    for missing in ("sqlite:///none.db", "none.db", "no/none.db"):
        with pytest.raises(SourceError, match="no such file"):
            read_address(missing)
    with pytest.raises(SourceError, match="directory"):
        read_address(f"sqlite:///{tmp_path}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.sqlite", "b.db", "what?#%20.sqlite3"]


@pytest.mark.parametrize("table", ["postgresql://anna:hush@db/city", "sqlite:///a.db", "a.db", "a.SQLITE3"])
def test_a_database_given_as_a_file_is_told_so(table: str) -> None:
    assert is_database(table)
    with pytest.raises(SourceError, match="--database") as caught:
        find_files(table)
    assert "hush" not in str(caught.value)


def test_other_addresses_keep_their_passwords_too() -> None:
    assert safely_shown("https://anna:hush@example.org/a.csv") == "https://…"
    assert safely_shown("https://example.org/a.csv") == "https://example.org/a.csv"
    with pytest.raises(SourceError, match="network") as caught:
        find_files("s3://key:hush@bucket/a.csv")
    assert "hush" not in str(caught.value)
