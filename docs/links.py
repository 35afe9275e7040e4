"""Whether the links, pictures and anchors of a built site lead somewhere, and nothing is fetched from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FETCHED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


@dataclass
class Page(HTMLParser):
    """What a page of HTML offers and asks for. anchors: ids; links: of <a>; fetched: what a browser loads by itself."""

    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if FETCHED.get(tag, "") in given:
            self.fetched.append(given[FETCHED[tag]])


def read(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text("utf-8"))
    return page


def broken(site: Path) -> list[str]:
    """Sentences on what leads nowhere."""
    pages = {path: read(path) for path in sorted(site.rglob("*.html"))}
    return [sentence for path in pages for sentence in _broken_of(site, path, pages)]


def _broken_of(site: Path, path: Path, pages: dict[Path, Page]) -> Iterator[str]:
    where = path.relative_to(site)
    for address in pages[path].fetched:
        if urlsplit(address).scheme not in ("", "data") or urlsplit(address).netloc:
            yield f"{where} fetches {address!r} from elsewhere"
    for address in [*pages[path].links, *pages[path].fetched]:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        goal = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if not goal.is_file():
            yield f"{where} leads to {address!r}, which is not there"
        elif parts.fragment and goal in pages and unquote(parts.fragment) not in pages[goal].anchors:
            yield f"{where} leads to {address!r}, but that page has no such anchor"
