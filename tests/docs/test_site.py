"""The site builds without a warning, and every link and anchor of it leads somewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from docs.links import broken, read

import shrinkage

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as the one command builds it."""
    out = tmp_path_factory.mktemp("site")
    done = subprocess.run([sys.executable, ROOT / "docs" / "build.py", out], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return out


def test_links_lead_somewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    assert not broken(site)


def test_formulas_are_drawn_without_the_network(site: Path) -> None:
    page = (site / "mathematics.html").read_text("utf-8")
    assert page.count("<math") > 60
    assert "merror" not in page
    assert "$" not in page.replace("\\$", "")


def test_every_public_name_is_on_a_page(site: Path) -> None:
    anchors: set[str] = set()
    for path in (site / "api").glob("*.html"):
        anchors |= read(path).anchors
    missing = [name for name in shrinkage.__all__ if name != "__version__" and not _documented(name, anchors)]
    assert not missing


def _documented(name: str, anchors: set[str]) -> bool:
    own = f"shrinkage.{name}"
    return any(anchor == own or anchor.startswith(f"{own}.") for anchor in anchors)


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="b.html">gone</a><a href="#no">no</a><a id="yes" href="#yes">yes</a>'
        '<script src="https://example.org/a.js"></script><a href="https://example.org">elsewhere</a>'
    )
    found = broken(tmp_path)
    assert len(found) == 3
    assert "b.html" in found[1]
