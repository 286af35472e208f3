"""What the regression sections come to: one ``Design`` for each column of each table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from paneloom.study.base import Text
from paneloom.study.groups import levels_of
from paneloom.study.model import Study
from paneloom.study.moderation import moderated
from paneloom.study.regress import Mechanism, ModelChoices, Moderation, TableChoices, TableSection
from paneloom.study.sample import Sample

INHERITED = tuple(name for name in TableChoices.model_fields if name not in ("title", "note", "like"))
COLUMN_CHOICES = tuple(name for name in ModelChoices.model_fields if name != "title")
STARS = (0.10, 0.05, 0.01)
DRAWS, SEED = 9999, 1
# The reading that a table of moderators has without being asked.
OF_MODERATION = "marginal-effects"
# Rules of degrees of freedom under which rows of their own are left out.
DROPPING = ("reghdfe", "ivreghdfe")
# Errors of which a clustering is a part.
CLUSTERED = ("cluster", "cr2", "cr3", "pairs")
# Choices that a design has defaults for.
OPTIONAL = (
    "model", "estimator", "components", "unit_trends", "lags", "kernel", "coordinates", "distance",
    "few_clusters", "draws", "bootstrap_weights", "seed", "winsorize", "tests", "gamma",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Design:
    """One model: its variables, effects, errors and sample. Expressions such as ``L.nqp`` are column names.

    ``regressors`` are the shown slopes in order, x before controls; ``endogenous`` is a subset of them.
    ``absorb`` holds keys, labels and crossed ones ("region#year"). ``cluster`` nests the units;
    ``second_cluster`` need not. None among the choices of errors leaves them to the rule of the method, which
    names it in its result.
    """

    outcome: str
    regressors: tuple[str, ...]
    controls: tuple[str, ...]
    endogenous: tuple[str, ...]
    instruments: tuple[str, ...]
    absorb: tuple[str, ...]
    errors: str
    cluster: str | None
    dof: str
    weights: str | None
    sample: Sample
    title: Text = ""
    model: str = "within"
    estimator: str = "2sls"
    components: str = "swamy-arora"
    unit_trends: bool = False
    second_cluster: str | None = None
    lags: int | None = None
    kernel: str | None = None
    coordinates: tuple[str, str] | None = None
    distance: float | None = None
    few_clusters: str = "auto"
    draws: int = DRAWS
    bootstrap_weights: str | None = None
    seed: int = SEED
    winsorize: tuple[float, float] | None = None
    tests: tuple[str, ...] = ()
    gamma: tuple[float, float] | None = None

    @property
    def slopes(self) -> tuple[str, ...]:
        """All slopes, x before controls."""
        return self.regressors + self.controls

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns the model reads, each once."""
        weights = (self.weights,) if self.weights else ()
        places = self.coordinates or ()
        return tuple(dict.fromkeys((self.outcome, *self.slopes, *self.instruments, *weights, *places)))


@dataclass(frozen=True, slots=True)
class TableDesign:
    """One table of regressions: its stable name ("regress.baseline"), its designs, what it shows."""

    name: str
    title: Text
    designs: tuple[Design, ...]
    sample: str
    show_controls: bool
    stars: tuple[float, ...]
    note: Text
    show: tuple[str, ...] = ()
    at: tuple[float, ...] = ()


def table_designs(study: Study) -> tuple[TableDesign, ...]:
    """Every regression table of the study, in the order of the file: regressions, mechanisms, moderations."""
    parts: list[tuple[str, TableSection]] = [(f"regress.{n}", part) for n, part in study.regress.items()]
    parts += [(f"mechanism.{name}", part) for name, part in study.mechanism.items()]
    parts += [(f"moderation.{name}", part) for name, part in study.moderation.items()]
    return tuple(_table(study, name, part) for name, part in parts)


def inherited(study: Study, part: TableSection) -> dict[str, Any]:
    """The choices of a part: its own, else those of the part it is ``like``."""
    base = study.regress.get(part.like) if part.like else None
    own = {name: getattr(part, name) for name in INHERITED}
    given = part.model_fields_set
    return {name: own[name] if name in given or base is None else getattr(base, name) for name in INHERITED}


def _table(study: Study, name: str, part: TableSection) -> TableDesign:
    choices = inherited(study, part)
    rule = choices["sample"] or "common"
    columns = _columns(study, part, choices)
    designs = tuple(_design(study, column) for column in columns)
    if rule == "common":
        designs = _on_common_sample(designs)
    shown, show = choices["show_controls"], choices["show"] or ()
    if isinstance(part, Moderation) and OF_MODERATION not in show:
        show = (OF_MODERATION, *show)
    return TableDesign(
        name=name,
        title=part.title,
        designs=designs,
        sample=rule,
        show_controls=True if shown is None else shown,
        stars=tuple(sorted(choices["stars"] or STARS, reverse=True)),
        note=part.note,
        show=show,
        at=part.at if isinstance(part, Moderation) else (),
    )


def _columns(study: Study, part: TableSection, choices: dict[str, Any]) -> list[dict[str, Any]]:
    """The choices of each column: listed columns, then channels or moderators, steps and groups unfolded."""
    shared = {name: choices[name] for name in COLUMN_CHOICES} | {"title": "", "tests": choices["tests"]}
    columns = [shared | _given(column) for column in choices["columns"]] or [shared]
    if isinstance(part, Mechanism):
        columns = [column | {"y": channel} for column in columns for channel in part.channels]
    if isinstance(part, Moderation):
        columns = [column | moderated(column, m, part.centre) for column in columns for m in part.moderators]
    if choices["stepwise"]:
        columns = [step for column in columns for step in _steps(column)]
    if choices["by"]:
        columns = [
            column | {"where": (choices["by"], name), "title": level.label or name}
            for column in columns
            for name, level in levels_of(study, choices["by"]).items()
        ]
    return columns


def _given(column: ModelChoices) -> dict[str, Any]:
    return {name: getattr(column, name) for name in column.model_fields_set}


def _steps(column: dict[str, Any]) -> list[dict[str, Any]]:
    controls = column["controls"] or ()
    return [column | {"controls": controls[:count]} for count in range(len(controls) + 1)]


def _design(study: Study, column: dict[str, Any]) -> Design:
    instruments = column["instruments"] or ()
    cluster, second = _clusters(column["cluster"])
    errors = column["errors"] or ("cluster" if cluster else "iid")
    design = Design(
        outcome=column["y"],
        regressors=column["x"] or (),
        controls=column["controls"] or (),
        endogenous=column["endogenous"] or (),
        instruments=instruments,
        absorb=column["absorb"] or (),
        errors=errors,
        cluster=cluster if errors in CLUSTERED else None,
        second_cluster=second if errors in CLUSTERED else None,
        dof=column["dof"] or ("ivreghdfe" if instruments else "reghdfe"),
        weights=column["weights"],
        sample=Sample(),
        title=column["title"],
        **{name: column[name] for name in OPTIONAL if column[name] is not None},
    )
    sample = Sample(
        complete=design.columns,
        drop_units=column["drop_units"] or (),
        times=column["years"],
        where=(column["where"],) if "where" in column else (),
        singletons=_dropped_singletons(study, design),
    )
    return replace(design, sample=sample)


def _clusters(given: str | tuple[str, str] | None) -> tuple[str | None, str | None]:
    """The clustering that nests units, and a second one."""
    if given is None or isinstance(given, str):
        return given, None
    return given


def _dropped_singletons(study: Study, design: Design) -> tuple[str, ...]:
    """The effects in which a row of its own tells nothing, where the rule of the package leaves such rows out.

    reghdfe and ivreghdfe do (Correia 2015); xtreg, ivreg2, plm and fixest since 0.13 keep them.
    """
    if design.dof not in DROPPING:
        return ()
    keys = {study.unit: "unit", study.time: "time"}
    return tuple(keys.get(name, name) for name in design.absorb)


def _on_common_sample(designs: tuple[Design, ...]) -> tuple[Design, ...]:
    """The designs of one table, all complete in the columns of every one of them."""
    union = tuple(dict.fromkeys(name for design in designs for name in design.columns))
    return tuple(replace(design, sample=replace(design.sample, complete=union)) for design in designs)
