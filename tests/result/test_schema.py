from __future__ import annotations

import json

import jsonschema
import numpy as np
import pytest

from shrinkage.result.build import record_of
from shrinkage.result.schema import record_schema, shipped_schema
from shrinkage.result.store import record_bytes
from tests.result.made import facts_for, selected
from tests.selection.rows_resamples import RowsResamples, random_rows


def test_the_shipped_schema_is_current() -> None:
    assert shipped_schema() == json.loads(json.dumps(record_schema())), "run python -m shrinkage.result.schema"


def noise_without_a_test_part() -> RowsResamples:
    rng = np.random.default_rng(1)
    return RowsResamples(rng.normal(size=(40, 3)), rng.normal(size=40), np.arange(40) % 4)


@pytest.mark.parametrize("rows", [random_rows(), noise_without_a_test_part(), random_rows(n=40, p=60)])
def test_real_records_are_valid(rows: RowsResamples) -> None:
    made, selection = selected(rows)
    content = record_bytes(record_of(selection, facts_for(made)))
    document = json.loads(content, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    jsonschema.Draft202012Validator(shipped_schema()).validate(document)
    assert document["schema"] == "shrinkage.comparison/1"
    assert "lam" not in document["models"]["l1"]


def test_the_schema_refuses_another_document() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(shipped_schema()).validate({"schema": "shrinkage.comparison/2"})
