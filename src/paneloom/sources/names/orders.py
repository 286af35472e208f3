"""Official orders of units, for tables whose rows bear no names."""

from __future__ import annotations

from paneloom.sources.names.registry import bundled, registry

# The 31 provinces of the mainland, as yearbooks list them: without Taiwan, Hong Kong and Macao.
MAINLAND = "china-mainland"
_BEYOND = ("台湾", "香港", "澳门")


def units_in_order(name: str) -> tuple[str, ...]:
    """The units of a registry in its order, or the 31 provinces of "china-mainland".

    Raises
    ------
    PaneloomError
        ``unknown-registry``.
    """
    if name != MAINLAND:
        return registry(name).units
    return tuple(unit for unit in registry("china-provinces").units if unit not in _BEYOND)


def orders_of(rows: int) -> tuple[str, ...]:
    """The orders that have a unit for each of so many rows."""
    names = (MAINLAND, *(one.name for one in bundled()))
    return tuple(name for name in names if len(units_in_order(name)) == rows)
