"""The built packages hold what they must: sources in the one, kernel, types and schema in the other."""

import sys
import tarfile
import zipfile
from pathlib import Path

folder = Path(sys.argv[1])
(sdist,) = folder.glob("*.tar.gz")
(wheel,) = folder.glob("*.whl")
with tarfile.open(sdist) as archive:
    held = {name.partition("/")[2] for name in archive.getnames()}
wanted = {"README.md", "LICENSE", "CMakeLists.txt", "kernel/python.cpp", "src/shrinkage/__init__.py"}
if wanted - held:
    sys.exit(f"{sdist.name} lacks {sorted(wanted - held)}")
with zipfile.ZipFile(wheel) as archive:
    names = archive.namelist()
schemas = (
    "shrinkage/result/record.schema.json",
    "shrinkage/result/export/formula.schema.json",
    "shrinkage/present/report/data.schema.json",
)
page = ("report.js", "report.css", "kernel.wasm", "NOTICES.report.txt")
guide = (
    "guide.js",
    "guide.css",
    "guide.body.html",
    "table.js",
    "table.wasm",
    "diabetes.json",
    "diabetes.csv",
    "NOTICES.guide.txt",
)
web = (f"shrinkage/web/{name}" for name in (*page, *guide))
for part in ("shrinkage/_kernel", "shrinkage/py.typed", *schemas, *web):
    if not any(name.startswith(part) for name in names):
        sys.exit(f"{wheel.name} lacks {part}")
print(f"{sdist.name} and {wheel.name} hold what they must")
