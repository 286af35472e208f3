"""How often 95 % intervals hold the true slope, by kind of errors, number of clusters and design.

Simulated panels with effects of units and years. Every replication has a seed of its own, so that the counts are the
same for any number of processes. `--write` renews docs/benchmarks/coverage.md.
"""

from __future__ import annotations

import os

os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

import argparse
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType

import numpy as np

from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomError
from paneloom.estimate.covariance.parts import parts_of
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.estimators import solve
from paneloom.estimate.fit import fit_table
from paneloom.estimate.records import ask
from paneloom.estimate.requests import request_of
from paneloom.estimate.wild.invert import inverted
from paneloom.estimate.wild.restricted import bootstrapped
from paneloom.estimate.wild.weights import default_kind, wild_weights
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Ledger
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design, TableDesign
from paneloom.study.model import Study
from paneloom.study.sample import Sample

SEED, YEARS, SLOPE, DRAWS = 20, 8, 0.5, 399
CLUSTERS = (10, 31, 200)
DESIGNS = ("independent", "balanced", "one big")
KINDS = (
    "iid", "hc1", "hc2", "hc3", "newey-west", "driscoll-kraay", "conley", "two-way", "cluster", "cr2", "cr3",
    "pairs", "wild",
)  # fmt: skip
LABELS = {
    "newey-west": "newey-west, 2 lags",
    "driscoll-kraay": "driscoll-kraay, 2 lags",
    "conley": "conley, 300 km, 7 lags",
    "two-way": "cluster and year",
    "cr2": "cr2, Satterthwaite",
    "cr3": "cr3, t(G − 1)",
    "pairs": f"pairs, {DRAWS} draws, t(G − 1)",
    "wild": f"wild restricted interval, {DRAWS} draws",
}
# Of the cluster's shock from one year to the next.
PERSISTENCE = 0.7


@dataclass(frozen=True, slots=True)
class Cell:
    """One design with one number of clusters."""

    design: str
    clusters: int

    def sizes(self) -> np.ndarray:
        """(G,) units of each cluster: two, or one and a first cluster with a third of all units."""
        if self.design == "one big":
            return np.array([max(2, (self.clusters - 1) // 2), *[1] * (self.clusters - 1)])
        return np.full(self.clusters, 2)


def simulated(cell: Cell, replication: int) -> Panel:
    """The panel of one replication."""
    rng = np.random.default_rng([SEED, DESIGNS.index(cell.design), cell.clusters, replication])
    belongs = np.repeat(np.arange(cell.clusters), cell.sizes())
    units = belongs.size
    unit, year = np.repeat(np.arange(units), YEARS), np.tile(np.arange(YEARS), units)
    cluster = belongs[unit]
    share = 0.0 if cell.design == "independent" else 0.7
    shocks = [shock(rng, cell.clusters)[cluster, year] for _ in range(3)]
    own = rng.normal(size=(3, unit.size))
    x1, x2, e = (share**0.5 * s + (1 - share) ** 0.5 * o for s, o in zip(shocks, own, strict=True))
    levels, times = rng.normal(size=(3, units)), rng.normal(size=(3, YEARS))
    x1, x2 = x1 + levels[0, unit] + times[0, year], x2 + levels[1, unit] + times[1, year]
    y = SLOPE * x1 - 0.3 * x2 + levels[2, unit] + times[2, year] + e
    # Clusters lie farther apart than the cutoff, units of one cluster at one place.
    places = {"lon": 15.0 * (cluster % 20) - 150, "lat": 12.0 * (cluster // 20) - 54}
    numbers = {"y": y, "x1": x1, "x2": x2, **places}
    labels = {
        "unit": np.array([f"u{code:03d}" for code in range(units)])[unit],
        "group": np.array([f"g{code:03d}" for code in range(cell.clusters)])[cluster],
        "period": np.array([f"t{code}" for code in range(YEARS)])[year],
    }
    names = tuple(f"u{code:03d}" for code in range(units))
    frame = Frame(names, unit, 2001 + year, MappingProxyType(numbers), MappingProxyType(labels), "year")
    return Panel(MemoryEngine(frame), STUDY, Ledger())


def shock(rng: np.random.Generator, clusters: int) -> np.ndarray:
    """(G, T) stationary autoregressive shocks of variance one."""
    steps = rng.normal(size=(clusters, YEARS)) * (1 - PERSISTENCE**2) ** 0.5
    steps[:, 0] /= (1 - PERSISTENCE**2) ** 0.5
    for at in range(1, YEARS):
        steps[:, at] += PERSISTENCE * steps[:, at - 1]
    return steps


STUDY = Study.model_validate(
    {
        "study": {"title": "Coverage", "panel": ("unit", "year")},
        "data": {"a": {"file": "a.csv", "layout": "long"}},
    }
)
PLAIN = Design(
    outcome="y", regressors=("x1",), controls=("x2",), endogenous=(), instruments=(), absorb=("unit", "year"),
    errors="iid", cluster=None, dof="reghdfe", weights=None,
    sample=Sample(complete=("y", "x1", "x2", "lon", "lat"), singletons=("unit", "time")),
    few_clusters="off", draws=DRAWS,
)  # fmt: skip


def design_of(kind: str, replication: int) -> Design:
    """The model with errors of one kind."""
    if kind == "two-way":
        return replace(PLAIN, errors="cluster", cluster="group", second_cluster="period")
    if kind in ("cluster", "cr2", "cr3", "pairs"):
        return replace(PLAIN, errors=kind, cluster="group", seed=replication)
    if kind == "conley":
        return replace(PLAIN, errors=kind, coordinates=("lon", "lat"), distance=300.0, lags=YEARS - 1)
    return replace(PLAIN, errors=kind, lags=2 if kind in ("newey-west", "driscoll-kraay") else None)


def intervals(panel: Panel, replication: int) -> dict[str, tuple[float, float]]:
    """The 95 % interval of the slope of x1 by every kind of errors."""
    kinds = [kind for kind in KINDS if kind != "wild"]
    designs = tuple(design_of(kind, replication) for kind in kinds)
    try:
        made = fitted(panel, *designs)
        found = {kind: tuple(one.interval()[0]) for kind, one in zip(kinds, made, strict=True)}
    except PaneloomError:
        # One kind is refused: a variance that is negative. The others are taken one by one.
        found = {kind: alone(panel, design) for kind, design in zip(kinds, designs, strict=True)}
    solved_design = design_of("cr2", replication)
    parts = parts_of(solve(solved_design, ask(panel.rows, request_of(panel, solved_design))))
    weights = wild_weights(default_kind(parts.clusters), parts.clusters, DRAWS, replication)
    below, above = inverted(bootstrapped(parts, 0, weights.values))
    b = sum(found["iid"]) / 2
    return found | {"wild": (b - below, b + above)}


def fitted(panel: Panel, *designs: Design) -> tuple[Estimate, ...]:
    """The designs as one table."""
    table = TableDesign("regress.coverage", "", designs, "each", show_controls=True, stars=(0.05,), note="")
    return fit_table(panel, table).estimates


def alone(panel: Panel, design: Design) -> tuple[float, float]:
    """The interval of one design, NaN where there is none."""
    try:
        return tuple(fitted(panel, design)[0].interval()[0])
    except PaneloomError as refused:
        if refused.slug != "negative-variance":
            raise
        return float("nan"), float("nan")


def covered(cell: Cell, replication: int) -> np.ndarray:
    """(2, kinds) whether the interval holds the slope, and whether there is one."""
    found = intervals(simulated(cell, replication), replication)
    low, high = np.array([found[kind] for kind in KINDS]).T
    return np.array([(low <= SLOPE) & (high >= SLOPE), ~np.isnan(low)], dtype=np.int64)


def hits(job: tuple[Cell, range]) -> tuple[Cell, np.ndarray]:
    """(2, kinds) how many of some replications each kind covers, and how many it serves."""
    cell, replications = job
    return cell, np.sum([covered(cell, at) for at in replications], axis=0)


def jobs(replications: dict[int, int]) -> Iterator[tuple[Cell, range]]:
    """The work in pieces, the largest first."""
    for clusters in sorted(replications, reverse=True):
        for design in DESIGNS:
            count = replications[clusters]
            for start in range(0, count, 50):
                yield Cell(design, clusters), range(start, min(start + 50, count))


def measured(replications: dict[int, int], processes: int) -> dict[Cell, np.ndarray]:
    """Hits of every cell."""
    total: dict[Cell, np.ndarray] = {}
    with get_context("spawn").Pool(processes) as pool:
        for cell, found in pool.imap_unordered(hits, list(jobs(replications))):
            total[cell] = total.get(cell, 0) + found
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return total


def page(total: dict[Cell, np.ndarray], replications: dict[int, int]) -> str:
    """The page of the documentation."""
    cells = [Cell(design, clusters) for design in DESIGNS for clusters in CLUSTERS]
    heads = [f"{cell.design}, {cell.clusters}" for cell in cells]
    lines = [f"| errors | {' | '.join(heads)} |", "|---" * (len(cells) + 1) + "|"]
    for row, kind in enumerate(KINDS):
        shares = (100 * total[cell][0, row] / total[cell][1, row] for cell in cells)
        lines.append(f"| {LABELS.get(kind, kind)} | {' | '.join(f'{share:.1f}' for share in shares)} |")
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}"
    counts = ", ".join(f"{n:,} of {clusters} clusters" for clusters, n in replications.items())
    refused = max(1 - total[cell][1].min() / replications[cell.clusters] for cell in cells)
    doubt = ", ".join(f"{196 * (0.95 * 0.05 / n) ** 0.5:.1f}" for n in replications.values())
    return PAGE.format(
        table="\n".join(lines), versions=versions, counts=counts, doubt=doubt, seed=SEED, years=YEARS,
        persistence=PERSISTENCE, slope=SLOPE, refused=f"{100 * refused:.1f}",
    )  # fmt: skip


PAGE = """# Coverage of intervals

How often, in per cent, the 95 % interval of a slope holds the true one. `python bench/coverage.py --write` renews this
page; a test runs the first replications again and compares the counts.

**Design.** Panels of {years} years with effects of units and years, two regressors, true slope {slope}; model and errors
as a study file would ask for them, rule of degrees of freedom `reghdfe`. Columns are designs and numbers of clusters:

- *independent*: two units to a cluster; regressors and errors are independent normal numbers.
- *balanced*: two units to a cluster; 0.7 of the variance of regressors and errors is a shock that the units of a
  cluster share and that goes on from year to year with {persistence}.
- *one big*: the same shocks; the first cluster has a third of all units, every other one unit.

Clusters are independent of each other, lie more than 300 km apart, and the units of one lie at one place, so that
`conley` sees which belong together. Replications: {counts}; an honest 95
stays within ± {doubt} of it. Seed {seed}; {versions}.
Two-way clusters are refused where their variance is negative and nothing is left of it, in at most {refused} % of the
replications of a column; their shares are of the others.

{table}

**What it says.** Kinds of one column see the same samples, so that their differences are surer than the shares.
Where nothing is dependent every kind is near 95, but for `driscoll-kraay` and two-way clusters, which count {years} years,
and `hc3`, which is a little too wide. Where clusters are dependent, `iid`, the `hc` kinds and `newey-west` fall far short,
and more clusters do not help. One big cluster is worse than few: with 200 clusters of which one has a third of the units,
`cluster` covers two times in three. `cr2` with its own degrees of freedom, `cr3` and the wild interval stay between
90 and 98 everywhere, `cr3` the nearest to 95. See [few clusters](../methods/few-clusters.md) and
[covariances](../methods/covariance.md).
"""


def main() -> None:
    """Run and print the page, or write it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--replications", type=int, nargs=3, default=(800, 800, 300), help=f"of {CLUSTERS} clusters"
    )
    arguments.add_argument("--processes", type=int, default=2)
    arguments.add_argument("--write", type=Path, nargs="?", const=Path("docs/benchmarks/coverage.md"))
    given = arguments.parse_args()
    replications = dict(zip(CLUSTERS, given.replications, strict=True))
    start = time.perf_counter()
    text = page(measured(replications, given.processes), replications)
    print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr)
    if given.write:
        given.write.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
