"""The known problems: NIST's for linear regression, panels in rational numbers, entropy weights in 50 digits."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import Floats, Integers, frozen
from paneloom.engines.memory import MemoryEngine
from paneloom.estimate.made import made_of
from paneloom.estimate.readings.again import solved_again
from paneloom.estimate.solved import Solved
from paneloom.index.weight.entropy import shares
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Ledger
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design
from paneloom.study.model import Study
from paneloom.study.sample import Sample
from paneloom.workflow.certify.exact import clustered, digits, two_stage

# Powers of x that make the regressors, and the digits wanted of the worst coefficient. The data are those of the
# Statistical Reference Datasets of NIST, a work of the United States government in the public domain.
NIST = {
    "Norris": (1, 10.0), "Pontius": (2, 10.0), "Longley": (0, 11.0), "Wampler1": (5, 9.0), "Wampler2": (5, 9.0),
    "Wampler3": (5, 9.0), "Wampler4": (5, 7.0), "Wampler5": (5, 5.5), "Filip": (10, 6.5),
}  # fmt: skip
EXACT, HARDLY = 12.0, 10.0
UNITS, TIMES = 5, 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """One problem: ``found`` digits of its worst number, and how many are ``wanted``."""

    name: str
    found: float
    wanted: float

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.found >= self.wanted


def outcomes() -> Iterator[Outcome]:
    """Every problem, in order."""
    for name, (_, wanted) in NIST.items():
        yield Outcome(f"NIST {name}", _nist(name), wanted)
    for seed in range(3):
        yield from panel_outcomes(seed)
    base = np.arange(1, 31, dtype=np.int64)
    yield Outcome("entropy weights", min(map(_entropy, (base, base**3))), EXACT)
    # Shares stored in doubles tell deviations of 1e-5 to eleven digits, no more.
    yield Outcome("entropy weights, hardly varying", _entropy(10**6 + base), HARDLY)


def nist_rows(name: str) -> list[list[str]]:
    """Outcome and regressors of one problem, as printed."""
    text = files(__package__).joinpath("nist.csv").read_text(encoding="utf-8")
    return [row[1:] for row in csv.reader(text.splitlines()) if row[0] == name]


def _nist(name: str) -> float:
    rows, power = nist_rows(name), NIST[name][0]
    y = [Fraction(row[0]) for row in rows]
    given = [[Fraction(value) for value in row[1:]] for row in rows]
    x = [[Fraction(1), *([row[0] ** k for k in range(1, power + 1)] if power else row)] for row in given]
    truth = two_stage(y, x, x)
    numbers = np.array([[float(value) for value in row[1:]] for row in rows])
    if power:
        numbers = np.column_stack([numbers[:, 0] ** k for k in range(1, power + 1)])
    slopes = tuple(f"x{at}" for at in range(numbers.shape[1]))
    columns = dict(zip(slopes, numbers.T, strict=True)) | {"y": np.array([float(v) for v in y])}
    codes = np.arange(len(y))
    alone = solved_again(_panel(columns, codes, np.zeros_like(codes)), _design(slopes))
    b = alone.solution.coefficients
    constant = alone.records.first.totals.select(("y",)).mean[0] - alone.means @ b
    return min(map(digits, (float(constant), *b.tolist()), truth))


def panel_outcomes(seed: int) -> Iterator[Outcome]:
    """A small panel of whole numbers: two-way effects and 2SLS, coefficients and clustered errors."""
    rng = np.random.default_rng(seed)
    names = ("y", "x", "w", "z")
    unit, time = np.repeat(np.arange(UNITS), TIMES), np.tile(np.arange(TIMES), UNITS)
    whole = rng.integers(-50, 51, size=(unit.size, len(names)))
    whole[:, 1] += whole[:, 3] + unit * 7
    whole[:, 0] += 2 * whole[:, 1] - whole[:, 2] + time * 11
    kept = rng.permutation(unit.size) >= 2
    whole, unit, time = whole[kept], unit[kept], time[kept]
    columns = {name: whole[:, at].astype(float) for at, name in enumerate(names)}
    panel = _panel(columns, unit, time)
    y, x, w, z = ([Fraction(int(value)) for value in column] for column in whole.T)
    dummies = _dummies(unit, time)
    right = [[a, b, *rest] for a, b, rest in zip(x, w, dummies, strict=True)]
    instruments = [[a, b, *rest] for a, b, rest in zip(z, w, dummies, strict=True)]
    for kind, outside in (("two-way effects", right), ("2SLS", instruments)):
        solved = solved_again(panel, _panel_design(endogenous=outside is not right))
        truth = two_stage(y, right, outside)[:2]
        found = min(map(digits, solved.solution.coefficients.tolist(), truth))
        yield Outcome(f"{kind} {seed + 1}, coefficients", found, EXACT)
        variances = clustered(y, right, outside, unit.tolist())[:2]
        found = min(map(digits, _bare_variances(solved), variances))
        yield Outcome(f"{kind} {seed + 1}, clustered errors", found, EXACT)


def _bare_variances(solved: Solved) -> list[float]:
    made = made_of(solved)
    return [float(value) for value in np.diag(made.covariance) / made.freedom.factor]


def _dummies(unit: Integers, time: Integers) -> list[list[Fraction]]:
    """Of every unit, and of every time but the first."""
    return [
        [Fraction(int(u == k)) for k in range(UNITS)] + [Fraction(int(t == k)) for k in range(1, TIMES)]
        for u, t in zip(unit, time, strict=True)
    ]


def _entropy(column: Integers) -> float:
    """The digits of ln n less the entropy of the shares of a column."""
    z = column.astype(np.float64)[:, None]
    return digits(float(shares(z, frozen(z.mean(axis=0))).theil[0]), _theil(column))


def _theil(column: Integers) -> Fraction:
    with localcontext() as context:
        context.prec = 60
        numbers = [Decimal(int(value)) for value in column]
        mean = sum(numbers, Decimal(0)) / len(numbers)
        total = sum(((value / mean) * (value / mean).ln() for value in numbers), Decimal(0))
        return Fraction(total / len(numbers))


def _design(slopes: tuple[str, ...]) -> Design:
    return Design(
        outcome="y",
        regressors=slopes,
        controls=(),
        endogenous=(),
        instruments=(),
        absorb=(),
        errors="iid",
        cluster=None,
        dof="reghdfe",
        weights=None,
        sample=Sample(complete=("y", *slopes)),
    )


def _panel_design(*, endogenous: bool) -> Design:
    return Design(
        outcome="y",
        regressors=("x", "w"),
        controls=(),
        endogenous=("x",) if endogenous else (),
        instruments=("z",) if endogenous else (),
        absorb=("unit", "year"),
        errors="cluster",
        cluster="unit",
        dof="ivreghdfe" if endogenous else "reghdfe",
        weights=None,
        sample=Sample(complete=("y", "x", "w", "z")),
    )


def _panel(columns: dict[str, Floats], unit: Integers, time: Integers) -> Panel:
    names = tuple(f"u{code:03d}" for code in range(int(unit.max()) + 1))
    frame = Frame(
        units=names,
        unit=frozen(unit, np.int64),
        time=frozen(2001 + time, np.int64),
        numbers=MappingProxyType({name: frozen(values) for name, values in columns.items()}),
        categories=MappingProxyType({"unit": np.array([names[code] for code in unit], dtype=np.str_)}),
        time_key="year",
    )
    head = {
        "study": {"title": "Known problems", "panel": ("unit", "year")},
        "data": {"a": {"file": "a.csv", "layout": "long"}},
    }
    return Panel(MemoryEngine(frame, None), Study.model_validate(head), Ledger())
