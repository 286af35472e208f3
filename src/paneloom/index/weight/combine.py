"""Weights combined of several methods: linear, product, square-root product, game theory."""

from __future__ import annotations

from collections.abc import Sequence

from paneloom.index.weight.weighting import Terms, Weighting


def combined(parts: Sequence[Weighting], terms: Terms) -> Weighting:
    """The combination of ``parts`` that ``terms.combine`` asks for."""
    raise NotImplementedError(parts, terms)
