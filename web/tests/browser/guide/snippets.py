"""Runs the snippets of the guide in the present folder: ``python snippets.py < snippets.json > results.json``.

In: a list of texts. Out: for each the JSON object of its last printed line, or what went wrong. A comparison of the
same table is made once, since the snippets of a dozen figures begin with it.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import traceback
from functools import cache
from typing import Any

import shrinkage as sh


def run(code: str) -> dict[str, Any]:
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(code, "<snippet>", "exec"), {"__name__": "__main__"})
        return {"result": json.loads(said.getvalue().strip().splitlines()[-1])}
    except BaseException:
        return {"error": traceback.format_exc(limit=-2)}


def main() -> None:
    sh.compare = cache(sh.compare)
    texts = json.load(sys.stdin)
    known: dict[str, dict[str, Any]] = {}
    for text in texts:
        if text not in known:
            known[text] = run(text)
    json.dump([known[text] for text in texts], sys.stdout)


if __name__ == "__main__":
    main()
