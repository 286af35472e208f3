"""Equal-area projections: the customary ones of China and the United States, a fitting one elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen
from paneloom.space.boundaries import Boundaries

CHINA = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"
UNITED_STATES = "+proj=aea +lat_1=29.5 +lat_2=45.5 +lat_0=37.5 +lon_0=-96 +datum=WGS84 +units=m"
CHINA_BOX = (73.0, 3.0, 136.0, 54.0)
# A straight border of this many degrees leaves its true course by less than a line's width on a page.
LONGEST_STEP = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class ProjectedBoundaries(Record):
    """The units that are drawn: their ``positions`` in the boundaries, their rings in metres.

    ``projection`` is the PROJ string; each ring has shape (points, 2), easting and northing.
    """

    projection: str
    positions: tuple[int, ...]
    rings: tuple[tuple[Floats, ...], ...]


def project(boundaries: Boundaries, *, leave_out: Iterable[object] = ()) -> ProjectedBoundaries:
    """The boundaries on the plane, without the units of ``leave_out`` (codes or names).

    Raises
    ------
    PaneloomError
        ``map-join`` when a unit to leave out has no polygon.
    """
    import pyproj

    gone = frozenset(boundaries.positions(leave_out))
    kept = tuple(index for index in range(len(boundaries.codes)) if index not in gone)
    projection = fitting_projection(boundaries, kept)
    to_plane = pyproj.Proj(projection)
    rings = tuple(
        tuple(frozen(np.column_stack(to_plane(*densified(ring).T))) for ring in boundaries.rings[index])
        for index in kept
    )
    return ProjectedBoundaries(projection, kept, rings)


def fitting_projection(boundaries: Boundaries, kept: Iterable[int]) -> str:
    """The PROJ string of an equal-area projection for the units at the positions ``kept``.

    China and the United States have their customary Albers projections. Elsewhere: Albers with standard
    parallels a sixth inside the extent (Kavraisky's rule of thumb), a cylindrical one when these lie
    astride the equator, Equal Earth when the extent is wider than 180 degrees.
    """
    if boundaries.name == "us-states":
        return UNITED_STATES
    west, south, east, north = extent([ring for index in kept for ring in boundaries.rings[index]])
    low_x, low_y, high_x, high_y = CHINA_BOX
    inside = low_x <= west and east <= high_x and low_y <= south and north <= high_y
    if inside and east - west > 0.8 * (high_x - low_x):
        return CHINA
    middle = (west + east) / 2
    if east - west > 180.0:
        return f"+proj=eqearth +lon_0={middle:.6g} +datum=WGS84 +units=m"
    first, second = south + (north - south) / 6, north - (north - south) / 6
    if first * second <= 0.0 or abs(first + second) < 10.0:
        parallel = (abs(first) + abs(second)) / 2
        return f"+proj=cea +lat_ts={parallel:.6g} +lon_0={middle:.6g} +datum=WGS84 +units=m"
    return (
        f"+proj=aea +lat_1={first:.6g} +lat_2={second:.6g} +lat_0={(south + north) / 2:.6g} "
        f"+lon_0={middle:.6g} +datum=WGS84 +units=m"
    )


def extent(rings: Iterable[Floats]) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees; east may exceed 180 where the rings lie astride that meridian."""
    points = np.concatenate([densified(ring) for ring in rings])
    # The widest stretch of longitude without a point is what the extent leaves out.
    longitude = np.unique(points[:, 0] % 360.0)
    gaps = np.diff(longitude, append=longitude[0] + 360.0)
    widest = int(np.argmax(gaps))
    width = 360.0 - float(gaps[widest])
    west = float(longitude[(widest + 1) % longitude.size])
    west = west - 360.0 if west >= 180.0 else west
    return west, float(points[:, 1].min()), west + width, float(points[:, 1].max())


def densified(ring: Floats, step: float = LONGEST_STEP) -> Floats:
    """The ring with points added so that no edge is longer than ``step`` degrees on either axis."""
    reach = np.abs(np.diff(ring, axis=0)).max(axis=1)
    pieces = np.maximum(np.ceil(reach / step), 1.0).astype(np.int64)
    place = np.concatenate([[0], np.cumsum(pieces)])
    wanted = np.arange(place[-1] + 1)
    return np.column_stack([np.interp(wanted, place, ring[:, axis]) for axis in (0, 1)])
