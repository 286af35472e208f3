"""The uncertainty that the recipe of an index declares: draws, and which input matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paneloom.algebra.record import Record
from paneloom.errors import PaneloomError
from paneloom.index.index import Index
from paneloom.index.uncertainty.cases import cases_of
from paneloom.index.uncertainty.choices import declared
from paneloom.index.uncertainty.monte_carlo import MonteCarlo, monte_carlo
from paneloom.index.uncertainty.sensitivity import sensitivity
from paneloom.index.uncertainty.sobol import SobolIndices
from paneloom.panel.panel import Panel


@dataclass(frozen=True, slots=True, eq=False)
class UncertaintyOfIndex(Record):
    """Draws and Sobol indices of one index; shares of draws are told for the first ``top`` places.

    ``outcome`` and ``unit`` say what the indices are of; they are None with a single input, which has all the
    variance.
    """

    draws: MonteCarlo
    indices: SobolIndices | None
    outcome: str
    unit: str | None
    top: int


def uncertainty_of(
    panel: Panel, index: Index, others: Mapping[str, Panel] | None = None
) -> UncertaintyOfIndex:
    """What the section ``uncertainty`` of an index asks for, over every unit-year of the panel.

    ``others`` are panels of the same unit-years whose gaps are filled in another way, by name.

    Raises
    ------
    PaneloomError
        As ``declared``, ``monte_carlo`` and ``sensitivity``.
    """
    recipe, section = index.recipe, index.part.uncertainty
    if section is None:
        raise PaneloomError("uncertainty-nothing", index=index.name)
    engines = {name: other.rows for name, other in (others or {}).items()}
    cases = cases_of(panel.rows, recipe.variables, engines)
    variants = declared(recipe, tuple(cases.values))
    draws = monte_carlo(variants, cases, section.runs, section.seed)
    indices = None
    if len(variants.inputs) > 1:
        indices = sensitivity(variants, cases, section.runs, section.seed, section.outcome, section.unit)
    return UncertaintyOfIndex(draws, indices, section.outcome, section.unit, section.top)
