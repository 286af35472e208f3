"""The fifteen indicators of new quality productivity (nqp = tp + gp + dp)."""

import numpy as np
from frame import ELAPSED, PROVINCES, N, T, anchor, cell, noise, path, taste, within
from shapes import Array, entropy_weights, standard, with_moments

# Shares of the entropy weights that fall to the three dimensions. The published maxima
# (.949 + .012 + .201) exceed 1, which no entropy-weighted index can; dp and gp take
# theirs and tp what is left.
SHARE = {"tp": 0.787, "gp": 0.012, "dp": 0.201}
SIZE = {"tp": 4, "gp": 5, "dp": 6}
BEST = {"tp": cell("广东", 2023), "gp": cell("北京", 2023), "dp": cell("广东", 2023)}

# Provinces whose indicators stay close to their dimension: the best one must be best in
# all, the small ones would else come out as giants in one series or another.
QUIET = {"广东": 0.2, "北京": 0.6, "上海": 0.6, "西藏": 0.4, "青海": 0.4, "宁夏": 0.4, "海南": 0.4}

# Guangdong must reach the published maximum of dp in 2023 without moving in step with tp.
GUANGDONG_DIGITAL = (0.90, 0.82, 0.74, 0.66, 0.60, 0.57, 0.58, 0.64, 0.76, 0.90, 1.0)

# Raw value at the worst and at the best score, and printed decimals.
RANGES = {
    "patents": (121, 703_000, 0),
    "hightech_revenue": (6, 58_000, 1),
    "innovation_expenditure": (0.5, 3_600, 2),
    "rd_personnel": (81, 920_000, 0),
    "energy": (2.10, 0.15, 2),
    "industrial_water": (95.0, 6.0, 3),
    "solid_waste_rate": (18.0, 99.5, 2),
    "waste_water": (22.0, 1.2, 1),
    "so2": (18.0, 0.05, 0),
    "ic_output": (0.0, 900.0, 2),
    "telecom_volume": (38.0, 2_100.0, 2),
    "broadband_ports": (44.0, 10_400.0, 1),
    "software_revenue": (1.0, 18_000.0, 1),
    "cable_length": (0.16, 12.0, 0),
    "ecommerce_sales": (33.0, 52_000.0, 1),
}
# Raw value = ratio x GDP (100 million yuan) x factor, for the ratios to GDP:
# t/10,000 yuan, m3/10,000 yuan, t/10,000 yuan, kg/10,000 yuan.
PER_GDP = {"energy": 1.0, "industrial_water": 1e-4, "waste_water": 1.0, "so2": 10.0}


def _technology() -> Array:
    size = np.log(path(anchor("innovation"), anchor("innovation_growth"), base=2023))
    level = np.exp(size + 0.10 * noise(1, 0.7))
    level[cell("西藏", 2013)] = 0.0
    level[BEST["tp"]] = level.max() * 1.01
    return with_moments(level, 0.107, 0.149, 0.0, SHARE["tp"])


def _digital(technology: Array) -> Array:
    level = standard(np.log(anchor("digital")))[:, None]
    drawn = level + 0.08 * (ELAPSED - 5) + 0.40 * noise(2, 0.85)
    # The lowest digital score must not fall to a province that is also last in technology,
    # or the minimum of nqp would come out below the published one.
    for province in ("新疆", "青海", "西藏", "甘肃", "宁夏", "海南", "贵州"):
        row = PROVINCES.index(province)
        drawn[row] = np.maximum(drawn[row], -1.45 + 0.03 * ELAPSED)
    drawn[cell("广西", 2013)] = drawn.min() - 0.55
    # The published coefficients of tp, dp and nqp fit together only if tp and dp move
    # nearly apart inside provinces.
    moves = within(technology)
    overlap = (within(drawn) * moves).sum(axis=1) / ((moves**2).sum(axis=1) + 0.002)
    drawn -= overlap[:, None] * moves
    drawn[PROVINCES.index("广东")] = (drawn.max() + 0.3) * np.array(GUANGDONG_DIGITAL)
    return with_moments(np.exp(0.2 * drawn), 0.095, 0.018, 0.066, SHARE["dp"])


def _green() -> Array:
    level = standard(np.log(anchor("digital")))[:, None]
    drawn = standard(0.6 * level + 0.16 * (ELAPSED - 5) + 0.5 * taste(3) + 0.4 * noise(4, 0.5))
    series = 0.0073 + 0.00045 * np.clip(drawn, -2.2, 2.2)
    # Few far rows and a tight rest are what keeps the published weight of gp near .01.
    series[PROVINCES.index("北京"), -4:] = (0.0085, 0.0092, 0.0102, SHARE["gp"])
    series[PROVINCES.index("宁夏"), :3] = (0.0048, 0.0055, 0.0061)
    return series


def _deviations(first: int, traits: list[Array | None], rho: float, share: float) -> Array:
    """Profiles of the indicators around their dimension; they sum to 0 in each row."""
    columns = []
    for j, trait in enumerate(traits):
        fixed = taste(first + 2 * j)
        if trait is not None:
            fixed = standard(standard(trait)[:, None] + 0.6 * fixed)
        columns.append(np.sqrt(share) * fixed + np.sqrt(1 - share) * noise(first + 2 * j + 1, rho))
    stacked = np.stack(columns, axis=-1)
    stacked -= stacked.mean(axis=-1, keepdims=True)
    for province, part in QUIET.items():
        stacked[PROVINCES.index(province)] *= part
    return np.asarray(stacked.reshape(N * T, -1))


def _row(where: tuple[int, int]) -> int:
    return where[0] * T + where[1]


def _worst(dimension: str, start: Array) -> list[int]:
    if dimension == "tp":
        return [_row(cell("西藏", 2013))] * SIZE["tp"]
    rows: list[int] = []
    for column in start.T:
        rows.append(next(int(k) for k in np.argsort(column, kind="stable") if int(k) not in rows))
    if dimension == "gp":
        rows[0] = rows[4] = _row(cell("宁夏", 2013))
    return rows


def _softened(scores: Array) -> Array:
    upper = 0.9 + 0.085 * np.tanh((scores - 0.9) / 0.085)
    lower = 0.1 - 0.088 * np.tanh((0.1 - scores) / 0.088)
    return np.where(scores > 0.9, upper, np.where(scores < 0.1, lower, scores))


class _Dimension:
    """Scores of one dimension, bent until their weighted sum is the given series."""

    def __init__(self, name: str, series: Array, deviations: Array, spread: float) -> None:
        self.name, self.deviations, self.spread = name, deviations, spread
        self.goal = series.reshape(-1) / SHARE[name]
        self.restart()

    def restart(self) -> None:
        goal = self.goal[:, None]
        if self.name == "tp":
            start = goal * np.exp(self.spread * self.deviations)
        else:
            start = goal + self.spread * self.deviations
        self.worst = _worst(self.name, start)
        self.scores = self._pinned(start if self.name == "tp" else _softened(start))

    def _pinned(self, scores: Array) -> Array:
        floor = 1e-5 if self.name == "tp" else 0.012
        scores = np.clip(scores, floor, 0.985)
        scores[_row(BEST[self.name])] = 1.0
        scores[self.worst, range(scores.shape[1])] = 0.0
        return scores

    def approach(self, weights: Array) -> None:
        """Move each score by its room, so that the dimension meets its series."""
        weights = weights / weights.sum()
        room = self.scores * (1 - self.scores)
        total = room @ weights
        total[total == 0] = 1.0
        step = (self.goal - self.scores @ weights) / total
        self.scores = self._pinned(self.scores + step[:, None] * room)


def _meet(dimensions: list[_Dimension]) -> Array:
    """Scores of all fifteen indicators whose entropy weights have the given shares."""
    edges = np.cumsum([SIZE[d.name] for d in dimensions])[:-1]
    for _ in range(24):
        for d in dimensions:
            d.restart()
        for _ in range(40):
            parts = np.split(entropy_weights(np.hstack([d.scores for d in dimensions])), edges)
            for d, part in zip(dimensions, parts, strict=True):
                d.approach(part)
        for d, part in zip(dimensions, parts, strict=True):
            if d.name != "tp":
                d.spread *= float(np.sqrt(SHARE[d.name] / part.sum()))
    return np.hstack([d.scores for d in dimensions])


def simulate_productivity(gdp: Array) -> dict[str, Array]:
    """Raw series of the fifteen indicators and land area, provinces by years."""
    technology = _technology()
    size, wealth = np.log(anchor("population")), np.log(anchor("gdp_per_head"))
    density = np.log(anchor("population") / anchor("area"))
    traits = [wealth, size, size, wealth, density, np.log(anchor("innovation"))]
    scores = _meet(
        [
            _Dimension("tp", technology, _deviations(100, [None] * 4, 0.9, 0.9), 0.3),
            _Dimension("gp", _green(), _deviations(120, [None] * 5, 0.7, 0.6), 0.0548),
            _Dimension("dp", _digital(technology), _deviations(140, list(traits), 0.9, 0.97), 0.21),
        ]
    ).reshape(N, T, -1)
    area = np.repeat(anchor("area")[:, None], T, axis=1)
    raw = {"area": area}
    for j, (key, (worst, best, decimals)) in enumerate(RANGES.items()):
        value = worst + (best - worst) * scores[:, :, j]
        if key in PER_GDP:
            value = value * gdp * PER_GDP[key]
        elif key == "cable_length":
            value = value * area * 1e4
        raw[key] = np.round(value, decimals)
    return raw
