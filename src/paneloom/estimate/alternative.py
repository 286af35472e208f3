"""Another way to the errors of a model, shown beside its own where clusters are few."""

from __future__ import annotations

from dataclasses import dataclass

from paneloom.algebra.record import Floats, Record


@dataclass(frozen=True, slots=True, eq=False)
class Alternative(Record):
    """Inference on some slopes of a model by one method.

    Parameters
    ----------
    method
        A key of ``words.toml`` (group "covariance"): "cr2", "cr3", "wild", "pairs".
    names
        The q slopes it was made for.
    errors
        (q,) standard errors; NaN for a method that gives none (the wild bootstrap).
    reference
        (q,) degrees of freedom of the t distribution; NaN where p comes from draws.
    p, low, high
        (q,) two-sided p values and the ends of 95 % intervals.
    facts
        Conventions that moved a number, as pairs: ("weights", "rademacher"), ("draws", "9999"), ("seed", "1").
    warnings
        Keys of ``words.toml`` (group "covariance").
    """

    method: str
    names: tuple[str, ...]
    errors: Floats
    reference: Floats
    p: Floats
    low: Floats
    high: Floats
    facts: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
