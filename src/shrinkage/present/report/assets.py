"""What web/ is built into, and how it is put into a page: inline, under a policy that names it by its digest.

Script and kernel are deflated (RFC 1951), which halves a report that people mail; a few lines inflate them and add the
script to the page, where the policy knows its digest too. A browser that cannot inflate keeps the still page.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from functools import cache
from pkgutil import get_data

_LOADER = (
    "(async()=>{const b=Uint8Array.from(atob(document.getElementById('packed-script').textContent),c=>c.charCodeAt(0)),"
    "s=document.createElement('script');s.textContent=await new Response(new Blob([b]).stream().pipeThrough("
    "new DecompressionStream('deflate-raw'))).text();document.body.append(s)})()"
)
_ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


@cache
def text(name: str) -> str:
    """A part of the page as it was built: ``report.js``, ``report.css``, ``guide.js``, …"""
    return _built(name).decode().replace("\r\n", "\n").strip()


@cache
def binary(identity: str, name: str) -> str:
    """The island of a compiled part of the page, such as ``kernel.wasm``: deflated, in base64."""
    return island(identity, f'"{_deflated(_built(name))}"')


@cache
def script(name: str) -> str:
    """The elements that bring in the script ``name``."""
    code = _deflated(text(name).encode())
    return f'<script type="text/plain" id="packed-script">{code}</script>\n<script>{_LOADER}</script>'


@cache
def policy(name: str, *also: str) -> str:
    """The content security policy of a page of ``name``.js and .css: them, the kernel, pictures made in the page, and
    ``also``; no network."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src '{digest(_LOADER)}' '{digest(text(f'{name}.js'))}' 'wasm-unsafe-eval'",
            f"style-src '{digest(text(f'{name}.css'))}'",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
            *also,
        ]
    )


def digest(text: str) -> str:
    """Of what stands between the tags, as a browser takes it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def island(identity: str, json: str) -> str:
    """JSON in the page; what could end the element, or a line of a script, is written as escapes."""
    return f'<script type="application/json" id="{identity}">{json.translate(_ESCAPES)}</script>'


def _built(name: str) -> bytes:
    """A file of `shrinkage.web`. Not by importlib.resources, whose imports take as long as a page to write."""
    content = get_data("shrinkage.web", name)
    assert content is not None  # only a loader that cannot read data says None
    return content


def _deflated(content: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.b64encode(packer.compress(content) + packer.flush()).decode()
