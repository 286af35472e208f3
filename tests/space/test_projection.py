"""Projections: areas against the sphere's own formula, extents across the date line, densified edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.space.boundaries import Boundaries, read_boundaries
from paneloom.space.projection import (
    CHINA,
    UNITED_STATES,
    densified,
    extent,
    fitting_projection,
    project,
)


def box(west: float, south: float, east: float, north: float) -> Floats:
    return np.array([[west, south], [east, south], [east, north], [west, north], [west, south]])


def made(*rings: Floats) -> Boundaries:
    codes = tuple(str(index) for index in range(len(rings)))
    return Boundaries(
        "made", codes, tuple((c,) for c in codes), codes, codes, tuple((r,) for r in rings), "", ""
    )


def area(ring: Floats) -> float:
    x, y = (ring - ring[0]).T
    return float(x[:-1] @ y[1:] - x[1:] @ y[:-1]) / 2


def authalic(ring: Floats) -> float:
    """Square metres of a box of degrees on WGS 84 (Snyder 1987, eq. 3-12)."""
    e = 0.0818191908426215
    sine = np.sin(np.radians([ring[:, 1].min(), ring[:, 1].max()]))
    q = (1 - e**2) * (sine / (1 - (e * sine) ** 2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e))
    return 6378137.0**2 * np.radians(np.ptp(ring[:, 0])) * (q[1] - q[0]) / 2


@pytest.mark.parametrize(
    ("ring", "kind"),
    [
        (box(5, 47, 15, 55), "aea"),
        (box(-75, -55, -53, -22), "aea"),
        (box(95, -11, 141, 6), "cea"),
        (box(-170, -60, 179, 80), "eqearth"),
        (box(73, 3, 136, 54), "aea"),
    ],
)
def test_projections_keep_areas(ring: Floats, kind: str) -> None:
    projected = project(made(ring))
    assert f"+proj={kind} " in projected.projection
    # Edges of half a degree stand for parallels that are curves on the plane.
    assert area(projected.rings[0][0]) == pytest.approx(authalic(ring), rel=5e-5)


def test_customary_projections_of_the_bundled_files() -> None:
    china, states = read_boundaries("china-provinces"), read_boundaries("us-states")
    assert project(china).projection == CHINA
    assert fitting_projection(states, range(51)) == UNITED_STATES
    square_km = sum(area(ring) for unit in project(china).rings for ring in unit) / 1e6
    assert 9.3e6 < square_km < 9.6e6


def test_units_left_out_are_not_drawn() -> None:
    states = read_boundaries("us-states")
    lower = project(states, leave_out=["AK", "Hawaii"])
    assert len(lower.rings) == len(lower.positions) == 49
    points = np.concatenate([ring for unit in lower.rings for ring in unit])
    assert np.ptp(points[:, 0]) < 4.8e6
    with pytest.raises(PaneloomError) as caught:
        project(states, leave_out=["Guam"])
    assert caught.value.slug == "map-join"


def test_extent_reaches_over_the_date_line() -> None:
    assert extent([box(170, 50, 179, 60), box(-179, 52, -170, 58)]) == (170.0, 50.0, 190.0, 60.0)
    assert extent([box(-130, 20, -60, 50)]) == (-130.0, 20.0, -60.0, 50.0)
    assert extent([box(-10, 40, 20, 50)]) == (-10.0, 40.0, 20.0, 50.0)


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=4, max_size=9))
def test_densified_rings_keep_their_points_and_have_short_edges(points: list[tuple[float, float]]) -> None:
    ring = np.array([*points, points[0]])
    dense = densified(ring)
    assert np.abs(np.diff(dense, axis=0)).max() <= 0.5 + 1e-9
    assert all((np.abs(dense - point).max(axis=1) < 1e-9).any() for point in ring)
    assert area(dense) == pytest.approx(area(ring), abs=1e-6)
