"""The same work over many parts, in order, on one thread or several."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def in_order(work: Callable[[int], Result], count: int, threads: int | None = None) -> list[Result]:
    """``work(0)`` to ``work(count - 1)``, in that order whatever the number of threads.

    ``threads`` is every core when it is None. NumPy lets other threads run during its loops, so that work on
    arrays of some thousand numbers shares the cores well.
    """
    workers = min(threads or os.cpu_count() or 1, count)
    if workers <= 1:
        return [work(part) for part in range(count)]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, range(count)))
