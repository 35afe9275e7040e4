"""What web/ is built into, and how it is put into a page: inline, under a policy that names it by its digest."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

_ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


@cache
def script() -> str:
    """The page's script: classic, complete."""
    return _text("report.js")


@cache
def style() -> str:
    """The page's style sheet."""
    return _text("report.css")


@cache
def kernel() -> str:
    """The kernel for the page in base64."""
    return base64.b64encode(files("shrinkage.web").joinpath("kernel.wasm").read_bytes()).decode()


def policy() -> str:
    """The content security policy: this script and this style, the kernel, pictures made in the page; no network."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src '{digest(script())}' 'wasm-unsafe-eval'",
            f"style-src '{digest(style())}'",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def digest(text: str) -> str:
    """Of what stands between the tags, as a browser takes it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def island(identity: str, json: str) -> str:
    """JSON in the page; what could end the element, or a line of a script, is written as escapes."""
    return f'<script type="application/json" id="{identity}">{json.translate(_ESCAPES)}</script>'


def _text(name: str) -> str:
    return files("shrinkage.web").joinpath(name).read_text(encoding="utf-8").strip()
