"""From a table to moments: the half that knows columns, run once for `compare` and for `train`.

    open → (keys: how many units, which are set apart) → learn (without test rows) → gather (every row, once)

Each stage is a pass over the same batches; a table that fits the cache is read from its file once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from math import isfinite
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from shrinkage.design.asked import asked_of
from shrinkage.design.encode import Encoder
from shrinkage.design.factors import checked_factors, factors_of, refuse_names
from shrinkage.design.features import Feature, Layout
from shrinkage.design.learn import Learned, learn
from shrinkage.design.weights import Weighing, weigh
from shrinkage.errors import OptionError
from shrinkage.moments.gather import Block, gather
from shrinkage.moments.resamples import MomentResamples
from shrinkage.moments.triangular import Reread
from shrinkage.problem import Floats
from shrinkage.progress import SILENT, Progress
from shrinkage.source import open_source
from shrinkage.source.cache import CachedSource
from shrinkage.source.protocol import Source
from shrinkage.workflow.membership import placing_by_file
from shrinkage.workflow.placing import Chosen, Placing, Rule, SchemeName, placing

Table = Any
"""A path or pattern, a data frame, a mapping name → array, a ``Source``; None where a database's query says all."""


class Clock:
    """Seconds a stage, told to whoever waits as well."""

    def __init__(self, progress: Progress) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress
        self._stage: str | None = None
        self._since = time.perf_counter()

    def stage(self, key: str, name: str) -> None:
        """Begin a stage, called ``key`` in the record and ``name`` for a person."""
        self.end()
        self._stage = key
        self._progress.stage(name)

    def end(self) -> None:
        """End the stage that runs."""
        now = time.perf_counter()
        if self._stage is not None:
            self.seconds[self._stage] = round(self.seconds.get(self._stage, 0.0) + now - self._since, 6)
        self._stage, self._since = None, now


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person may choose about the data; the defaults are those of the command line."""

    sql: str | None = None
    database: str | None = field(default=None, repr=False)  # an address, perhaps with a password
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] | None = None
    positive: bool = False
    factors: Mapping[str, float] | None = None
    raw: bool = False
    weights: str | None = None
    group: str | None = None
    time: str | None = None
    folds: int | str | PathLike[str] = 10
    repeats: int = 1
    test: float = 0.2
    seed: int = 0
    max_levels: int = 100
    threads: int | None = None
    progress: Progress = field(default=SILENT)

    def __post_init__(self) -> None:
        if isinstance(self.folds, int) and self.folds < 2:
            raise OptionError(f"--folds is {self.folds}, but a cross-validation needs at least 2; give 2 or more.")
        if self.repeats < 1:
            raise OptionError(f"--repeats is {self.repeats}, but folds are drawn at least once; give 1 or more.")
        for option, given in (("--group", self.group), ("--time", self.time), ("--repeats", self.repeats > 1)):
            if not isinstance(self.folds, int) and given:
                raise OptionError(
                    f"--folds names the file {fspath(self.folds)!r}, which says where every row goes, and so does "
                    f"{option}; leave one of them out."
                )
        if self.group is not None and self.time is not None:
            raise OptionError(
                "--group deals whole groups at random and --time keeps to an order, so they cannot both place the "
                "rows; give one of them."
            )
        if self.time is not None and self.repeats > 1:
            raise OptionError(
                f"--repeats {self.repeats} draws folds anew, but --time leaves only one way to cut them; leave one out."
            )
        if not 0 <= self.test < 1:
            raise OptionError(f"--test is {self.test}, but it is a share of the rows below 1; give 0 for no test part.")
        if self.threads is not None and self.threads < 1:
            raise OptionError(f"--threads is {self.threads}, but it takes at least one; leave it out for all of them.")
        if self.max_levels < 1:
            raise OptionError(f"--max-levels is {self.max_levels}, but it keeps at least one; give 1 or more.")
        if self.factors is not None:
            object.__setattr__(self, "factors", checked_factors(self.factors))

    def described(self) -> dict[str, Any]:
        """For the record: everything that can change the result, so neither threads nor progress."""
        return {
            "sql": self.sql,
            "drop": list(self.drop),
            "keep": None if self.keep is None else list(self.keep),
            "positive": self.positive,
            # JSON has no infinity: null, as in a model, is a factor that leaves a feature out.
            "factors": {name: factor if isfinite(factor) else None for name, factor in (self.factors or {}).items()},
            "raw": self.raw,
            "weights": self.weights,
            "group": self.group,
            "time": self.time,
            "folds": self.folds if isinstance(self.folds, int) else fspath(self.folds),
            "repeats": self.repeats,
            "test": self.test,
            "seed": self.seed,
            "max_levels": self.max_levels,
        }

    @property
    def chosen(self) -> Chosen:
        """How rows are to be placed."""
        scheme: SchemeName = "time" if self.time is not None else "group" if self.group is not None else "random"
        folds = self.folds if isinstance(self.folds, int) else 0
        return Chosen(folds, self.repeats, self.test, self.seed, scheme, self.time or self.group)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A table after its rows have been read: what columns mean, and the moments of every bucket."""

    source: Source
    weighing: Weighing | None
    learned: Learned
    features: tuple[Feature, ...]
    layout: Layout
    placing: Placing
    split: Rule
    resamples: MomentResamples
    rereading: Reread
    encoder: Encoder
    clock: Clock
    factors: Floats | None

    @property
    def fills(self) -> dict[str, float]:
        """Mean of each numeric feature that has missing cells, over the rows outside the test part, by name."""
        means = self.resamples.fills(None).tolist()
        return {self.features[fill.value].name: mean for fill, mean in zip(self.layout.fills, means, strict=True)}


def opened(table: Table, choices: Choices, *, empty: bool = False) -> Source:
    """The rows of ``table``, whatever a person may call one; None where ``choices`` alone say what to read.

    empty: whether a table without rows is one.
    """
    if table is None and choices.database is None:
        raise OptionError("no table is given; name one, or give a database and a query.")
    if choices.database is not None and not (table is None or isinstance(table, str | Path)):
        raise OptionError("--database names where to read, but the table is held in memory; give one of them.")
    where = {"sql": choices.sql, "database": choices.database}
    return open_source(table, **where, threads=choices.threads, empty=empty, progress=choices.progress)


def prepare(table: Table, target: str, choices: Choices) -> Prepared:
    """Open, learn, split and gather."""
    clock = Clock(choices.progress)
    clock.stage("open", "opening the table")
    source = CachedSource(opened(table, choices))
    asked = asked_of(
        source.fields,
        target,
        drop=choices.drop,
        keep=choices.keep,
        weights=choices.weights,
        group=choices.group,
        time=choices.time,
    )
    refuse_names(choices.factors, asked)

    clock.stage("hash", "looking at the rows")
    weighing = None if choices.weights is None else weigh(source, target, choices.weights)
    if isinstance(choices.folds, int):
        placed = placing(source, asked, choices.chosen, weighing)
    else:
        placed = placing_by_file(source, asked, choices.folds, choices.seed, weighing)
    apart, keys = placed.rule(), placed.keys

    clock.stage("learn", "learning the columns")
    learned = learn(
        source,
        target,
        drop=choices.drop,
        keep=choices.keep,
        group=choices.group,
        weighing=weighing,
        max_levels=choices.max_levels,
        is_test=lambda batch, first: apart.test_mask(keys(batch, first)),
        reads=keys.columns,
        progress=choices.progress,
    )
    factors = factors_of(choices.factors, learned.spec)
    layout = learned.spec.layout()
    split = placed.rule(layout.gathered)

    clock.stage("gather", "summing the rows")
    encoder = Encoder(learned.spec, keys)
    read = partial(_encoded, source, encoder, learned.rows_read)
    gathered = gather(read(choices.progress), layout, split, threads=choices.threads)
    assignment = split.assignment(placed.chosen.folds, placed.chosen.repeats, gathered.weights)
    counts = weighing is not None and weighing.whole
    resamples = MomentResamples(gathered, layout, assignment, forward=placed.forward, raw=choices.raw, counts=counts)
    rereading = Reread(read, split, resamples, threads=choices.threads)
    features = learned.spec.features()
    return Prepared(
        source, weighing, learned, features, layout, placed, split, resamples, rereading, encoder, clock, factors
    )


def _encoded(source: Source, encoder: Encoder, rows: int, progress: Progress = SILENT) -> Iterator[Block]:
    """One call a batch, to be run on whichever thread is free; tells ``progress`` the share of ``rows`` given out."""
    done = 0
    for batch in source.batches(encoder.columns):
        yield partial(encoder.encode, batch, done)
        done += batch.rows
        progress.advance(min(1.0, done / rows) if rows else None)
