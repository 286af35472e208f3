"""The wild cluster bootstrap, CR2 and CR3 of a provincial panel beside wildboottest, in one run.

31 units x 11 years, five regressors, effects of both, clustered by unit: 9,999 draws of one slope. Read the ratio:
both sides share the machine and the minute; one BLAS thread each. wildboottest is not needed to build Paneloom:
install it beside it, or in another environment whose interpreter is given as ``--peers``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

UNITS, TIMES, SLOPES, DRAWS, MODELS = 31, 11, 5, 9999, 33
Measured = dict[str, float]
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def main() -> None:
    """Print milliseconds of each work, least of several runs."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--repeats", type=int, default=5)
    arguments.add_argument(
        "--peers", default=sys.executable, help="an interpreter that has wildboottest and numpy"
    )
    arguments.add_argument("--worker", choices=("ours", "theirs"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.worker:
        print(json.dumps({"ours": ours, "theirs": theirs}[given.worker](given.repeats)))
        return
    print(f"{UNITS} units x {TIMES} years, {SLOPES} regressors, {DRAWS:,} draws, least of {given.repeats}")
    for worker, interpreter in (("ours", sys.executable), ("theirs", given.peers)):
        report(worker, interpreter, given.repeats)


def report(worker: str, interpreter: str, repeats: int) -> None:
    """The lines of one side, from a process of its own."""
    command = [interpreter, str(Path(__file__).resolve()), "--repeats", str(repeats), "--worker", worker]
    made = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD)
    if made.returncode:
        reason = made.stderr.strip().splitlines()[-1] if made.stderr.strip() else f"code {made.returncode}"
        print(f"{worker}: not measured: {reason}")
        return
    for name, value in json.loads(made.stdout.strip().splitlines()[-1]).items():
        print(f"{name:<58}{value:>12.4f}", flush=True)


def columns() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Units, years, and (n, 6) outcome and regressors."""
    rng = np.random.default_rng(20)
    unit, year = np.repeat(np.arange(UNITS), TIMES), np.tile(np.arange(TIMES), UNITS)
    x = rng.normal(size=(unit.size, SLOPES)) + rng.normal(size=(UNITS, SLOPES))[unit]
    shock = rng.normal(size=(UNITS, 1))[unit, 0] * (year - 5) * 0.2
    y = 0.1 * x[:, 0] - 0.3 * x[:, 1] + rng.normal(size=unit.size) + shock
    return unit, year, np.column_stack([y, x])


def least(work: Callable[[], Any], repeats: int) -> float:
    """Milliseconds, after one run that does not count."""
    work()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return 1e3 * min(seconds)


def solved_model() -> Any:
    """The model, solved from the records of its sample."""
    from types import MappingProxyType

    from paneloom.engines.memory import MemoryEngine
    from paneloom.estimate.estimators import solve
    from paneloom.estimate.records import ask
    from paneloom.estimate.requests import request_of
    from paneloom.panel.frame import Frame
    from paneloom.panel.ledger import Ledger
    from paneloom.panel.panel import Panel
    from paneloom.study.designs import Design
    from paneloom.study.model import Study
    from paneloom.study.sample import Sample

    unit, year, values = columns()
    names = ("y", *(f"x{k}" for k in range(1, SLOPES + 1)))
    labels = tuple(f"u{code:02d}" for code in range(UNITS))
    numbers = {name: np.ascontiguousarray(values[:, k]) for k, name in enumerate(names)}
    categories = {"unit": np.array(labels, dtype=np.str_)[unit]}
    frame = Frame(labels, unit, year, MappingProxyType(numbers), MappingProxyType(categories))
    sections = {
        "study": {"title": "Few clusters", "panel": ("unit", "year")},
        "data": {"a": {"file": "a.csv", "layout": "long"}},
    }
    panel = Panel(MemoryEngine(frame), Study.model_validate(sections), Ledger())
    roles = {"outcome": "y", "regressors": ("x1",), "controls": names[2:], "absorb": ("unit", "year")}
    errors = {"errors": "cluster", "cluster": "unit", "dof": "reghdfe", "weights": None, "draws": DRAWS}
    sample = Sample(complete=names)
    design = Design(**roles, **errors, endogenous=(), instruments=(), sample=sample)  # type: ignore[arg-type]
    return solve(design, ask(panel.rows, request_of(panel, design)))


def ours(repeats: int) -> Measured:
    """One slope, all methods of a model, and those of a study's worth of models."""
    from paneloom.estimate.covariance.parts import parts_of
    from paneloom.estimate.few_clusters import alternatives_of
    from paneloom.estimate.made import made_of
    from paneloom.estimate.wild.invert import inverted, p_value
    from paneloom.estimate.wild.restricted import bootstrapped
    from paneloom.estimate.wild.weights import wild_weights

    solved = solved_model()
    made, parts = made_of(solved), parts_of(solved)
    weights = wild_weights("rademacher", UNITS, DRAWS, 1)
    b = float(made.coefficients[0])

    def slope() -> float:
        return p_value(bootstrapped(parts, 0, weights.values), b)

    def drawn() -> float:
        wild_weights.cache_clear()
        wild_weights("rademacher", UNITS, DRAWS, 1)
        return slope()

    def interval() -> tuple[float, float]:
        return inverted(bootstrapped(parts, 0, weights.values))

    def models() -> list[Any]:
        return [alternatives_of(solved, made) for _ in range(MODELS)]

    return {
        "paneloom: p of one slope, ms": least(drawn, repeats),
        "paneloom: p of one slope, draws at hand, ms": least(slope, repeats),
        "paneloom: 95% interval, draws at hand, ms": least(interval, repeats),
        "paneloom: CR2, CR3 and wild of a model, ms": least(lambda: alternatives_of(solved, made), repeats),
        f"paneloom: the same of {MODELS} models, ms": least(models, repeats),
        "paneloom: p": slope(),
    }


def theirs(repeats: int) -> Measured:
    """One slope of wildboottest, effects as dummies."""
    from wildboottest.wildboottest import WildboottestCL

    unit, year, values = columns()
    dummies = [unit[:, None] == np.arange(UNITS), year[:, None] == np.arange(1, TIMES)]
    x = np.hstack([values[:, 1:], *dummies]).astype(float)
    target = np.zeros(x.shape[1])
    target[0] = 1.0

    def slope() -> float:
        boot = WildboottestCL(X=x, Y=values[:, 0], cluster=unit, R=target, B=DRAWS, seed=1, parallel=False)
        boot.get_scores(bootstrap_type="11", impose_null=True)
        boot.get_weights(weights_type="rademacher")
        boot.get_numer()
        boot.get_denom()
        boot.get_tboot()
        boot.get_vcov()
        boot.get_tstat()
        boot.get_pvalue()
        return float(boot.pvalue)

    return {"wildboottest: p of one slope, ms": least(slope, repeats), "wildboottest: p": slope()}


if __name__ == "__main__":
    main()
