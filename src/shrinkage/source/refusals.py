"""What a database refuses, as a sentence: what it said, and what can be done."""

from __future__ import annotations

from shrinkage.errors import SourceError
from shrinkage.progress import Progress
from shrinkage.source.adbc import Refused, Session
from shrinkage.source.address import Address

_AGAIN = "try again when it is up."
# Words of libpq's → what to do about a connection that did not come about.
_CONNECTING = {
    "timeout expired": "check host and port, or give it more time with ?connect_timeout=60 at the address's end.",
    "password": "check user and password (in the address, in PGPASSWORD or in the password file).",
    "refused": "start the server, or check host and port.",
    "No such file": "start the server, or check host and port.",
    "starting up": _AGAIN,
    "too many": _AGAIN,
}
# Words of PostgreSQL's and SQLite's → what to do. While rows stream, words are all that is left of an error.
_SAID = {
    "read-only transaction": "give one SELECT that only reads.",
    "readonly database": "give one SELECT that only reads.",
    "not a database": "name an SQLite file.",
    "is locked": "try again when nobody writes to it.",
    "malformed": "restore the file; SQLite can no longer read it.",
    "encrypted": "name an SQLite file that is not encrypted.",
    "statement timeout": "ask for less, or allow it more time.",
    "terminating connection": _AGAIN,
    "server closed the connection": _AGAIN,
    "connection to server": _AGAIN,
    "out of range": "leave such cells out with --sql.",
    "exceeds": "leave such cells out with --sql.",
}
# SQLSTATE or its first two letters → what to do (PostgreSQL's manual, appendix A).
_CODES = {
    "25006": "give one SELECT that only reads.",
    "42501": "ask for the right to read it.",
    "42601": "give one SELECT in the database's own SQL.",
    "57014": "ask for less, or allow it more time.",
    "22": "leave such cells out, or mend them, with --sql.",
    "57": _AGAIN,
    "08": _AGAIN,
}


def opened(address: Address, progress: Progress) -> Session:
    """A session, or a sentence."""
    try:
        return Session(address, progress)
    except Refused as refused:
        said = str(refused)
        advice = _by_words(said, _CONNECTING) or "check the address."
        raise SourceError(f"{address.shown} cannot be opened: {said}; {advice}") from None


def unanswered(refused: Refused, address: Address, sql: str | None) -> SourceError:
    """The sentence for a query that found no answer, or not all of it."""
    code, said = refused.code or "", str(refused)
    what = f"{address.shown} could not answer" if sql is None else "the database could not answer --sql"
    if "Invalid unicode" in said or "invalid UTF" in said:  # DuckDB's words
        return SourceError(f"{what}: a text in it is not UTF-8; leave its column out, or mend it, with --sql.")
    otherwise = "check the table and the address." if sql is None else "check the query."
    advice = _CODES.get(code) or _CODES.get(code[:2]) or _by_words(said, _SAID) or otherwise
    return SourceError(f"{what}: {said}; {advice}")


def _by_words(said: str, known: dict[str, str]) -> str | None:
    return next((advice for words, advice in known.items() if words in said), None)
