"""A fixed share of the fuzzing, drawn by hypothesis; `python -m tests.fuzz` runs as much as is asked for."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz import arguments, csv_files, saved_files, tables
from tests.fuzz.draw import BytesRandom

SAVED, ARGUMENTS = saved_files.Target(), arguments.Target()
CALM = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # shrinking a case takes minutes: ask for it where one fails
)


def held(check: Callable[[random.Random, Path], str], draw: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(draw, Path(folder))


@settings(CALM, max_examples=500)
@given(st.randoms(use_true_random=False))
def test_a_csv_is_read_as_python_reads_it_or_refused(draw: random.Random) -> None:
    held(csv_files.check, draw)


@settings(CALM, max_examples=300)
@given(st.binary(max_size=60), st.integers(1, 9), st.sampled_from([(44, 34, 0), (59, 39, 92), (31, 34, 0)]))
def test_a_scanner_counts_alike_wherever_its_bytes_are_cut(data: bytes, size: int, codes: tuple[int, int, int]) -> None:
    csv_files.cut_anywhere(data, size, codes)


@settings(CALM, max_examples=400)
@given(st.randoms(use_true_random=False))
def test_a_harmed_record_or_model_gives_a_result_or_a_sentence(draw: random.Random) -> None:
    held(SAVED.check, draw)


@settings(CALM, max_examples=250)
@given(st.randoms(use_true_random=False))
def test_a_command_line_gives_a_result_or_a_sentence(draw: random.Random) -> None:
    held(ARGUMENTS.check, draw)


@settings(CALM, max_examples=120)
@given(st.randoms(use_true_random=False))
def test_a_small_table_gives_a_certified_record_or_a_sentence(draw: random.Random) -> None:
    held(tables.check, draw)


@pytest.mark.parametrize("data", [b"", b"\xff" * 400, bytes(range(256)) * 8])
def test_bytes_of_a_guided_fuzzer_are_choices(data: bytes) -> None:
    held(csv_files.check, BytesRandom(data))
    held(SAVED.check, BytesRandom(data))
