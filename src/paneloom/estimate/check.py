"""A test of a model, or the reason why there is none: never a bare None or NaN."""

from __future__ import annotations

from dataclasses import dataclass

# Tests that every model with instruments is given and that have a table of their own, the reading
# "first-stage-tests": they are no rows below the coefficients.
IN_READING = (
    "sanderson_windmeijer",
    "kleibergen_paap_lm",
    "kleibergen_paap_f",
    "cragg_donald_f",
    "effective_f",
    "anderson_rubin",
    "sargan",
    "hansen_j",
    "wu_hausman",
    "durbin",
    "lag_instrument",
    "plausibly_exogenous",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One test.

    ``name`` and ``null`` are keys of ``words.toml`` (group "check"): what the test is called, and its null
    hypothesis in words. ``df`` are its degrees of freedom (infinite where F is chi-squared over them), ``covariance`` the kind it was computed under. A
    test that does not apply has ``reason``, a key of the same group, and no numbers.

    ``critical`` are critical values by key, for a statistic that has no p value but bounds. ``region`` is a
    confidence set that need not be an interval: ordered (low, high) with infinite ends, no pair when it is
    empty; None for a test that gives none. ``facts`` are conventions that moved a number, as pairs of keys.
    """

    name: str
    null: str
    statistic: float | None = None
    df: tuple[float, ...] = ()
    p: float | None = None
    covariance: str = ""
    about: str = ""
    reason: str = ""
    critical: tuple[tuple[str, float], ...] = ()
    region: tuple[tuple[float, float], ...] | None = None
    facts: tuple[tuple[str, str], ...] = ()
