"""Benefit of the doubt (Melyn and Moesen 1991; Cherchye et al. 2007): each row with the weights best for it."""

from __future__ import annotations

from paneloom.algebra.record import Floats


def doubt_scores(z: Floats, reference: Floats) -> Floats:
    """(n,) scores of the rows of ``z`` (n, k) against the rows of ``reference`` (r, k)."""
    raise NotImplementedError(z, reference)
