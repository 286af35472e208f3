"""Choices that were written and that no column they reach ever reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from paneloom.errors import PaneloomError
from paneloom.study.model_column import ModelColumn
from paneloom.study.positions import Keys

SERIAL = ("driscoll-kraay", "newey-west", "conley")
SPATIAL = ("conley",)
# Errors that each of these choices acts on.
OF_ERRORS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"lags": SERIAL, "kernel": SERIAL, "coordinates": SPATIAL, "distance": SPATIAL}
)
# Readings of a table that draw, and those among them that draw the weights of a wild bootstrap.
DRAWING = ("group-differences", "multiple-testing", "placebo")


@dataclass(frozen=True, slots=True)
class Reached:
    """A column, and what its table asks for beside it."""

    column: ModelColumn
    tests: tuple[str, ...]
    show: tuple[str, ...]

    @property
    def errors(self) -> str:
        """The errors in use."""
        return self.column["errors"] or ("cluster" if self.column["cluster"] else "iid")

    @property
    def is_wild(self) -> bool:
        """Whether a wild bootstrap may stand beside the errors, as it does where clusters turn out to be few."""
        offered = self.errors == "cluster" and not isinstance(self.column["cluster"], tuple)
        return offered and self.column["few_clusters"] != "off"

    @property
    def draws(self) -> bool:
        """Whether anything is drawn."""
        return self.is_wild or self.errors == "pairs" or any(name in DRAWING for name in self.show)


# What tells of each other choice.
SLUGS: Mapping[str, str] = MappingProxyType(
    {
        "draws": "draws-idle",
        "bootstrap_weights": "bootstrap-weights-idle",
        "components": "components-idle",
        "estimator": "estimator-idle",
        "gamma": "gamma-idle",
    }
)
# Whether a column reads each other choice that may stand idle.
READS: Mapping[str, Callable[[Reached], bool]] = MappingProxyType(
    {
        "draws": lambda reached: reached.draws,
        "bootstrap_weights": lambda reached: reached.is_wild,
        "components": lambda reached: reached.column["model"] in ("random-effects", "mundlak"),
        "estimator": lambda reached: bool(reached.column["endogenous"] or reached.column["instruments"]),
        "gamma": lambda reached: "plausibly-exogenous" in reached.tests,
    }
)


def idle_problems(reached: list[Reached]) -> Iterator[PaneloomError]:
    """Each written choice that none of the columns it reaches reads, at the line where it stands.

    What a table chooses reaches its columns but those that choose for themselves, and the columns of every part
    that is like it: one of them is enough.
    """
    for choice in (*OF_ERRORS, *READS):
        by_key: dict[Keys, list[Reached]] = {}
        for one in reached:
            if choice in one.column.written and one.column[choice] is not None:
                by_key.setdefault(one.column.written[choice], []).append(one)
        for key, those in by_key.items():
            if not any(_reads(one, choice) for one in those):
                yield _problem(choice, those, key)


def _reads(one: Reached, choice: str) -> bool:
    return one.errors in OF_ERRORS[choice] if choice in OF_ERRORS else READS[choice](one)


def _problem(choice: str, those: list[Reached], key: Keys) -> PaneloomError:
    where = those[0].column.check.places.at(*key)
    errors = tuple(dict.fromkeys(one.errors for one in those))
    if choice in OF_ERRORS:
        return PaneloomError(
            "errors-choice-idle", where=where, choice=choice, errors=errors, acts_on=OF_ERRORS[choice]
        )
    return PaneloomError(SLUGS[choice], where=where, seen=those[0].column[choice])
