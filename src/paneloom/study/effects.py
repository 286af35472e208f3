"""Names of absorbed effects: keys, labels, and those crossed ("region#year")."""

from __future__ import annotations

CROSS = "#"
# Errors that take the leverage of the effects, or clusters drawn and swept anew: an exact sweep.
NEED_SWEEP = ("hc2", "hc3", "cr2", "cr3", "pairs")


def parts_of(name: str) -> tuple[str, ...]:
    """The labels that are crossed in an effect, each once, sorted."""
    return tuple(sorted({part.strip() for part in name.split(CROSS)}))


def finest(absorb: tuple[str, ...]) -> tuple[str, ...]:
    """Each effect once, in order, without those that follow from another one.

    An effect whose parts all belong to another follows from it: the year beside region by year.
    """
    parts = {parts_of(name): name for name in reversed(absorb)}
    once = tuple(reversed(parts.values()))
    return tuple(n for n in once if not any(set(parts_of(n)) < set(other) for other in parts))
