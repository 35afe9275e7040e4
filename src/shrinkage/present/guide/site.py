"""The guide as files: the page, and what its links lead to."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from rich.text import Text

from shrinkage.present.face import Face
from shrinkage.present.guide.page import guide_html

INDEX = "index.html"
_BESIDE = {"diabetes.csv": "diabetes.csv", "NOTICES.txt": "NOTICES.guide.txt"}


def beside() -> dict[str, bytes]:
    """What stands beside the page, by name."""
    room = files("shrinkage.web")
    return {name: room.joinpath(kept).read_bytes() for name, kept in _BESIDE.items()}


def site() -> dict[str, bytes]:
    """All files of the static site, the page last: it is there when what it links to is."""
    return {**beside(), INDEX: guide_html()}


def exported(directory: str, site: Mapping[str, bytes], face: Face) -> Text:
    """What was written, and what to do with it."""
    others = " and ".join(name for name in site if name != INDEX)
    return Text(
        face.data(
            f"Wrote {INDEX} ({len(site[INDEX]) / 1000:,.0f} kB), {others} into {directory}: open {INDEX} in a browser, "
            "or put the directory on any file server."
        )
    )
