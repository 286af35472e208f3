"""Boundaries of regions: the two bundled files and any GeoJSON file, as one record."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen
from paneloom.errors import PaneloomError, Place
from paneloom.study.contents import contents

BUNDLED = ("china-provinces", "us-states")
CODE_KEYS = ("code", "adcode", "GEOID", "GEOID20", "STATEFP", "gb", "省代码", "市代码")
CHINESE_KEYS = ("name_zh_short", "name_zh", "full_name_zh", "省", "市", "县")
ENGLISH_KEYS = ("name_en", "NAME", "shapeName", "postal", "iso_3166_2")
NAME_KEYS = (*CHINESE_KEYS, "name", *ENGLISH_KEYS, "fullname", "other_names")
# Longest first: what a short Chinese name of a region leaves off.
CHINESE_SUFFIXES = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")


@dataclass(frozen=True, slots=True, eq=False)
class Boundaries(Record):
    """Regions and their outlines, in the order of their file.

    ``rings`` has for each unit its closed rings, each of shape (points, 2), longitude and latitude in degrees;
    outer rings run counter-clockwise, holes clockwise. ``names`` lists for each unit every name that a study
    may call it by; ``official`` is True only where the file itself says that it is an official map.
    """

    name: str
    codes: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    labels_zh: tuple[str, ...]
    labels_en: tuple[str, ...]
    rings: tuple[tuple[Floats, ...], ...]
    source_en: str
    source_zh: str
    official: bool = False

    def positions(self, units: Iterable[object]) -> tuple[int, ...]:
        """The position of each of ``units``, found by its code, else by its name; never by its order.

        Raises
        ------
        PaneloomError
            ``map-join`` names the units without a polygon, ``map-ambiguous`` those that answer to two
            polygons, ``map-twice`` those that share one.
        """
        asked = [_text(unit) for unit in units]
        by_key = _positions_by_key(self)
        found = [by_key.get(_key(unit), ()) for unit in asked]
        uses = Counter(found)
        faults = {
            "map-join": [unit for unit, at in zip(asked, found, strict=True) if not at],
            "map-ambiguous": [unit for unit, at in zip(asked, found, strict=True) if len(at) > 1],
            "map-twice": [unit for unit, at in zip(asked, found, strict=True) if uses[at] > 1],
        }
        for slug, seen in faults.items():
            if seen:
                raise PaneloomError(slug, seen=seen, boundaries=self.name)
        return tuple(at[0] for at in found)


def read_boundaries(name_or_path: str | Path) -> Boundaries:
    """The bundled boundaries of that name, or those of a GeoJSON file (RFC 7946).

    Each feature needs a polygon and a code or a name, under one of the usual keys (``code``, ``adcode``,
    ``GEOID``; ``name_zh``, ``name``, ``name_en``). The collection may carry ``source_en``, ``source_zh``
    and ``official``; ``source`` stands for both languages.

    Raises
    ------
    PaneloomError
        ``boundary-unknown``, ``file-unreadable``, ``boundary-unreadable``, ``boundary-empty``, ``boundary-geometry``,
        ``boundary-degrees``, ``boundary-unnamed`` or ``boundary-duplicate``.
    """
    if name_or_path in BUNDLED:
        name = str(name_or_path)
        text = files("paneloom.space").joinpath("data", f"{name}.geojson").read_text(encoding="utf-8")
        return _boundaries(json.loads(text), name, Place(f"{name}.geojson"))
    path = Path(name_or_path)
    place = Place(str(path))
    if not path.is_file():
        raise PaneloomError("boundary-unknown", where=place, bundled=BUNDLED)
    data = contents(path, place)
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        # What is not UTF-8 or not JSON, a whole number of thousands of digits, brackets nested without end.
        raise PaneloomError("boundary-unreadable", where=place, seen=problem) from problem
    return _boundaries(document, path.stem, place)


def _positions_by_key(boundaries: Boundaries) -> dict[str, tuple[int, ...]]:
    """The positions of the units that answer to a code or, where no code is spelt so, to a name."""
    by_name: dict[str, tuple[int, ...]] = {}
    for index, names in enumerate(boundaries.names):
        for key in dict.fromkeys(map(_key, names)):
            by_name[key] = (*by_name.get(key, ()), index)
    return by_name | {_key(code): (index,) for index, code in enumerate(boundaries.codes)}


def _boundaries(document: Any, name: str, place: Place) -> Boundaries:
    """The record of one parsed GeoJSON document."""
    kind = document.get("type") if isinstance(document, dict) else None
    features = document.get("features") if isinstance(document, dict) else None
    if kind != "FeatureCollection" or not isinstance(features, list):
        raise PaneloomError("boundary-unreadable", where=place, seen=kind or type(document).__name__)
    if not features:
        raise PaneloomError("boundary-empty", where=place)
    units = [_unit(feature, number, place) for number, feature in enumerate(features, start=1)]
    codes = tuple(unit[0] for unit in units)
    uses = Counter(map(_key, codes))
    again = [code for code in codes if uses[_key(code)] > 1]
    if again:
        raise PaneloomError("boundary-duplicate", where=place, seen=again)
    source = str(document.get("source", document.get("name", name)))
    return Boundaries(
        name,
        codes,
        names=tuple(unit[1] for unit in units),
        labels_zh=tuple(unit[2] for unit in units),
        labels_en=tuple(unit[3] for unit in units),
        rings=tuple(unit[4] for unit in units),
        source_en=str(document.get("source_en", source)),
        source_zh=str(document.get("source_zh", source)),
        official=document.get("official") is True,
    )


def _unit(
    feature: Any, number: int, place: Place
) -> tuple[str, tuple[str, ...], str, str, tuple[Floats, ...]]:
    """Code, names, Chinese label, English label and rings of one feature."""
    if not isinstance(feature, dict):
        raise PaneloomError("boundary-unreadable", where=place, seen=type(feature).__name__)
    given = feature.get("properties")
    properties = given if isinstance(given, dict) else {}
    found = _texts(properties, NAME_KEYS)
    code = next(iter([*_texts(properties, CODE_KEYS), *_texts(feature, ("id",)), *found]), "")
    if not code:
        raise PaneloomError("boundary-unnamed", where=place, seen=number)
    label = next(iter([*_texts(properties, ("name",)), *found, code]))
    names = dict.fromkeys([*found, *(short for name in found for short in _short(name)), *_short_codes(code)])
    zh = next(iter([*_texts(properties, CHINESE_KEYS), label]))
    en = next(iter([*_texts(properties, ENGLISH_KEYS), label]))
    return code, tuple(names), zh, en, _rings(feature.get("geometry"), place, seen=f"{number} {label}")


def _texts(properties: dict[str, Any], keys: Sequence[str]) -> list[str]:
    """The non-empty values under ``keys`` as text, those of a list one by one."""
    values: list[object] = []
    for key in keys:
        value = properties.get(key)
        values += value if isinstance(value, list) else [value]
    return [text for text in (_text(value) for value in values if value is not None) if text]


def _text(value: object) -> str:
    """A code or name as text; a whole number that a reader made a float loses its point."""
    if isinstance(value, float | np.floating) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _key(text: str) -> str:
    """What two spellings of one name share: no spaces, no case."""
    return "".join(text.split()).casefold()


def _short(name: str) -> list[str]:
    """The Chinese name without the kind of region at its end."""
    for suffix in CHINESE_SUFFIXES:
        if name.endswith(suffix) and len(name) >= len(suffix) + 2:
            return [name.removesuffix(suffix)]
    return []


def _short_codes(code: str) -> list[str]:
    """Other spellings of a code: 110000 as 11, and 01 as the 1 that spreadsheets make of it."""
    short = [code[:2]] if len(code) == 6 and code.isdigit() and code.endswith("0000") else []
    return [*short, code.lstrip("0")] if code.isdigit() and code.startswith("0") else short


def _rings(geometry: Any, place: Place, seen: str) -> tuple[Floats, ...]:
    """The rings of a polygon or of several, outer rings counter-clockwise."""
    kind = str(geometry.get("type")) if isinstance(geometry, dict) else "none"
    try:
        polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}[kind]
        rings = [(_points(ring), index == 0) for polygon in polygons for index, ring in enumerate(polygon)]
    except OverflowError as problem:
        # A whole number too large for a coordinate, or for anything else on Earth.
        raise PaneloomError("boundary-unreadable", where=place, seen=seen) from problem
    except (TypeError, ValueError, LookupError) as problem:
        raise PaneloomError("boundary-geometry", where=place, seen=seen, kind=kind) from problem
    if not rings:
        raise PaneloomError("boundary-geometry", where=place, seen=seen, kind=kind)
    # Before anything is computed: the area of coordinates that are not finite is nothing to compare.
    for ring, _ in rings:
        if not (np.abs(ring) <= (360.0, 90.0)).all():
            raise PaneloomError("boundary-degrees", where=place, seen=seen)
    return tuple(frozen(_wound(ring, outer=outer)) for ring, outer in rings)


def _points(ring: Any) -> Floats:
    """(points, 2) longitudes and latitudes of one ring."""
    points = np.array([point[:2] for point in ring], dtype=np.float64)
    if points.ndim != 2 or len(points) < 3 or points.shape[1] != 2:
        raise ValueError
    return points


def _wound(ring: Floats, *, outer: bool) -> Floats:
    """The ring closed, and running the way its kind does (twice the signed area by the shoelace formula)."""
    if (ring[0] != ring[-1]).any():
        ring = np.vstack([ring, ring[:1]])
    x, y = (ring - ring[0]).T
    counter_clockwise = float(x[:-1] @ y[1:] - x[1:] @ y[:-1]) > 0.0
    return ring if counter_clockwise == outer else ring[::-1]
