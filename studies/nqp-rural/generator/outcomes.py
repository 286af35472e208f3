"""Rural industrial revitalisation: rri (five indicators) and rri1 (four)."""

import numpy as np
from designs import Target, steered
from frame import ELAPSED, N, T, anchor, noise, path, within
from shapes import Array, entropy_weights, pooled, standard, with_moments

# Each list leaves out estimates that follow from the others (tp, gp and dp give nqp).
RRI_TARGETS = [
    Target("tp", 0.265),
    Target("gp", 1.5),
    Target("dp", 0.47),
    Target("dp", 0.53, ()),
    Target("nqp", -0.28, of="ur"),
    Target("nqp", 0.08, of="inv"),
    Target("nqp", 0.275, lag_instrument=True),
    Target("dp", 0.59, lag_instrument=True),
    Target("nqp", 0.20, region="东部"),
    Target("nqp", 0.27, region="中部"),
    Target("nqp", 0.10, region="西部"),
    Target("gp", 2.0, region="东部"),
]
RRI1_TARGETS = [
    Target("tp", 0.12),
    Target("gp", 0.6),
    Target("dp", 0.26),
    Target("nqp", -0.10, of="ur"),
]
RRI_MOMENTS = np.array([0.310, 0.142, 0.031, 0.852])


def _moments(series: Array) -> Array:
    return np.array([series.mean(), series.std(ddof=1), series.min(), series.max()])


def _levels(base: Array, moves: Array) -> Array:
    """Add province levels, ordered as in base, that give rri its published moments."""
    levels = base.mean(axis=1)
    years = np.linspace(-0.085, 0.085, T)
    goal = np.array([0.310, 0.120, 0.12, 0.72])
    for _ in range(200):
        series = with_moments(levels, *goal)[:, None] + years + moves
        goal = goal + 0.5 * (RRI_MOMENTS - _moments(series))
    return np.asarray(series)


def bent(start: Array, goal: Array, movable: Array) -> Array:
    """Scores near start, with its best and worst rows, whose weighted sum is goal."""
    columns = range(start.shape[1])
    best, worst = start.argmax(axis=0), start.argmin(axis=0)
    scores = start.copy()
    for _ in range(80):
        weights = entropy_weights(scores)
        room = scores * (1 - scores) * movable
        total = room @ weights
        total[total == 0] = 1.0
        scores = scores + ((goal - scores @ weights) / total)[:, None] * room
        scores = np.where(movable > 0, np.clip(scores, 0.004, 0.996), scores)
        scores[best, columns], scores[worst, columns] = 1.0, 0.0
    return scores


def _outcome(signal: Array, stream: int, size: float) -> Array:
    return signal + size * standard(noise(stream, 0.4)).reshape(-1)


def _flat(series: list[Array]) -> Array:
    return np.stack([pooled(s).reshape(-1) for s in series], axis=1)


def simulate_rri(data: dict[str, Array], rural_population: Array) -> dict[str, Array]:
    """Raw series of rri, given the explanatory variables in data (flat, by key)."""
    farm = path(anchor("farm_output"), anchor("farm_growth"))
    start = _flat(
        [
            anchor("grain_yield")[:, None] * (1 + 0.008 * ELAPSED) * np.exp(0.02 * noise(41, 0.5)),
            anchor("economic_crop_yield")[:, None] * (1 + 0.015 * ELAPSED) * np.exp(0.02 * noise(42, 0.5)),
            farm * np.exp(0.02 * noise(43, 0.6)),
            farm * np.exp(0.02 * noise(44, 0.6)),
            anchor("income")[:, None] * np.exp(0.085 * ELAPSED - 0.0008 * ELAPSED**2),
        ]
    )
    signal = 0.26 * data["tp"] + 0.3 * data["dp"] - 0.28 * data["ur"] + 0.08 * data["inv"]
    moved = steered(_outcome(signal, 40, 0.014), RRI_TARGETS, data)
    base = (start @ entropy_weights(start)).reshape(N, T)
    goal = _levels(base, within(moved))
    scores = bent(start, goal.reshape(-1), np.ones(5)).reshape(N, T, 5)
    low = np.array([3_100, 1_450, 6_200, 3_500, 5_600])
    high = np.array([8_300, 5_600, 52_000, 30_500, 43_000])
    value = low + (high - low) * scores
    return {
        "grain_yield": np.round(value[:, :, 0]),
        "economic_crop_yield": np.round(value[:, :, 1]),
        "primary_output": np.round(value[:, :, 2] * rural_population / 1e4, 2),
        "primary_va": np.round(value[:, :, 3] * rural_population / 1e4, 2),
        "rural_income": np.round(value[:, :, 4]),
    }


def simulate_rri1(data: dict[str, Array], rural_population: Array, primary_va: Array) -> dict[str, Array]:
    """Raw series of rri1, given the explanatory variables and primary value added."""
    per_head = primary_va / rural_population * 1e4
    start = _flat(
        [
            anchor("machinery")[:, None] * (1 + 0.035 * ELAPSED) * np.exp(0.03 * noise(51, 0.6)),
            anchor("grain_output")[:, None] * (1 + 0.007 * ELAPSED) * np.exp(0.02 * noise(52, 0.4)),
            per_head / anchor("farm_jobs")[:, None] * np.exp(0.02 * ELAPSED),
            anchor("processing")[:, None] * np.exp(0.04 * ELAPSED + 0.03 * noise(53, 0.6)),
        ]
    )
    base = (start @ entropy_weights(start)).reshape(N, T)
    signal = 0.12 * data["tp"] + 0.2 * data["dp"] - 0.10 * data["ur"]
    moves = within(steered(_outcome(signal, 50, 0.012), RRI1_TARGETS, data))
    goal = base - within(base) + moves
    scores = bent(start, goal.reshape(-1), np.array([1.0, 0.0, 1.0, 0.0])).reshape(N, T, 4)
    low, high = np.array([0.30, 28.0, 9_000, 25.0]), np.array([8.8, 7_900.0, 105_000, 21_500.0])
    value = low + (high - low) * scores
    return {
        "machinery_power": np.round(value[:, :, 0] * rural_population, 2),
        "grain_output": np.round(value[:, :, 1], 1),
        "primary_employment": np.round(primary_va / value[:, :, 2] * 1e4, 2),
        "processing_income": np.round(value[:, :, 3], 1),
    }
