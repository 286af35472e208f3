"""The provinces, the years, the anchors and the streams of random numbers."""

import csv
from pathlib import Path

import numpy as np
from shapes import Array, persistent, standard

YEARS = tuple(range(2013, 2024))
SEED = 20132023


def _anchors() -> list[dict[str, str]]:
    path = Path(__file__).with_name("anchors.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


ANCHORS = _anchors()
PROVINCES = tuple(row["province"] for row in ANCHORS)
N, T = len(PROVINCES), len(YEARS)
ELAPSED = np.arange(T, dtype=np.float64)


def anchor(name: str) -> Array:
    """One column of anchors.csv, a number for each province."""
    return np.array([float(row[name]) for row in ANCHORS])


def stream(number: int) -> np.random.Generator:
    """A generator of its own for each series, so that one change moves one series."""
    return np.random.default_rng([SEED, number])


def path(level: Array, growth: Array, base: int = 2013) -> Array:
    """Exponential growth in percent a year from a level in the base year."""
    return np.asarray(level[:, None] * np.exp(growth[:, None] / 100 * (ELAPSED - (base - 2013))))


def noise(number: int, rho: float) -> Array:
    """Persistent noise of variance 1, provinces by years."""
    return persistent(stream(number), N, T, rho)


def taste(number: int) -> Array:
    """A constant of each province, mean 0, standard deviation 1."""
    return standard(stream(number).standard_normal((N, 1)))


def cell(province: str, year: int) -> tuple[int, int]:
    """Position of a province-year."""
    return PROVINCES.index(province), YEARS.index(year)


def within(series: Array) -> Array:
    """Series less its province and year means (balanced)."""
    series = series.reshape(N, T)
    rows, columns = series.mean(axis=1, keepdims=True), series.mean(axis=0, keepdims=True)
    return np.asarray(series - rows - columns + series.mean())
