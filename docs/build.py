"""Build the documentation: `python docs/build.py [OUT]`, by default into build/site.

Needs the package and its extra `docs`; needs no network. The snippets of pages that show pictures are run to draw
them. Whatever Sphinx warns of, and every internal link or anchor that leads nowhere, fails the build.
"""

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # before what is imported from there

from docs import links, snippets  # noqa: E402


def build(out: Path) -> int:
    """0, or how Sphinx or the check of links ended."""
    from sphinx.cmd.build import build_main

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "docs"
        shutil.copytree(ROOT / "docs", source, ignore=shutil.ignore_patterns("__pycache__"))
        for page in sorted(source.glob("*.md")):
            snippets.draw(page)
        shutil.rmtree(out, ignore_errors=True)
        flags = ["-W", "-n", "--keep-going", "-q", "-b", "html", "-d", str(Path(folder) / "doctrees")]
        code = build_main([*flags, str(source), str(out)])
    if code:
        return code
    broken = links.broken(out)
    for sentence in broken:
        print(sentence, file=sys.stderr)
    return int(bool(broken))


def main() -> int:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "site").resolve()
    code = build(out)
    if not code:
        print(f"{out / 'index.html'}")
    return code


if __name__ == "__main__":
    sys.exit(main())
