"""``python -m tests.fuzz --cases 100000 --seed 0``: every kind of case, from seeds that name them.

Prints how many cases of each kind ended how. A case that breaks a promise is kept, with what it read and what was
raised, in a folder outside the repository; ``--kind csv --only 123`` runs it again. ``--guided`` lets atheris choose
the bytes that cases are made of, for kinds whose code is Python.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.fuzz import arguments, csv_files, saved_files, tables

Check = Callable[[random.Random, Path], str]
KINDS: dict[str, tuple[float, Check]] = {
    "csv": (0.58, csv_files.check),
    "saved": (0.22, saved_files.Target().check),
    "arguments": (0.12, arguments.Target().check),
    "tables": (0.08, tables.check),
}
PATIENCE = 60  # seconds a case


class Slow(Exception):
    """A case took longer than anybody waits."""


def _too_slow(number: int, frame: object) -> None:
    raise Slow(f"longer than {PATIENCE} s")


def run(kind: str, seed: int, corpus: Path) -> str:
    """How one case ended; "FAILED" if it broke a promise, which is then kept in ``corpus``."""
    folder = Path(tempfile.mkdtemp(prefix="shrinkage-case-"))
    signal.alarm(PATIENCE)
    try:
        return KINDS[kind][1](random.Random(f"{kind} {seed}"), folder)
    except Exception:
        signal.alarm(0)
        kept = corpus / f"{kind}-{seed}"
        shutil.copytree(folder, kept, dirs_exist_ok=True)
        (kept / "failure.txt").write_text(traceback.format_exc(), errors="backslashreplace")
        return "FAILED"
    finally:
        signal.alarm(0)
        shutil.rmtree(folder, ignore_errors=True)


def planned(cases: int, kinds: list[str]) -> Iterator[tuple[str, int]]:
    """(kind, how many), by their shares."""
    whole = sum(KINDS[kind][0] for kind in kinds)
    for kind in kinds:
        yield kind, round(cases * KINDS[kind][0] / whole)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="cases are numbered from here")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind; repeatable")
    parser.add_argument("--only", type=int, help="the case of this number")
    parser.add_argument("--corpus", type=Path, help="where cases that fail are kept")
    parser.add_argument("--guided", type=int, metavar="SECONDS", help="let atheris choose the bytes, for so long")
    given = parser.parse_args()
    corpus = given.corpus or Path(tempfile.mkdtemp(prefix="shrinkage-fuzz-corpus-"))
    kinds = given.kind or list(KINDS)
    if given.guided:
        from tests.fuzz.guided import guide

        return guide(kinds[0], KINDS[kinds[0]][1], given.guided, corpus)
    signal.signal(signal.SIGALRM, _too_slow)
    failed = total = 0
    plan = [(kinds[0], 1)] if given.only is not None else list(planned(given.cases, kinds))
    first = given.only if given.only is not None else given.seed
    for kind, count in plan:
        since, ends = time.perf_counter(), Counter[str]()
        for seed in range(first, first + count):
            ends[run(kind, seed, corpus)] += 1
        failed, total = failed + ends["FAILED"], total + count
        sys.stdout.write(f"{kind}: {count} cases, {time.perf_counter() - since:.0f} s\n")
        for end, times in ends.most_common():
            sys.stdout.write(f"    {times:8} {end}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{total} cases, {failed} failed{f'; see {corpus}' if failed else ''}\n")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
