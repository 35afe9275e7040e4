"""A thread pool whose results do not depend on it: whole pieces of work, each with one BLAS thread, kept in order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cache
from typing import Any, TypeVar

from threadpoolctl import ThreadpoolController  # pyright: ignore[reportMissingTypeStubs]

from shrinkage.progress import Progress

Item = TypeVar("Item")
Result = TypeVar("Result")


@cache
def _controller(_libraries: bool) -> Any:
    # Looking through the loaded libraries takes milliseconds: done once, and again when scipy has brought its BLAS.
    return ThreadpoolController()


def run(
    function: Callable[[Item], Result], items: Sequence[Item], threads: int, progress: Progress | None = None
) -> list[Result]:
    """``function`` of every item, in order, on up to ``threads`` threads; each item is one indivisible piece.

    Progress is told from the calling thread.
    """
    with _controller("scipy.linalg" in sys.modules).limit(limits=1, user_api="blas"):
        if min(threads, len(items)) <= 1:
            return [_told(function(item), done, len(items), progress) for done, item in enumerate(items, 1)]
        with ThreadPoolExecutor(min(threads, len(items))) as pool:
            futures = [pool.submit(function, item) for item in items]
            try:
                for done, future in enumerate(as_completed(futures), 1):
                    _told(future.result(), done, len(items), progress)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
            return [future.result() for future in futures]


def _told(result: Result, done: int, of: int, progress: Progress | None) -> Result:
    if progress is not None:
        progress.advance(done / of)
    return result
