"""Entropy weights of large tables beside other packages and a bare column sum, in one run.

Read the ratios: all sides share the machine and the minute. Each work runs in a process of its own, so that its
peak memory is its own. scikit-criteria, pymcdm and pyDecision are not needed to build Paneloom: install them
beside it, or in another environment whose interpreter is given as ``--peers``; those absent are named.
`make bench` runs it; ``--rows 1000000`` makes the largest table smaller.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

COLUMNS = 20
PEER_ROWS = 1_000_000
SLOW_PEER_ROWS = 20_000
MEGABYTE = 1024.0
Work = Callable[[np.ndarray], Any]


def main() -> None:
    """Print a table of seconds, nanoseconds a number, and peak memory against the input's."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=10_000_000)
    arguments.add_argument("--repeats", type=int, default=5)
    arguments.add_argument(
        "--peers", default=sys.executable, help="an interpreter that has the other packages"
    )
    arguments.add_argument("--worker", nargs=2, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.worker:
        print(json.dumps(measured(given.worker[0], int(given.worker[1]), given.repeats)))
        return
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, {COLUMNS} columns, least of {given.repeats}"
    )
    print(f"{'work':<34}{'rows':>12}{'seconds':>10}{'ns a number':>13}{'peak / input':>14}{'MB above':>10}")
    small = [("paneloom, 1 thread", sys.executable), ("paneloom, 2 threads", sys.executable)]
    small += [("scikit-criteria", given.peers), ("pymcdm", given.peers)]
    for name, interpreter in small:
        report(name, PEER_ROWS, interpreter, given.repeats)
    report("pyDecision", SLOW_PEER_ROWS, given.peers, given.repeats)
    for name in ("column sum", "paneloom, 1 thread", "paneloom, 2 threads", "paneloom, 2 threads, Fortran"):
        report(name, given.rows, sys.executable, given.repeats)


def report(name: str, rows: int, interpreter: str, repeats: int) -> None:
    """One line of the table, from a process of its own."""
    command = [
        interpreter,
        str(Path(__file__).resolve()),
        "--repeats",
        str(repeats),
        "--worker",
        name,
        str(rows),
    ]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        reason = made.stderr.strip().splitlines()[-1] if made.stderr.strip() else f"code {made.returncode}"
        print(f"{name:<34}{rows:>12,}  not measured: {reason}", flush=True)
        return
    found = json.loads(made.stdout.strip().splitlines()[-1])
    each = found["seconds"] / rows / COLUMNS * 1e9
    print(
        f"{name:<34}{rows:>12,}{found['seconds']:>10.3f}{each:>13.2f}{found['peak']:>14.2f}{found['above']:>10.0f}",
        flush=True,
    )


def measured(name: str, rows: int, repeats: int) -> dict[str, float]:
    """The least seconds of several runs, the peak of the process over its input, and what the work added in MB."""
    work = works()[name]()
    table = values(rows)
    if name.endswith("Fortran"):
        table = np.asfortranarray(table)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work(table)
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = table.nbytes / 1024.0
    return {"seconds": min(seconds), "peak": peak / size, "above": (peak - before) / MEGABYTE}


def values(rows: int) -> np.ndarray:
    """(rows, 20) skewed positive numbers, made in place."""
    generator = np.random.default_rng(20130101)
    table = np.empty((rows, COLUMNS))
    for start in range(0, rows, 50_000):
        part = table[start : start + 50_000]
        part[:] = generator.gamma(2.0, 1.0, part.shape)
    return table


def works() -> dict[str, Callable[[], Work]]:
    """What is measured; a package is imported before its table is made."""
    return {
        "column sum": lambda: lambda table: table.sum(axis=0),
        "paneloom, 1 thread": lambda: ours(1),
        "paneloom, 2 threads": lambda: ours(2),
        "paneloom, 2 threads, Fortran": lambda: ours(2),
        "scikit-criteria": scikit_criteria,
        "pymcdm": pymcdm,
        "pyDecision": pydecision,
    }


def ours(threads: int) -> Work:
    """Bounds, min-max scaling and entropy weights of Paneloom."""
    from paneloom import entropy_weights

    return lambda table: entropy_weights(table, threads=threads)


def scikit_criteria() -> Work:
    """Entropy weights of scikit-criteria, of columns as they are."""
    from skcriteria.preprocessing.weighters import entropy_weights

    return entropy_weights  # type: ignore[no-any-return]


def pymcdm() -> Work:
    """Entropy weights of pymcdm, of columns as they are."""
    from pymcdm.weights import entropy_weights

    return entropy_weights  # type: ignore[no-any-return]


def pydecision() -> Work:
    """Entropy weights of pyDecision, of columns as they are."""
    from pyDecision.algorithm import entropy_method

    return lambda table: entropy_method(table, ["max"] * COLUMNS)


if __name__ == "__main__":
    main()
