"""An engine's exception as a sentence of ours."""

from __future__ import annotations

import re

from shrinkage.errors import SourceError

# What DuckDB says of a stream before it says what happened in it.
_PREAMBLE = re.compile(
    r"reading the \w+ (of the object )?registered as '\w+' failed: (\w+Exception: )?([\w ]+ [Ee]rror: )?"
)


def digest(error: Exception, what: str, advice: str = "") -> SourceError:
    """``what`` happened, because of what the engine said (its first paragraph, without its error class), do this."""
    if isinstance(error, SourceError):
        return error
    said = _PREAMBLE.sub("", str(error)).strip().split("\n\n")[0].split("\nLINE ")[0]
    kind, colon, rest = said.partition(": ")
    if colon and kind.endswith("Error"):
        said = rest
    said = " ".join(said.split()).rstrip(".")
    if "file system operations are disabled" in said:
        said, advice = "it opens another file than the table", "read only data, the table."
    end = f"; {advice}" if advice else "" if said.endswith("?") else "."
    return SourceError(f"{what}: {said}{end}")
