"""Print the command under a heading of README.md, so that what is tested is what a reader would paste."""

import re
import sys
from pathlib import Path

readme = Path(__file__).parents[1].joinpath("README.md").read_text("utf-8")
heading = sys.argv[1]
found = re.search(rf"^## {re.escape(heading)}\n.*?```sh\n(.*?)```", readme, re.DOTALL | re.MULTILINE)
if found is None:
    sys.exit(f"README.md has no command under the heading {heading!r}; restore it.")
print(found[1].strip())
