"""What was asked of an index and could not be done."""

from __future__ import annotations

from dataclasses import dataclass

from paneloom.errors import PaneloomError


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reading, or a method of weighting, that the recipe or the rows do not allow: what was ``asked``, the key
    of the error and its details.
    """

    asked: str
    slug: str
    details: tuple[tuple[str, str], ...]


def refusal(asked: str, error: PaneloomError) -> Refusal:
    """The refusal that an error is."""
    return Refusal(asked, error.slug, tuple(error.details.items()))
