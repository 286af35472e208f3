"""A small study and estimates made by hand, for tests of tables."""

from dataclasses import replace
from typing import Any

import numpy as np

from paneloom.algebra.record import frozen
from paneloom.estimate.check import Check
from paneloom.estimate.counts import DegreesOfFreedom, Loss, RowCount
from paneloom.estimate.description import Description
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.study.designs import Design, TableDesign
from paneloom.study.model import Study
from paneloom.study.sample import Sample

SECTIONS: dict[str, Any] = {
    "study": {"title": "A study", "panel": ("province", "year")},
    "data": {
        "yearbook": {"file": "a.csv", "layout": "long", "source": {"en": "Yearbook", "zh": "统计年鉴"}},
        "bureau": {"file": "b.csv", "layout": "long", "source": {"en": "Bureau", "zh": "统计局"}},
    },
    "variables": {
        "rri": {"label": {"en": "Revitalisation", "zh": "乡村振兴"}, "data": "yearbook", "unit": "%"},
        "nqp": {"label": {"en": "Productivity", "zh": "新质生产力"}, "data": "yearbook", "column": "NQP"},
        "gov": {"label": {"en": "Government", "zh": "政府干预"}, "expr": "rri / nqp", "source": "own"},
        "bare": {"data": "bureau"},
    },
    "groups": {
        "region": {
            "east": {"label": {"en": "East", "zh": "东部"}, "units": ("A",)},
            "west": {"units": ("B",)},
        }
    },
    "index": {
        "idx": {
            "label": {"en": "Index", "zh": "指数"},
            "dimensions": {
                "tp": {"label": {"en": "Technology", "zh": "科技"}, "indicators": ("+ rri", "- nqp")}
            },
        }
    },
    "describe": {
        "variables": ("rri", "nqp"),
        "statistics": ("n", "mean", "max", "sd"),
        "vif": ("nqp", "gov"),
    },
}


def study(**head: Any) -> Study:
    """The study, with changes to its head."""
    return Study.model_validate(SECTIONS | {"study": SECTIONS["study"] | head})


def design(**changes: Any) -> Design:
    """Revitalisation on productivity with two effects and clustered errors."""
    plain = Design(
        outcome="rri",
        regressors=("nqp",),
        controls=(),
        endogenous=(),
        instruments=(),
        absorb=("province", "year"),
        errors="cluster",
        cluster="province",
        dof="reghdfe",
        weights=None,
        sample=Sample(),
    )
    return replace(plain, **changes)


def freedom(slopes: int, clusters: int | None, rows: int = 341, preset: str = "reghdfe") -> DegreesOfFreedom:
    """Two effects over 31 units and 11 years, as reghdfe counts them."""
    nested = 0 if clusters is None else 31
    parameters = slopes + 31 + 11 + 1 - nested - 1
    return DegreesOfFreedom(
        preset=preset,
        rows=rows,
        slopes=slopes,
        unit=31,
        time=11,
        constant=1,
        nested=nested,
        redundant=1,
        parameters=parameters,
        clusters=clusters,
        factor=1.0571,
        df=rows - parameters if clusters is None else clusters - 1,
    )


def estimate(
    names: tuple[str, ...],
    coefficients: tuple[float, ...],
    errors: tuple[float, ...],
    clusters: int | None = 31,
    losses: tuple[Loss, ...] = (),
    **changes: Any,
) -> Estimate:
    """An estimate with these slopes; controls are all names but the first unless ``design`` is given."""
    used = 341 - sum(loss.rows for loss in losses)
    kind = "iid" if clusters is None else "cluster"
    values: dict[str, Any] = {
        "design": design(
            controls=names[1:], errors=kind, cluster="province" if clusters else None, regressors=names[:1]
        ),
        "method": "ols",
        "names": names,
        "coefficients": frozen(coefficients),
        "covariance": frozen(np.diag(np.square(errors))),
        "constant": 0.25,
        "constant_error": 0.02,
        "kind": kind,
        "rows": RowCount(341, used, 31, 11, losses),
        "freedom": freedom(len(names), clusters, used),
        "reference": frozen(np.full(len(names) + 1, freedom(len(names), clusters, used).df)),
        "r2_within": 0.512,
        "r2_overall": 0.934,
        "rss": 1.0,
        "sigma": 0.05,
        "outcome_mean": 0.31,
        "condition": 5.0,
        "digits": 15.0,
    }
    return Estimate(**(values | changes))


def two_stage() -> Estimate:
    """Productivity instrumented by its own lag, with one control."""
    asked = design(
        controls=("gov",), endogenous=("nqp",), instruments=("L.nqp",), dof="ivreghdfe", regressors=("nqp",)
    )
    losses = (Loss("lag", 31, "L.nqp"),)
    stage = estimate(
        ("L.nqp", "gov"),
        (0.9, 0.01),
        (0.03, 0.02),
        losses=losses,
        design=design(outcome="nqp", regressors=("L.nqp",), controls=("gov",), dof="ivreghdfe"),
    )
    check = Check("first_stage_f", "first_stage_f_null", 900.0, (1, 30), 0.0, "cluster", about="nqp")
    return estimate(
        ("nqp", "gov"),
        (0.29, -0.1),
        (0.04, 0.05),
        losses=losses,
        design=asked,
        method="2sls",
        checks=(check,),
        first_stages=(stage,),
    )


def table(*fits: Estimate, **changes: Any) -> EstimateTable:
    """A table of these estimates."""
    plain = TableDesign(
        name="regress.baseline",
        title="Baseline",
        designs=tuple(fit.design for fit in fits),
        sample="common",
        show_controls=True,
        stars=(0.10, 0.05, 0.01),
        note="",
    )
    return EstimateTable(replace(plain, **changes), fits)


def description() -> Description:
    """Two variables; variance inflation for two regressors, one of which is not described."""
    return Description(
        names=("rri", "nqp"),
        n=frozen([341, 310], np.int64),
        mean=frozen([0.31, 0.209]),
        sd=frozen([0.142, 0.153]),
        minimum=frozen([0.031, 0.083]),
        median=frozen([0.3, 0.2]),
        maximum=frozen([0.852, 1.065]),
        correlation=frozen([[1.0, 0.5], [0.5, 1.0]]),
        correlation_n=310,
        vif_names=("nqp", "gov"),
        vif=frozen([1.25, np.inf]),
        vif_n=309,
    )
