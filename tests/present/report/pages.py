"""A page as a tree, read without a browser and without mercy: every tag must be closed where it was opened.

Only cells and rows of tables may leave that out, whose ends the next of their kind tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br"}
# What ends the cells and rows that are open: HTML, §13.1.2.4, optional tags.
ENDED_BY = {"td": ("td", "th"), "th": ("td", "th"), "tr": ("td", "th", "tr")}
TABLE_PARTS = ("thead", "tbody")


@dataclass
class Element:
    """Children are elements and text, in order."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self) -> str:
        """The text with spaces run together."""
        return " ".join(self.text.split())

    def all(self, *tags: str) -> Iterator[Element]:
        """Elements of these tags (of any, where none is given) below this one, in document order."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def one(self, tag: str, **attributes: str) -> Element:
        (found,) = [
            each
            for each in self.all(tag)
            if all(each.attributes.get(key.rstrip("_").replace("_", "-")) == value for key, value in attributes.items())
        ]
        return found

    def of_class(self, name: str) -> list[Element]:
        return [each for each in self.all() if name in each.attributes.get("class", "").split()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute of <{tag}> twice"
        element = Element(tag, {key: value or "" for key, value in attrs})
        self._end(*ENDED_BY.get(tag, ()))
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {key: value or "" for key, value in attrs}))

    def _end(self, *tags: str) -> None:
        while self._open[-1].tag in tags:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in TABLE_PARTS:
            self._end("td", "th", "tr")
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def parsed(page: bytes) -> Element:
    """The tree of a page."""
    reader = _Reader()
    reader.feed(page.decode())
    reader.close()
    assert reader._open == [reader.root], "something was never closed"
    return reader.root
