"""The JSON Schema of a record, generated from its structs.

``python -m shrinkage.result.schema`` rewrites the file that is shipped; a test proves that it is current.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import msgspec

from shrinkage.result.record import SCHEMA, Record

FILE = "record.schema.json"


def record_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the record, from the structs as they are."""
    schema = msgspec.json.schema(Record)
    schema["$defs"]["Record"]["properties"]["schema"] = {"const": SCHEMA}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "description": "What `shrinkage compare` found. Unknown numbers are null; `lambda` is on the mean scale.",
        **schema,
    }


def shipped_schema() -> dict[str, Any]:
    """The schema file of this installation."""
    return json.loads(files("shrinkage.result").joinpath(FILE).read_text(encoding="utf-8"))


def main() -> None:
    """Write the schema beside this module."""
    from pathlib import Path

    from shrinkage.atomic import write_atomic

    content = json.dumps(record_schema(), indent=1, ensure_ascii=False) + "\n"
    write_atomic(Path(__file__).with_name(FILE), content.encode())


if __name__ == "__main__":
    main()
