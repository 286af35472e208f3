"""Population, output and the five controls, with the published moments."""

import numpy as np
from frame import ELAPSED, N, T, anchor, cell, noise, path, taste
from shapes import Array, with_moments

# The published minimum of gov (.001) and maximum of inv (.922) lie far outside every
# other province-year; one cell each carries them, the moments of the rest make up for it.
GOV_MISPRINT = cell("天津", 2016), 0.001
INV_SPIKE = cell("海南", 2021), 0.922


def _with_one_outlier(
    values: Array, where: tuple[int, int], outlier: float, moments: tuple[float, float, float, float]
) -> Array:
    mean, sd, low, high = moments
    rest = np.ones((N, T), dtype=bool)
    rest[where] = False
    n = N * T
    rest_mean = (n * mean - outlier) / (n - 1)
    squares = (n - 1) * sd**2 - (outlier - mean) ** 2 - (n - 1) * (rest_mean - mean) ** 2
    result = np.full((N, T), outlier)
    result[rest] = with_moments(values[rest], rest_mean, float(np.sqrt(squares / (n - 2))), low, high)
    return result


def _urban_share() -> Array:
    start, end = anchor("urban_2013")[:, None], anchor("urban_2023")[:, None]
    progress = (ELAPSED / ELAPSED[-1]) ** 0.9
    drawn = start + (end - start) * progress + 0.006 * noise(11, 0.7)
    drawn[cell("西藏", 2013)] = drawn.min() - 0.004
    return with_moments(drawn, 0.609, 0.123, 0.239, 0.896)


def _fiscal_share() -> Array:
    drawn = anchor("fiscal_share")[:, None] * np.exp(0.05 * noise(12, 0.7) + 0.01 * ELAPSED)
    return _with_one_outlier(drawn, *GOV_MISPRINT, (0.287, 0.207, 0.098, 1.354))


def _industry_ratio() -> Array:
    trend = 1.22 - 0.035 * ELAPSED
    drawn = anchor("industry_ratio")[:, None] * trend * np.exp(0.05 * noise(13, 0.8))
    return with_moments(drawn, 0.758, 0.223, 0.171, 1.454)


def _foreign_share() -> Array:
    level = 0.5 * (anchor("gdp_per_head") - 4.5)[:, None]
    drawn = np.exp(level + 0.8 * taste(14) + 0.35 * noise(15, 0.6) - 0.05 * ELAPSED)
    return _with_one_outlier(drawn, *INV_SPIKE, (0.025, 0.060, 0.0002, 0.23))


def _log_enrolment() -> Array:
    drawn = np.log(path(anchor("enrolment"), anchor("enrolment_growth"))) + 0.02 * noise(16, 0.6)
    drawn[cell("西藏", 2013)] = drawn.min() - 0.01
    return with_moments(drawn, 4.269, 0.956, 1.209, 5.689)


def simulate_controls() -> dict[str, Array]:
    """Raw series behind the controls; keys as in the workbook, provinces by years.

    `industry_ratio` is not a raw series: secondary and tertiary value added follow
    from it once primary value added is known.
    """
    population = np.round(
        path(anchor("population"), anchor("population_growth")) * np.exp(0.002 * noise(17, 0.5))
    )
    gdp = population * path(anchor("gdp_per_head"), anchor("gdp_growth") - anchor("population_growth"))
    gdp = np.round(gdp * np.exp(0.012 * noise(18, 0.6)), 1)
    urban = np.round(_urban_share() * population, 1)
    return {
        "population": population,
        "urban_population": urban,
        "rural_population": np.round(population - urban, 1),
        "gdp": gdp,
        "fiscal_expenditure": np.round(_fiscal_share() * gdp, 2),
        "fdi": np.round(_foreign_share() * gdp, 2),
        "college_enrolment": np.asarray(np.exp(_log_enrolment())).round(2),
        "industry_ratio": _industry_ratio(),
    }
