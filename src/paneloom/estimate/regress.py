"""A regression on a user's own table, by the choices of a study file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from paneloom.errors import PaneloomError, PaneloomErrors, Place, nearest
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table
from paneloom.estimate.given_panel import given_panel
from paneloom.panel.panel import Panel
from paneloom.study.checking import Checking
from paneloom.study.designs import table_designs
from paneloom.study.effects import parts_of
from paneloom.study.model_checks import model_problems
from paneloom.study.names import Names
from paneloom.study.positions import Places
from paneloom.study.regress import ModelChoices, Regress

# What the model is called where a study would have the name of a part.
AT = ("regress", "regress")
WHERE = "paneloom.regress"
KEYS = (*(name for name in ModelChoices.model_fields if name != "title"), "tests")
Columns = str | Sequence[str]


def regress(
    data: Any,
    *,
    y: str,
    x: Columns,
    controls: Columns = (),
    absorb: Columns = (),
    cluster: str | tuple[str, str] | None = None,
    errors: str | None = None,
    endogenous: Columns = (),
    instruments: Columns = (),
    weights: str | None = None,
    unit: str | None = None,
    time: str | None = None,
    **choices: Any,
) -> Estimate:
    """One regression; every argument but ``data``, ``unit`` and ``time`` is a key of ``[regress.x]``.

    Parameters
    ----------
    data
        A frame of pandas, Polars, Arrow or another that narwhals knows, or a panel that ``open`` gave. The order
        of its rows and columns does not matter.
    y, x, controls, endogenous, instruments
        Columns, or expressions of them: "L.x", "log(x)", "x * z". ``endogenous`` are regressors too.
    absorb
        Effects: keys, labels, and crossed ones such as "region#year". A column of numbers named here or under
        ``cluster`` counts as labels.
    cluster, errors
        What errors are clustered by, and their kind: "iid", "hc1", "cluster", "driscoll-kraay", ... Without
        ``errors`` they are clustered where ``cluster`` is given, else iid.
    weights
        A column of positive weights.
    unit, time
        The columns that tell rows apart; needed with a frame, known of a panel. Times are whole numbers.
    **choices
        Other keys: ``model``, ``estimator``, ``dof``, ``lags``, ``draws``, ``few_clusters``, ``tests`` and so on.

    Raises
    ------
    PaneloomError
        ``unknown-key``, ``not-one-of`` and what else a study file is refused for, all faults at once;
        ``keys-needed``; what ``given_panel`` and ``fit_table`` raise.
    """
    given = {
        "y": y, "x": x, "controls": controls, "absorb": absorb, "cluster": cluster, "errors": errors,
        "endogenous": endogenous, "instruments": instruments, "weights": weights,
    } | choices  # fmt: skip
    part = _part({name: value for name, value in given.items() if not _says_nothing(value)})
    panel = _panel(data, unit, time, _labels(part))
    study = panel.study.model_copy(update={"regress": {AT[1]: part}, "mechanism": {}})
    names = Names(panel.rows.numbers, panel.rows.categories[1:])
    problems = list(model_problems(Checking(study, Places(WHERE), names, {})))
    if problems:
        raise _located(problems)
    try:
        return fit_table(replace(panel, study=study), table_designs(study)[0]).estimates[0]
    except PaneloomError as problem:
        problem.where = None
        raise


def _says_nothing(value: object) -> bool:
    return value is None or (isinstance(value, tuple | list) and not value)


def _part(choices: dict[str, Any]) -> Regress:
    """The choices as the section of a study file.

    Raises
    ------
    PaneloomError
        For the keys and values that the section does not take.
    """
    from pydantic import ValidationError

    from paneloom.study.faults import faults

    for key in choices:
        if key not in KEYS:
            where = Place(WHERE, key=key)
            raise PaneloomError(
                "unknown-key", where=where, seen=key, nearest=nearest(key, KEYS), known=", ".join(KEYS)
            )
    # A column may be called anything, a variable of a study may not: while they are checked, labels go by position.
    named = _plain_cluster(choices.get("cluster"))
    listed = {key: tuple(value) if isinstance(value, list) else value for key, value in choices.items()}
    plain: dict[str, Any] = listed | ({"cluster": named} if named else {})
    try:
        part = Regress(**plain)
    except ValidationError as fault:
        lines = [item | {"loc": (*AT, *item["loc"])} for item in fault.errors(include_url=False)]
        raw = {AT[0]: {AT[1]: plain}}
        raise _located(list(faults(_Lines(lines), raw, Places(WHERE)).values())) from None  # type: ignore[arg-type]
    given = choices.get("cluster")
    kept = tuple(given) if isinstance(given, list) else given
    return part.model_copy(update={"cluster": kept}) if named else part


class _Lines:
    """What pydantic found, each at the key that it has in a study file."""

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        self.lines = lines

    def errors(self, **_: object) -> list[dict[str, Any]]:
        return self.lines


def _plain_cluster(given: object) -> str | tuple[str, ...] | None:
    if isinstance(given, str):
        return "column_1"
    if isinstance(given, tuple | list) and all(isinstance(name, str) for name in given):
        return tuple(f"column_{at + 1}" for at in range(len(given)))
    return None


def _labels(part: Regress) -> tuple[str, ...]:
    """The columns that the model reads as labels."""
    clusters = part.cluster if isinstance(part.cluster, tuple) else (part.cluster,)
    crossed = [name for effect in part.absorb or () for name in parts_of(effect)]
    return tuple(dict.fromkeys([*crossed, *(name for name in clusters if name)]))


def _panel(data: Any, unit: str | None, time: str | None, labels: tuple[str, ...]) -> Panel:
    if isinstance(data, Panel):
        return data
    if unit is None or time is None:
        raise PaneloomError("keys-needed", where=Place(WHERE, key="unit" if unit is None else "time"))
    return given_panel(data, unit, time, labels)


def _located(problems: list[PaneloomError]) -> PaneloomError:
    """The problems by the names of the arguments; one speaks for itself."""
    before = ".".join(AT) + "."
    for problem in problems:
        key = problem.where.key if problem.where else None
        told = key.removeprefix(before) if key and key.startswith(before) else None
        problem.where = Place(WHERE, key=told)
    return problems[0] if len(problems) == 1 else PaneloomErrors(problems)
