"""Records and models harmed in every way: each verb that reads one gives a result or a sentence.

Harm to bytes stops at the first check; so most cases change the meaning of a document and sign it anew, and what is
wrong with it is met by the code behind the digest.
"""

from __future__ import annotations

import json
import random
import tempfile
from functools import cached_property
from pathlib import Path

import msgspec

from shrinkage.result import store
from tests.fuzz.calls import answered, inside
from tests.fuzz.damage import changed, harmed
from tests.fuzz.draw import below, pick
from tests.fuzz.small_tables import everyday

SHOWS = (
    ("show", "{file}"),
    ("show", "{file}"),
    ("show", "{file}", "--json"),
    ("show", "{file}", "--lambda-convention", "sklearn"),
    ("show", "{file}", "--lambda-convention", "glmnet"),
    ("report", "{file}", "-o", "-"),
    ("report", "{file}", "-o", "-", "--lambda-convention", "sklearn"),
    ("report", "{file}", "-o", "out.csv"),
)
USES = (
    ("predict", "{file}", "table.csv", "--quiet"),
    ("predict", "{file}", "table.csv", "--quiet", "-o", "out.csv"),
    ("predict", "{file}", "other.csv", "--quiet"),
    ("show", "{file}", "--row", "2", "table.csv"),
    ("show", "{file}", "table.csv", "--row", "1"),
    ("export", "{file}", "--to", "sql"),
    ("export", "{file}", "--to", "python"),
    ("export", "{file}", "--to", "json"),
)
OTHER = "kind,x1,when,extra\nred,1e300,2030-01-01,1\n,,,\nviolet,-3,1999-12-31,\n"


class Target:
    """Holds the whole files that the cases are made from."""

    @cached_property
    def whole(self) -> dict[str, bytes]:
        """Name → bytes, of what one comparison writes."""
        import shrinkage

        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / "table.csv"
            table.write_text(everyday(80))
            shrinkage.compare(str(table), "y", folds=3).save(folder)
            return {path.name: path.read_bytes() for path in sorted(Path(folder).glob("*.json"))}

    def check(self, draw: random.Random, folder: Path) -> str:
        name = pick(draw, list(self.whole))
        data = self._damaged(draw, self.whole[name])
        (folder / "case.json").write_bytes(data)
        (folder / "table.csv").write_text(everyday(12))
        (folder / "other.csv").write_text(OTHER)
        before = sorted(path.name for path in folder.iterdir())
        call = pick(draw, SHOWS if name == "record.json" or below(draw, 3) == 0 else USES)
        with inside(folder):
            ended = answered([part.format(file="case.json") for part in call])
        assert (folder / "case.json").read_bytes() == data
        left = sorted(path.name for path in folder.iterdir())
        assert left == before or (ended.code == 0 and left == sorted([*before, "out.csv"])), left
        return f"{call[0]}: {'a result' if ended.code == 0 else 'a sentence'}"

    def _damaged(self, draw: random.Random, data: bytes) -> bytes:
        if below(draw, 5) == 0:
            return harmed(draw, data)
        text = changed(draw, json.loads(data))
        return text.encode() if below(draw, 4) == 0 else signed(text)


def signed(text: str) -> bytes:
    """The document with a digest that fits, if it has one and can be read at all."""
    try:
        plain = msgspec.json.decode(text)
        if not isinstance(plain, dict) or "digest" not in plain:
            return text.encode()
        plain["digest"] = store._digest(text.encode())
        return msgspec.json.encode(plain)
    except Exception:
        return text.encode()
