"""The bundled files against independent geometry (shapely) and the known neighbours of the provinces."""

import csv
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import shapely

from paneloom.space.boundaries import BUNDLED, Boundaries, read_boundaries


def areas(boundaries: Boundaries) -> list[shapely.MultiPolygon]:
    """The units as shapely builds them: a counter-clockwise ring opens a polygon, a clockwise one is its hole."""
    built = []
    for rings in boundaries.rings:
        polygons: list[tuple[np.ndarray, list[np.ndarray]]] = []
        for ring in rings:
            if shapely.is_ccw(shapely.linearrings(ring)):
                polygons.append((ring, []))
            else:
                polygons[-1][1].append(ring)
        built.append(shapely.MultiPolygon([shapely.Polygon(outer, holes) for outer, holes in polygons]))
    return built


@pytest.mark.parametrize(
    ("name", "units", "limit"), [("china-provinces", 34, 250_000), ("us-states", 51, 155_000)]
)
def test_every_unit_is_valid_and_shared_borders_are_shared(
    root: Path, name: str, units: int, limit: int
) -> None:
    boundaries = read_boundaries(name)
    drawn = areas(boundaries)
    assert len(boundaries.codes) == units
    assert all(area.is_valid and area.area > 0.0 for area in drawn)
    assert shapely.coverage_is_valid(drawn)
    source = root / "src" / "paneloom" / "space" / "data" / f"{name}.geojson"
    assert source.stat().st_size < limit


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_files_say_that_they_are_not_official(name: str) -> None:
    boundaries = read_boundaries(name)
    assert not boundaries.official
    assert "not an official map" in boundaries.source_en
    assert "非" in boundaries.source_zh


def test_china_answers_to_codes_and_names() -> None:
    boundaries = read_boundaries("china-provinces")
    assert len({*boundaries.codes, *boundaries.labels_zh, *boundaries.labels_en}) == 102
    asked = ["内蒙古", "内蒙古自治区", "Inner Mongolia", "inner mongol", 150000, 150000.0, "15"]
    assert {boundaries.positions([unit]) for unit in asked} == {boundaries.positions(["150000"])}
    shaanxi, shanxi = (boundaries.codes.index(code) for code in ("610000", "140000"))
    assert boundaries.positions(["陕西", "Shanxi"]) == (shaanxi, shanxi)


def test_us_answers_to_codes_and_names() -> None:
    boundaries = read_boundaries("us-states")
    asked = ["06", "CA", "California", "加利福尼亚", 6]
    assert {boundaries.positions([unit]) for unit in asked} == {(boundaries.codes.index("06"),)}


def test_paracel_islands_belong_to_hainan() -> None:
    boundaries = read_boundaries("china-provinces")
    rings = boundaries.rings[boundaries.codes.index("460000")]
    assert len(rings) > 10
    assert min(ring[:, 1].min() for ring in rings) < 17.0


def queen_pairs(boundaries: Boundaries) -> list[tuple[str, str]]:
    drawn = areas(boundaries)
    index = range(len(drawn))
    return [
        (boundaries.codes[i], boundaries.codes[j])
        for i, j in combinations(index, 2)
        if drawn[i].intersects(drawn[j])
    ]


def test_hainan_taiwan_and_macao_have_no_neighbour_and_hong_kong_has_guangdong() -> None:
    pairs = queen_pairs(read_boundaries("china-provinces"))
    islands = {"460000", "710000", "820000"}
    assert not [pair for pair in pairs if islands & {*pair}]
    assert [pair for pair in pairs if "810000" in pair] == [("440000", "810000")]
    assert len(pairs) == 69


@pytest.mark.shared
def test_the_68_queen_pairs_of_the_mainland(shared: Path) -> None:
    pairs = shared / "data" / "boundaries" / "china31_queen_pairs.csv"
    with pairs.open(encoding="utf-8", newline="") as file:
        known = [(row["adcode_a"], row["adcode_b"]) for row in csv.DictReader(file)]
    mainland = [pair for pair in queen_pairs(read_boundaries("china-provinces")) if "810000" not in pair]
    assert len(known) == 68
    assert sorted(mainland) == sorted(known)
