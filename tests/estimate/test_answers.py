"""Models of several tables share their records wherever their rows are the same."""

from dataclasses import replace

import numpy as np
import pytest
from tests.panels import panel, random_rows

from paneloom.estimate import answers as module
from paneloom.estimate.answers import Answers
from paneloom.estimate.fit import fit_table
from paneloom.estimate.records import Request
from paneloom.panel.engine import Engine
from paneloom.study.designs import Design, TableDesign
from paneloom.study.sample import Sample

ROWS = random_rows(seed=7, units=12)


def design(*slopes: str, outcome: str = "y", complete: tuple[str, ...] = ()) -> Design:
    """Two-way effects, clustered by unit, complete in its own columns and in ``complete``."""
    return Design(
        outcome=outcome,
        regressors=slopes,
        controls=(),
        endogenous=(),
        instruments=(),
        absorb=("unit", "year"),
        errors="cluster",
        cluster="unit",
        dof="reghdfe",
        weights=None,
        sample=Sample(complete=(outcome, *slopes, *complete), singletons=("unit", "time")),
    )


def table(*designs: Design) -> TableDesign:
    """A table of these columns."""
    return TableDesign("regress.a", "", designs, "each", True, (), "")


def asked(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Every request from now on."""
    seen: list[Request] = []

    def ask(engine: Engine, request: Request) -> object:
        seen.append(request)
        return genuine(engine, request)

    genuine = module.ask
    monkeypatch.setattr(module, "ask", ask)
    return seen


def test_tables_on_the_same_rows_ask_once_and_get_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other columns, other completeness, the same rows."""
    data = panel(ROWS)
    tables = [table(design("x1", "x2")), table(design("x1"), design("x2", complete=("z1",)))]
    alone = [fit_table(data, one).estimates for one in tables]
    requests = asked(monkeypatch)
    shared = Answers(data, [one for each in tables for one in each.designs])
    together = [fit_table(data, one, shared).estimates for one in tables]
    assert len(requests) == 1
    for before, after in zip(sum(alone, ()), sum(together, ()), strict=True):
        np.testing.assert_allclose(after.coefficients, before.coefficients, rtol=1e-12)
        np.testing.assert_allclose(after.errors, before.errors, rtol=1e-12)
        assert after.rows == before.rows


def test_other_rows_are_asked_for_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lag takes rows away."""
    data = panel(ROWS)
    designs = (design("x1"), design("L.x1"))
    requests = asked(monkeypatch)
    made = fit_table(data, table(*designs)).estimates
    assert len(requests) == 2
    assert made[0].rows.used > made[1].rows.used


def test_what_is_wrong_with_another_column_is_told_with_its_own_table() -> None:
    """The sound table is fitted although one beside it cannot be."""
    data = panel(ROWS)
    sound, faulty = design("x1"), replace(design("x1", "log(0 - x2 * x2)"))
    shared = Answers(data, [sound, faulty])
    assert fit_table(data, table(sound), shared).estimates[0].names == ("x1",)
