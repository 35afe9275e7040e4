"""`compare`: from a table to a decision."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from shrinkage.atomic import check_file
from shrinkage.design.factors import without_features
from shrinkage.design.spec import ColumnSpec
from shrinkage.design.weights import Weighing
from shrinkage.moments.leaks import explained
from shrinkage.passport import resolve
from shrinkage.result.build import models_of, record_of
from shrinkage.result.facts import Facts
from shrinkage.result.model import Model
from shrinkage.result.record import (
    ColumnRecord,
    DataRecord,
    Record,
    SplitRecord,
    VerdictRecord,
    WarningRecord,
    WeightsRecord,
)
from shrinkage.result.store import model_bytes, record_bytes, write_directory
from shrinkage.selection.select import select
from shrinkage.selection.validate import Setting
from shrinkage.threads import available, one_blas_thread
from shrinkage.workflow.membership import write_membership
from shrinkage.workflow.prepare import Choices, Prepared, Table, prepare

# A column that alone explains this share of the target's variance is more likely a copy of it than a cause.
LEAK = 0.98


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found: the record, and the models none, l1, l2, elastic_net and chosen."""

    record: Record
    models: Mapping[str, Model]

    @property
    def verdict(self) -> VerdictRecord:
        """The decision, with its sentence and reasons."""
        return self.record.verdict

    def save(self, directory: str | os.PathLike[str]) -> None:
        """Write record.json and a file a model, each whole or not at all. StoreError where it cannot be written."""
        files = {f"{name}.model.json": model_bytes(model) for name, model in self.models.items()}
        write_directory(directory, {"record.json": record_bytes(self.record), **files})


def compare(
    table: Table,
    target: str,
    *,
    lambda_convention: str = "textbook",
    folds_out: str | os.PathLike[str] | None = None,
    **choices: Any,
) -> Comparison:
    """Decide between no penalty, L1, L2 and elastic net for ``target``.

    table: a path or pattern, "-" for CSV on standard input, a mapping name → array, or a ``Source``; with ``database``
    (an address such as postgresql://user@host/name) the name of a table there, or None where ``sql`` asks for the rows.
    lambda_convention: how strengths are shown to a person; the record carries all of them.
    folds_out: a file to write the fold of every row to, which ``folds`` takes back.
    choices: as at the command line (`Choices`).
    Raises OptionError, SourceError or TableError, each a sentence, for whatever is wrong with the call or the data.
    """
    asked = Choices(**choices)
    convention = resolve(lambda_convention)
    if folds_out is not None:
        check_file(folds_out)  # before hours of work, rather than after
    done = prepare(table, target, asked)
    done.clock.stage("select", "walking the paths of every fold")
    setting = Setting(
        factors=done.factors,
        positive=asked.positive,
        repeats=done.placing.chosen.repeats,
        threads=available(asked.threads),
        progress=asked.progress,
    )
    options = {"target": target, **asked.described(), "lambda_convention": convention}
    with one_blas_thread():  # or the last bits of a product would depend on how many threads a BLAS may use
        share = done.resamples.held_out_share
        selection = select(done.resamples, done.rereading, held_out_share=share, setting=setting)
        done.clock.stage("report", "writing it down")
        facts = _facts(done, target, asked, options)
        models = models_of(selection, facts)
    if folds_out is not None:
        write_membership(done, folds_out)
    done.clock.end()
    return Comparison(record_of(selection, facts), models)


def _facts(done: Prepared, target: str, asked: Choices, options: Mapping[str, Any]) -> Facts:
    learned, resamples = done.learned, done.resamples
    train_rows, test_rows = resamples.rows(None)
    return Facts(
        data=DataRecord(
            source=done.source.name,
            target=target,
            rows_read=learned.rows_read,
            rows_used=learned.rows_used,
            columns=[_column(column) for column in learned.spec.columns],
            weights=_weights(done.weighing),
            notes=list(done.source.notes),
        ),
        features=done.features,
        split=SplitRecord(
            scheme=done.placing.chosen.scheme,
            column=done.placing.chosen.column,
            folds=done.resamples.folds_a_repeat,
            repeats=done.placing.chosen.repeats,
            train_rows=train_rows,
            test_rows=test_rows,
            train_weight=_weight(done, float(resamples.gathered.weights.sum())),
            test_weight=_weight(done, resamples.held_out_weight(None)),
            seed=asked.seed,
        ),
        spec=learned.spec.to_builtins(),
        fills=done.fills,
        options=options,
        seconds=done.clock.seconds,
        warnings=[*_leaks(done, target), *_learned_warnings(done), *_factor_warnings(done, asked)],
        raw=asked.raw,
        positive=asked.positive,
        factors=done.factors,
    )


def _weights(weighing: Weighing | None) -> WeightsRecord | None:
    return (
        None if weighing is None else WeightsRecord(column=weighing.name, counts=weighing.whole, total=weighing.total)
    )


def _weight(done: Prepared, weight: float) -> float | None:
    return None if done.weighing is None else weight


def _column(column: ColumnSpec) -> ColumnRecord:
    categorical = column.role == "categorical"
    return ColumnRecord(
        name=column.name,
        role=column.role,
        reason=column.reason,
        missing=column.missing,
        levels=len(column.levels) + column.pooled_levels if categorical else None,
        pooled_levels=column.pooled_levels if categorical else None,
    )


def _learned_warnings(done: Prepared) -> Iterator[WarningRecord]:
    if done.learned.rows_without_target:
        rows = done.learned.rows_without_target
        yield WarningRecord(
            kind="rows_without_target",
            sentence=f"{rows:,} of {done.learned.rows_read:,} rows have no target and were left out.",
        )
    if done.placing.chosen.test > 0 and not done.resamples.has_test:
        yield WarningRecord(
            kind="no_test_part",
            column=done.placing.chosen.column,
            sentence=(
                f"No row was set apart for testing, although --test is {done.placing.chosen.test:g}, because rows that "
                "belong together outweigh that share and are not torn apart."
            ),
        )
    for note in done.placing.notes:
        yield WarningRecord(kind=note.kind, column=note.column, sentence=note.sentence)
    if done.learned.rows_without_weight:
        rows = done.learned.rows_without_weight
        yield WarningRecord(
            kind="rows_without_weight",
            sentence=f"{rows:,} of {done.learned.rows_read:,} rows have weight 0 and were left out.",
        )
    for warning in done.learned.warnings:
        yield WarningRecord(kind=warning.kind, column=warning.column, sentence=warning.sentence)


def _factor_warnings(done: Prepared, asked: Choices) -> Iterator[WarningRecord]:
    """Factors that change nothing, and penalties that nothing bears."""
    for name in without_features(asked.factors, done.learned.spec):
        yield WarningRecord(
            kind="factor", column=name, sentence=f"--factors names {name!r}, but nothing of that column is used."
        )
    if done.factors is not None and not ((done.factors > 0) & np.isfinite(done.factors)).any():
        yield WarningRecord(
            kind="factor",
            sentence="Every feature is free of the penalty or left out by its factor, so that L1, L2 and elastic net "
            "are least squares.",
        )


def _leaks(done: Prepared, target: str) -> Iterator[WarningRecord]:
    """Columns that alone nearly determine the target: flagged loudly, never dropped."""
    groups: dict[str, list[int]] = {}
    for index, feature in enumerate(done.features):
        if done.factors is None or np.isfinite(done.factors[index]):
            groups.setdefault(feature.column, []).append(index)
    shares = explained(done.resamples.train(None), groups)
    for column, share in sorted(shares.items(), key=lambda pair: -pair[1]):
        if share >= LEAK:
            yield WarningRecord(
                kind="probable_leak",
                column=column,
                sentence=(
                    f"{column!r} alone explains {share:.1%} of the variance of {target!r}: it is probably a copy or a "
                    "consequence of it, and no model that uses it will hold where it is not known yet; if so, leave it "
                    "out with --drop."
                ),
            )
