"""What is committed for the page: exact versions, a lockfile that names no host, and artefacts that name no place.

``python .ci/check_page.py``, from the root.
"""

import json
import re
import sys
from pathlib import Path

WEB, BUILT = Path("web"), Path("src/shrinkage/web")
# Names of namespaces and of Svelte's pages about its errors: told, never asked for.
TOLD = re.compile(rb"https?://(?:www\.w3\.org/|svelte\.dev/e/)")
ADDRESS = re.compile(rb"(?:https?|wss?)://[^\s\"'`<>)\\]{0,60}")
PLACE = re.compile(
    rb"file://[\w/]|(?<![\w./:*-])/(?:home|root|Users|work|tmp|usr|var|opt|mnt)/[\w.-]{0,40}|node_modules/"
)
EXACT = re.compile(r"\d+\.\d+\.\d+(?:-[\w.]+)?")


def lockfile() -> list[str]:
    lock = json.loads((WEB / "package-lock.json").read_text("utf-8"))
    package = json.loads((WEB / "package.json").read_text("utf-8"))
    wrong = [f"{name}: {key}" for name, entry in lock["packages"].items() for key in entry if key == "resolved"]
    asked = {**package.get("dependencies", {}), **package["devDependencies"]}
    wrong += [
        f"{name} {version} is no exact version" for name, version in asked.items() if not EXACT.fullmatch(version)
    ]
    root = lock["packages"][""]
    if {**root.get("dependencies", {}), **root["devDependencies"]} != asked:
        wrong.append("web/package-lock.json is not of web/package.json: run npm --prefix web install")
    return wrong


def artefact(file: Path) -> list[str]:
    text = file.read_bytes()
    addresses = [found.group() for found in ADDRESS.finditer(text) if not TOLD.match(found.group())]
    if file.suffix == ".txt":  # notices quote licences, and those may name their authors' pages
        addresses = []
    places = [found.group() for found in PLACE.finditer(text)]
    return [f"{file}: {found.decode('utf-8', 'replace')}" for found in [*addresses, *places]]


def main() -> None:
    files = sorted(file for file in BUILT.iterdir() if file.is_file() and file.suffix != ".py")
    wrong = lockfile() + [found for file in files for found in artefact(file)]
    if wrong:
        sys.exit("\n".join(["what is committed for the page names a host, a place or a range of versions:", *wrong]))
    print(f"{len(files)} artefacts and the lockfile name neither hosts nor places")


if __name__ == "__main__":
    main()
