"""One regression of a small panel, and one more on the same sample, beside pyfixest and linearmodels, in one run.

31 units x 11 years, six regressors, effects of both, clustered by unit. Read the ratios: all sides share the machine
and the minute; one BLAS thread each. ``--write docs/benchmarks/regress.md`` keeps the table.
"""

from __future__ import annotations

import argparse
import platform
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import linearmodels
import numpy as np
import pandas as pd
import pyfixest
from linearmodels.panel import PanelOLS
from threadpoolctl import threadpool_limits

import paneloom
from panels import CONTROLS, generated

X = ("nqp", *CONTROLS)
EFFECTS = ("province", "year")


def main() -> None:
    """Print, and perhaps write, milliseconds and ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--repeats", type=int, default=30)
    arguments.add_argument("--write", type=Path)
    given = arguments.parse_args()
    warnings.simplefilter("ignore")
    with threadpool_limits(1):
        text = report(given.repeats)
    print(text)
    if given.write:
        given.write.parent.mkdir(parents=True, exist_ok=True)
        given.write.write_text(text + "\n", encoding="utf-8", newline="\n")


def report(repeats: int) -> str:
    """The table, after making sure that all sides give the same slope."""
    frame = pd.DataFrame(generated(31, 11).columns)
    works = sides(frame)
    slopes = {name: work() for name, work in works.items()}
    first = slopes["paneloom, from a data frame"]
    gap = max(abs(slope / first - 1) for slope in slopes.values())
    milliseconds = {name: least(work, repeats) for name, work in works.items()}
    told = (
        f"{len(frame)} rows, 31 x 11 with gaps, {len(X)} regressors, two-way effects, clustered errors; least of "
        f"{repeats} runs, one BLAS thread. Python {platform.python_version()}, NumPy {np.__version__}, pyfixest "
        f"{pyfixest.__version__}, linearmodels {linearmodels.__version__}. The slopes agree to {gap:.0e}."
    )
    lines = [
        "# One regression of a small panel",
        "",
        told,
        "",
        "| work | ms | pyfixest / this | linearmodels / this |",
        "|---|---|---|---|",
    ]
    for name, spent in milliseconds.items():
        ratios = [milliseconds[peer] / spent for peer in ("pyfixest", "linearmodels")]
        lines.append(f"| {name} | {spent:.2f} | {ratios[0]:.1f} | {ratios[1]:.1f} |")
    lines += [
        "",
        (
            "The first two lines do all from the rows, the second without taking the frame in. The third is what each further "
            "model on the sample of a table costs, once its records are there; the peers have no such step."
        ),
    ]
    return "\n".join(lines)


def sides(frame: pd.DataFrame) -> dict[str, Callable[[], float]]:
    """What is measured, by its name; each gives the first slope."""
    from paneloom.estimate.given_panel import given_panel
    from paneloom.estimate.records import ask
    from paneloom.estimate.requests import request_of
    from paneloom.estimate.single import fit

    roles: dict[str, Any] = {"y": "rri", "x": "nqp", "controls": CONTROLS, "absorb": EFFECTS}
    roles |= {"cluster": "province", "few_clusters": "off"}
    panel = given_panel(frame, *EFFECTS)
    design = paneloom.regress(panel, **roles).design
    answers = ask(panel.rows, request_of(panel, design))
    indexed = frame.set_index(list(EFFECTS))
    formula = f"rri ~ {' + '.join(X)} | province + year"

    def pyfixest_() -> float:
        made = pyfixest.feols(formula, frame, vcov={"CRV1": "province"})
        return float(made.coef()["nqp"])

    def linearmodels_() -> float:
        model = PanelOLS(indexed["rri"], indexed[list(X)], entity_effects=True, time_effects=True)
        made = model.fit(cov_type="clustered", cluster_entity=True)
        return float(made.params["nqp"])

    return {
        "paneloom, from a data frame": lambda: slope(paneloom.regress(frame, **roles, unit=EFFECTS[0], time=EFFECTS[1])),
        "paneloom, from a panel": lambda: slope(paneloom.regress(panel, **roles)),
        "paneloom, one more model of a table": lambda: slope(fit(panel, design, answers)),
        "pyfixest": pyfixest_,
        "linearmodels": linearmodels_,
    }  # fmt: skip


def slope(made: Any) -> float:
    """The first slope of an estimate."""
    return float(made.coefficients[0])


def least(work: Callable[[], Any], repeats: int) -> float:
    """Milliseconds, after one run that does not count."""
    work()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return 1e3 * min(seconds)


if __name__ == "__main__":
    main()
