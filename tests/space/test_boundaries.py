"""Reading a user's GeoJSON: what is accepted, and every fault by its name."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paneloom.errors import PaneloomError
from paneloom.space.boundaries import read_boundaries

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
HOLE = [[0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.4], [0.2, 0.2]]


def feature(geometry: Any = None, **properties: Any) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": [SQUARE]} if geometry is None else geometry
    return {"type": "Feature", "properties": properties, "geometry": shape}


def written(folder: Path, *features: Any, **top: Any) -> Path:
    path = folder / "map.geojson"
    document = {"type": "FeatureCollection", "features": list(features)} | top
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def slug(path: str | Path) -> str:
    with pytest.raises(PaneloomError) as caught:
        read_boundaries(path)
    assert caught.value.text("en")
    assert caught.value.text("zh")
    return caught.value.slug


def test_holes_run_against_their_outer_ring_however_they_were_written(tmp_path: Path) -> None:
    flipped = {"type": "Polygon", "coordinates": [SQUARE[::-1], HOLE]}
    (rings,) = read_boundaries(written(tmp_path, feature(flipped, name="A"))).rings
    turns = [float(r[:-1, 0] @ r[1:, 1] - r[1:, 0] @ r[:-1, 1]) for r in rings]
    assert turns == pytest.approx([2.0, -0.08])


def test_open_rings_are_closed_and_heights_dropped(tmp_path: Path) -> None:
    open_ring = {"type": "Polygon", "coordinates": [[[0, 0, 5], [1, 0, 5], [1, 1, 5]]]}
    ((ring,),) = read_boundaries(written(tmp_path, feature(open_ring, code="A"))).rings
    assert ring.shape == (4, 2)
    assert np.array_equal(ring[0], ring[-1])
    assert not ring.flags.writeable


@pytest.mark.parametrize(
    ("properties", "code", "zh", "en"),
    [
        ({"adcode": 110000, "name": "北京市"}, "110000", "北京市", "北京市"),
        ({"adcode": 110000.0, "name": "北京市", "name_en": "Beijing"}, "110000", "北京市", "Beijing"),
        ({"GEOID": "06", "NAME": "California"}, "06", "California", "California"),
        ({"name": "Bavaria"}, "Bavaria", "Bavaria", "Bavaria"),
    ],
)
def test_usual_keys_are_understood(
    tmp_path: Path, properties: dict[str, Any], code: str, zh: str, en: str
) -> None:
    boundaries = read_boundaries(written(tmp_path, feature(**properties)))
    assert (boundaries.codes, boundaries.labels_zh, boundaries.labels_en) == ((code,), (zh,), (en,))


def test_full_chinese_name_answers_to_the_short_one(tmp_path: Path) -> None:
    path = written(tmp_path, feature(adcode=330100, name="杭州市"), feature(adcode=110000, name="北京市"))
    assert read_boundaries(path).positions(["北京", "杭州"]) == (1, 0)


def test_source_and_official_come_from_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, feature(name="A"), source="GS(2023)0000", official=True)
    boundaries = read_boundaries(path)
    assert (boundaries.source_en, boundaries.source_zh) == ("GS(2023)0000", "GS(2023)0000")
    assert boundaries.official
    assert not read_boundaries(written(tmp_path, feature(name="A"), official="yes")).official


def test_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    path = written(tmp_path, feature(name="A"))
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert read_boundaries(path).codes == ("A",)


def test_every_fault_has_its_name(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": SQUARE}
    metres = {"type": "Polygon", "coordinates": [[[4e5, 3e6], [5e5, 3e6], [5e5, 4e6]]]}
    broken = {"type": "Polygon", "coordinates": [[[0, 0], ["x", 0], [1, 1]]]}
    nowhere = {"type": "Polygon", "coordinates": [[[0, 0], [float("nan"), 0], [1, 1]]]}
    short = {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 1]]]]}
    assert slug(tmp_path / "none.geojson") == "boundary-unknown"
    assert slug(written(tmp_path)) == "boundary-empty"
    assert slug(written(tmp_path, feature(name="A"), type="Topology")) == "boundary-unreadable"
    assert slug(written(tmp_path, 3)) == "boundary-unreadable"
    assert slug(written(tmp_path, feature(line, name="A"))) == "boundary-geometry"
    assert slug(written(tmp_path, feature({}, name="A"))) == "boundary-geometry"
    assert slug(written(tmp_path, feature(broken, name="A"))) == "boundary-geometry"
    assert slug(written(tmp_path, feature(short, name="A"))) == "boundary-geometry"
    assert slug(written(tmp_path, feature({"type": "Polygon"}, name="A"))) == "boundary-geometry"
    assert slug(written(tmp_path, feature(metres, name="A"))) == "boundary-degrees"
    assert slug(written(tmp_path, feature(nowhere, name="A"))) == "boundary-degrees"
    assert slug(written(tmp_path, feature(area=3))) == "boundary-unnamed"
    assert slug(written(tmp_path, feature(code=1), feature(code="1"))) == "boundary-duplicate"
    text = tmp_path / "text.geojson"
    text.write_text("not json", encoding="utf-8")
    assert slug(text) == "boundary-unreadable"
    text.write_bytes('{"name": "北京"}'.encode("gbk"))
    assert slug(text) == "boundary-unreadable"


def test_join_names_what_it_cannot_place(tmp_path: Path) -> None:
    path = written(tmp_path, feature(code="1", name="Springfield"), feature(code="2", name="Springfield"))
    boundaries = read_boundaries(path)
    cases = {"map-join": ["1", "Atlantis"], "map-ambiguous": ["springfield"], "map-twice": ["1", 1.0]}
    for expected, units in cases.items():
        with pytest.raises(PaneloomError) as caught:
            boundaries.positions(units)
        assert caught.value.slug == expected
    with pytest.raises(PaneloomError) as caught:
        boundaries.positions(["1", "Atlantis"])
    assert caught.value.seen == ["Atlantis"]


@pytest.mark.parametrize(
    "coordinates",
    ["[" * 100_000 + "]" * 100_000, f"[[[{'9' * 5000},0],[1,0],[1,1]]]", f"[[[{'9' * 400},0],[1,0],[1,1]]]"],
)
def test_json_that_no_map_holds_is_unreadable(tmp_path: Path, coordinates: str) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": [feature(name="A")]})
    text = text.replace(json.dumps([SQUARE]), coordinates)
    (tmp_path / "map.geojson").write_text(text, encoding="utf-8")
    assert slug(tmp_path / "map.geojson") == "boundary-unreadable"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("far", [1e300, float("inf"), float("nan"), -400.0])
def test_coordinates_off_the_earth_are_refused_before_they_are_multiplied(tmp_path: Path, far: float) -> None:
    shape = {"type": "Polygon", "coordinates": [[[0, 0], [far, far], [-far, 1], [0, 0]]]}
    assert slug(written(tmp_path, feature(shape, name="A"))) == "boundary-degrees"


@pytest.mark.filterwarnings("error")
def test_an_infinite_code_is_a_text_like_any_other(tmp_path: Path) -> None:
    assert read_boundaries(written(tmp_path, feature(code=float("inf"), name="A"))).codes == ("inf",)


def test_a_file_that_may_not_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_given: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, feature(name="A"))
    monkeypatch.setattr(Path, "open", refused)
    assert slug(path) == "file-unreadable"
