"""The JSON Schema of the page's data, generated from its structs.

``python -m shrinkage.present.report.schema`` rewrites the file that is shipped; a test proves that it is current.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import msgspec

from shrinkage.present.report.data import SCHEMA, ReportData

FILE = "data.schema.json"


def data_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the page's data, from the structs as they are."""
    schema = msgspec.json.schema(ReportData)
    report = schema["$defs"]["ReportData"]
    report["properties"]["schema"] = {"const": SCHEMA}
    report["required"] = ["schema", *report["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "description": "What the page of a report draws. Long rows of numbers are base64 of little-endian float64.",
        **schema,
    }


def shipped_schema() -> dict[str, Any]:
    """The schema file of this installation."""
    return json.loads(files("shrinkage.present.report").joinpath(FILE).read_text(encoding="utf-8"))


def main() -> None:
    """Write the schema beside this module."""
    from pathlib import Path

    Path(__file__).with_name(FILE).write_text(
        json.dumps(data_schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
