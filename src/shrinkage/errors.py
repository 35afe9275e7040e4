"""What can go wrong because of the call or the data, as sentences.

    ShrinkageError            any of these; its text is one sentence: what happened, because of what, do this
    ├── OptionError           the call: an option, a name, a number out of range
    ├── SourceError           where rows come from: a file, a query, an engine
    ├── TableError            what the rows hold: columns, cells, the target
    ├── StoreError            files of ours: a record, a model, a place to write
    └── LibraryError          a library that is not installed (an ``ImportError`` too)

Each is also a ``ValueError``, so that code that knows nothing of this package can catch it. Everything else that
escapes is a defect of ours (exit code 1 at the terminal); these are answered with exit code 2.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ShrinkageError(ValueError):
    """The call or the data is wrong; the message says what, because of what, and what to do."""


class OptionError(ShrinkageError):
    """An option, a name or a number given to us cannot be used."""


class SourceError(ShrinkageError):
    """Rows cannot be read: a file, a query or an engine is at fault."""


class TableError(ShrinkageError):
    """Rows were read, but what they hold cannot be used."""


class StoreError(ShrinkageError):
    """A record or model cannot be read or written."""


class LibraryError(ShrinkageError, ImportError):
    """An optional library is needed and missing; the message says how to install it."""


def system_reason(problem: OSError) -> str:
    """What the system said, to stand inside a sentence."""
    return (problem.strerror or str(problem)).lower()


def there_are(count: int, one: str, more: str) -> str:
    """``there is 1 row`` or ``there are 2 rows``: how a sentence on too few of something begins."""
    return f"there is 1 {one}" if count == 1 else f"there are {count:,} {more}"


def near_choices(name: str, choices: Iterable[str], *, what: str = "known") -> str:
    """`` did you mean …?`` with up to three near misses, or the first few of the ``choices`` when nothing is near."""
    known = list(choices)
    folded = {choice.casefold(): choice for choice in known}
    near = [folded[match] for match in difflib.get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.6)]
    if near:
        return f"did you mean {' or '.join(repr(match) for match in near)}?"
    shown = ", ".join(repr(choice) for choice in known[:8])
    more = f" and {len(known) - 8} more" if len(known) > 8 else ""
    return f"{what} are {shown}{more}."


def near_names(name: str, names: Iterable[str]) -> str:
    """``near_choices`` among the columns of a table."""
    return near_choices(name, names, what="the columns")


def no_such_column(name: str, names: Iterable[str], *, option: str = "--target") -> TableError:
    """The table has no column of this name: offer near names."""
    return TableError(
        f"{option} names the column {name!r}, but the table has none of that name; {near_names(name, names)}"
    )
