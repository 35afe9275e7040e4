"""What the guide needs of a comparison (``shrinkage.guide/1``): the page's data, the verdict, and what was read."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from shrinkage.present.report.data import ReportData
from shrinkage.present.report.features import shown_features
from shrinkage.present.report.gather import report_data
from shrinkage.result.record import ColumnRecord, Record

SCHEMA = "shrinkage.guide/1"


class Rows(Struct, frozen=True, kw_only=True):
    """Rows of the table: read, used, and those of its training and test part."""

    read: int
    used: int
    train: int
    test: int


class GuideVerdict(Struct, frozen=True, kw_only=True):
    """The decision in words."""

    choice: str
    tie: bool
    sentence: str
    because: list[str]


class GuideData(Struct, frozen=True, kw_only=True):
    """A comparison as `web/src/guide/dataset.svelte.ts` takes it."""

    schema: str = SCHEMA
    report: ReportData
    verdict: GuideVerdict
    rows: Rows
    columns: list[ColumnRecord]
    notes: list[str]
    warnings: list[str]


def guide_data(record: Record, convention: str) -> bytes:
    """The comparison as compact JSON; strengths in ``convention``."""
    verdict, data, split = record.verdict, record.data, record.split
    return msgspec.json.encode(
        GuideData(
            report=report_data(record, convention, shown_features(record)),
            verdict=GuideVerdict(
                choice=verdict.choice, tie=verdict.tie, sentence=verdict.sentence, because=verdict.because
            ),
            rows=Rows(read=data.rows_read, used=data.rows_used, train=split.train_rows, test=split.test_rows),
            columns=data.columns,
            notes=data.notes,
            warnings=[warning.sentence for warning in record.warnings],
        )
    )
