"""Panels with labels that effects are taken by, and models on a dummy for every level of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from tests.panels import Rows, study

from paneloom.algebra.record import Floats, frozen
from paneloom.engines.memory import MemoryEngine
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Ledger
from paneloom.panel.panel import Panel
from paneloom.study.designs import DROPPING, Design, TableDesign
from paneloom.study.sample import Sample

Labels = Mapping[str, np.ndarray]


def labels_of(rows: Rows, seed: int = 0) -> dict[str, np.ndarray]:
    """Three labels: "region" nests units, "sector" cuts across them and the times, "era" is made of times."""
    rng = np.random.default_rng(seed)
    return {"region": rows.clusters, "sector": rng.integers(0, 4, len(rows)), "era": (rows.times - 2001) // 2}


def labelled_panel(rows: Rows, labels: Labels, block_units: int | None = 3) -> Panel:
    """The rows behind the memory engine with the labels as categories."""
    kept, unit = np.unique(rows.units, return_inverse=True)
    names = tuple(f"u{code:03d}" for code in kept)
    categories = {"unit": np.array([names[code] for code in unit], dtype=np.str_)}
    categories |= {
        name: np.array([f"{name}{code:03d}" for code in codes], dtype=np.str_)
        for name, codes in labels.items()
    }
    frame = Frame(
        units=names,
        unit=frozen(unit, np.int64),
        time=rows.times,
        numbers=MappingProxyType({n: frozen(rows[n]) for n in rows.names} | {"weight": rows.weights}),
        categories=MappingProxyType(categories),
        time_key="year",
    )
    return Panel(MemoryEngine(frame, block_units), study(), Ledger())


def asked(absorb: tuple[str, ...], errors: str = "iid", **changes: Any) -> Design:
    """Y on x1 and x2; clustered by region unless told otherwise; singletons as the rule has them."""
    values: dict[str, Any] = {
        "outcome": "y",
        "regressors": ("x1",),
        "controls": ("x2",),
        "endogenous": (),
        "instruments": (),
        "absorb": absorb,
        "errors": errors,
        "cluster": "region" if errors == "cluster" else None,
        "dof": "reghdfe",
        "weights": None,
        "few_clusters": "off",
    } | changes
    alone = tuple({"year": "time"}.get(name, name) for name in absorb) if values["dof"] in DROPPING else ()
    design = Design(sample=Sample(), **values)
    return Design(sample=Sample(complete=design.columns, singletons=alone), **values)


def estimated(rows: Rows, labels: Labels, design: Design) -> Estimate:
    """The design fitted to the panel."""
    table = TableDesign("regress.test", "", (design,), "each", True, (0.1, 0.05, 0.01), "")
    return fit_table(labelled_panel(rows, labels), table).estimates[0]


def codes_of(rows: Rows, labels: Labels, name: str) -> np.ndarray:
    """(n,) the level of each row in an effect, crossed ones too."""
    found = np.zeros(len(rows), dtype=np.int64)
    for part in name.split("#"):
        values = {"unit": rows.units, "year": rows.times}.get(part)
        levels, at = np.unique(labels[part] if values is None else values, return_inverse=True)
        found = found * levels.size + at
    return np.unique(found, return_inverse=True)[1]


def dummy_columns(rows: Rows, labels: Labels, absorb: tuple[str, ...], *, trends: bool = False) -> Floats:
    """(n, L) a column for each level of each effect, and one for the trend of each unit."""
    codes = [codes_of(rows, labels, name) for name in absorb]
    columns = [(code[:, None] == np.unique(code)).astype(float) for code in codes]
    if trends:
        tilted = rows.times - rows.times.mean()
        columns.append((rows.units[:, None] == np.unique(rows.units)) * tilted[:, None])
    return np.hstack(columns)
