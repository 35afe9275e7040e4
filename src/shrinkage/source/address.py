"""The address of a database, taken apart: what to connect to, what may be shown of it, and what must never be.

    postgresql://user:password@host:port/database?connect_timeout=5      postgres://… is the same
    sqlite:///orders.db   sqlite:////srv/orders.db   orders.sqlite       a file, relative or absolute

A password may stand in the address (percent-encoded), in PGPASSWORD or in a password file; it is shown nowhere, and
whatever a driver says is scrubbed of it. An address that can be read in two ways is refused unread: the other way, a
piece of a password could pass for a host or a port, and drivers do quote these.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote

from shrinkage.errors import SourceError, system_reason

SUPPORTED = (
    "supported are postgresql://user@host/database, sqlite:///path, and a path that ends in .sqlite, .sqlite3, .db or "
    ".db3"
)
SQLITE_ENDINGS = frozenset([".sqlite", ".sqlite3", ".db", ".db3"])
CONNECT_SECONDS = 10
# Key words of libpq (PostgreSQL 18, 32.1.2); anything else behind a "?" is a typo, or a piece of a password.
_PARAMETERS = frozenset(
    """
    application_name channel_binding client_encoding connect_timeout dbname fallback_application_name gssdelegation
    gssencmode gsslib host hostaddr keepalives keepalives_count keepalives_idle keepalives_interval krbsrvname
    load_balance_hosts max_protocol_version min_protocol_version oauth_client_id oauth_client_secret oauth_issuer
    oauth_scope options passfile password port require_auth requirepeer requiressl scram_client_key scram_server_key
    service servicefile ssl ssl_max_protocol_version ssl_min_protocol_version sslcert sslcertmode sslcompression sslcrl
    sslcrldir sslkey sslkeylogfile sslmode sslnegotiation sslpassword sslrootcert sslsni target_session_attrs
    tcp_user_timeout user
    """.split()  # noqa: SIM905
)
_SECRET = frozenset(["password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key"])
_TELLING = ("host", "hostaddr", "port", "dbname", "user", "service")


@dataclass(frozen=True, slots=True)
class Untouched:
    """A file that is opened as one that nobody changes, and how it looked before."""

    path: Path
    before: tuple[int, ...]

    def changed(self) -> bool:
        """Whether somebody did, or has begun to."""
        return _look(self.path) != self.before


@dataclass(frozen=True, slots=True)
class Address:
    """``uri`` is what the driver gets; ``shown`` what a person and the record get; ``secrets`` what nobody gets.

    ``file``: to be looked at again once it is read; None where the database itself keeps writers and readers apart.
    """

    engine: Literal["postgresql", "sqlite"]
    shown: str
    uri: str = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    file: Untouched | None = None

    def scrubbed(self, text: str) -> str:
        """``text`` without the secrets, as they are and as they are written in an address."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            # Of a short one only whole words: single letters cannot be hidden in a sentence, nor found in one.
            pattern = re.escape(secret) if len(secret) >= 4 else rf"(?<!\w){re.escape(secret)}(?!\w)"
            text = re.sub(pattern, "***", text)
        return text


def read_address(text: str) -> Address:
    """Raises SourceError, which quotes nothing of ``text`` that could be a password."""
    scheme, colon, rest = text.strip().partition("://")
    if not colon:
        return _bare(text.strip())
    known = scheme.lower()
    if known in ("postgresql", "postgres"):
        return _postgresql(rest)
    if known == "sqlite":
        return _sqlite_address(rest)
    said = f"the scheme {scheme!r}" if re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme) else "no scheme that is known"
    raise SourceError(f"--database has {said}, for which there is no reader; {SUPPORTED}.")


def safely_shown(text: str) -> str:
    """Something that may be an address, for a message: without what stands between ``//`` and the last ``@``."""
    scheme, colon, rest = text.partition("://")
    return f"{scheme}://…" if colon and re.search(r"[@?]", rest) else text


def is_database(text: str) -> bool:
    """Whether a person who gave ``text`` as a file meant a database."""
    scheme, colon, _ = text.partition("://")
    if colon:
        return scheme.lower() in ("postgresql", "postgres", "sqlite")
    return Path(text).suffix.lower() in SQLITE_ENDINGS


def _bare(text: str) -> Address:
    if Path(text).suffix.lower() in SQLITE_ENDINGS and not re.search(r"\bpassword\s*=", text):
        return _sqlite(text, text)
    raise SourceError(f"--database is no address of a database that can be read; {SUPPORTED}.")


def _sqlite_address(rest: str) -> Address:
    host, slash, path = rest.partition("/")
    if host or not slash or not path:
        raise SourceError("--database names no file behind sqlite://; give sqlite:///path, or the path alone.")
    # Relative after three slashes, absolute after four, as SQLAlchemy has it; many people expect three for either.
    if not Path(path).exists() and Path(f"/{path}").exists():
        path = f"/{path}"
    return _sqlite(path, f"sqlite:///{path}")


def _sqlite(path: str, shown: str) -> Address:
    """``mode=ro``: SQLite itself refuses to write, and makes no file where there is none.

    A database with a write-ahead log is the exception: to read it, SQLite makes two files beside it, and with mode=ro
    leaves them there. While it has no log, nobody else has it open, and it can be read as ``immutable``, without locks.
    """
    file = Path(path).expanduser()
    if file.is_dir():
        raise SourceError(f"--database names {path!r}, which is a directory; name a database file in it.")
    if not file.exists():
        raise SourceError(f"--database names {path!r}, but there is no such file; check the path.")
    uri = f"file:{quote(str(file.absolute()))}?mode=ro"
    if not _has_log(file):
        return Address("sqlite", shown, uri)
    return Address("sqlite", shown, f"{uri}&immutable=1", file=Untouched(file, _look(file)))


def _has_log(file: Path) -> bool:
    """Whether this is a database with a write-ahead log (format versions of 2) that nobody has open."""
    try:
        with file.open("rb") as content:
            header = content.read(20)
    except OSError as error:
        raise SourceError(f"{str(file)!r} cannot be read: {system_reason(error)}; check its permissions.") from None
    return header[:15] == b"SQLite format 3" and header[18:20] == b"\2\2" and len(_look(file)) == 2


def _look(file: Path) -> tuple[int, ...]:
    """Its size and time of writing, and those of a log beside it."""
    looked: tuple[int, ...] = ()
    for path in (file, Path(f"{file}-wal")):
        if path.exists():
            found = path.stat()
            looked += (found.st_size, found.st_mtime_ns)
    return looked


def _postgresql(rest: str) -> Address:
    place, _, query = rest.partition("?")
    login, at, after = place.rpartition("@")
    hosts, slash, database = after.partition("/")
    if "@" in login or "/" in login or "@" in database:
        raise SourceError(
            "--database can be read in two ways, because its user or password holds a '@' or '/' as it is; write %40 "
            "for '@', %2F for '/' and %3F for '?', or give the password in the environment as PGPASSWORD."
        )
    parameters = _parameters(query)
    for port in re.findall(r"(?:^|,)(?:\[[^\]]*\]|[^,:\[\]]*)(?::([^,]*))?", hosts):
        if port and not port.isdecimal():
            raise SourceError(
                "--database has a port that is not a number; write postgresql://user:password@host:port/database, "
                "with '@', '/' and ':' in the password as %40, %2F and %3A."
            )
    user, _, password = login.partition(":")
    told = "&".join(f"{key}={value}" for key, value in parameters if key in _TELLING)
    shown = f"postgresql://{user}{at}{hosts}{slash}{database}{'?' if told else ''}{told}"
    written = [password, *(value for key, value in parameters if key in _SECRET)]
    found = {form for secret in written for form in (secret, unquote(secret))}
    secrets = {*found, os.environ.get("PGPASSWORD", "")} - {""}
    defaults = {"fallback_application_name": "shrinkage", "client_encoding": "UTF8"}
    if "PGCONNECT_TIMEOUT" not in os.environ:
        defaults["connect_timeout"] = str(CONNECT_SECONDS)
    parameters = [(key, value) for key, value in parameters if key != "client_encoding"]  # Arrow knows UTF-8 only
    given = {key for key, _ in parameters}
    every = [*parameters, *((key, value) for key, value in defaults.items() if key not in given)]
    uri = f"postgresql://{place}?{'&'.join(f'{key}={value}' for key, value in every)}"
    return Address("postgresql", shown, uri, tuple(secrets))


def _parameters(query: str) -> list[tuple[str, str]]:
    pairs = [tuple(part.partition("=")) for part in query.split("&") if part]
    for key, equals, _ in pairs:
        if not equals or key not in _PARAMETERS:
            raise SourceError(
                "--database has something behind its '?' that is no parameter of PostgreSQL's; write key=value with "
                "the names of libpq, and %3F for a '?' in the password."
            )
    return [(key, value) for key, _, value in pairs]
