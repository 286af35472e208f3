"""The choropleth record: joined by code or name, counted by class, honest about what is missing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paneloom.errors import PaneloomError
from paneloom.present.map import Map
from paneloom.space.boundaries import read_boundaries
from paneloom.space.choropleth import choropleth, interval_labels
from paneloom.space.map_classes import given_classes, map_classes

CHINA = read_boundaries("china-provinces")
MAINLAND = CHINA.codes[:31]
VALUES = np.linspace(0.1, 0.7, 31)
WORDS = {"name": "maps.index", "title": "T", "legend_title": "L", "language": "zh"}


def drawn(units=MAINLAND, panels=(("2021", VALUES),), classes=None, boundaries=CHINA, **changes) -> Map:
    pooled = np.concatenate([np.asarray(values, dtype=float) for _, values in panels])
    return choropleth(boundaries, units, panels, classes or map_classes(pooled, 5), **(WORDS | changes))


def parts(result: Map) -> tuple[object, ...]:
    """All that the map holds, in a form that compares."""
    outlines = [(o.code, o.label, [ring.tobytes() for ring in o.rings]) for o in result.outlines]
    return outlines, result.panels, result.legend, result.no_data, result.notes, result.title


def test_polygons_without_data_are_drawn_and_counted() -> None:
    values = VALUES.copy()
    values[3] = np.nan
    result = drawn(panels=[("2011", VALUES), ("2021", values)])
    assert len(result.outlines) == 34
    assert result.no_data.count == 3 + 4
    assert result.no_data.label == "无数据"
    assert sum(box.count for box in result.legend) == 31 + 30
    assert [panel.classes.count(None) for panel in result.panels] == [3, 4]
    assert result.panels[1].values[3] is None


@settings(deadline=None, max_examples=15)
@given(st.permutations(range(31)))
def test_rows_in_any_order_make_the_same_map(order: list[int]) -> None:
    assert parts(drawn([MAINLAND[i] for i in order], [("2021", VALUES[order])])) == parts(drawn())


@pytest.mark.parametrize("names", [CHINA.labels_zh[:31], CHINA.labels_en[:31]])
def test_names_do_as_well_as_codes(names: tuple[str, ...]) -> None:
    assert parts(drawn(names)) == parts(drawn())


def test_a_unit_without_polygon_stops_the_map() -> None:
    with pytest.raises(PaneloomError) as caught:
        drawn([*MAINLAND[:30], "火星"])
    assert (caught.value.slug, caught.value.seen) == ("map-join", ["火星"])


def test_a_panel_of_another_length_stops_the_map() -> None:
    with pytest.raises(PaneloomError) as caught:
        drawn(panels=[("2021", VALUES[:30])])
    assert caught.value.slug == "map-length"


def test_source_stands_last_and_says_what_it_is() -> None:
    for language, words in (("zh", "非标准地图"), ("en", "not an official map")):
        note = drawn(language=language).notes[-1]
        assert note.kind == "source"
        assert words in note.text
    assert drawn(language="en").outlines[0].label == "Beijing"


def test_units_of_the_study_that_are_left_out_are_named() -> None:
    states = read_boundaries("us-states")
    values = np.arange(51.0)
    lower = drawn(states.codes, [("", values)], boundaries=states, language="en", leave_out=["AK", "HI"])
    assert lower.notes[0].text == "Not drawn: Alaska, Hawaii"
    assert len(lower.outlines) == 49
    assert sum(box.count for box in lower.legend) == 49


def test_interval_labels() -> None:
    classes = given_classes([0.0], [-0.5, 0.0, 0.25])
    assert interval_labels(classes, 2) == ("−0.50–0.00", "0.00–0.25")
    assert interval_labels(map_classes([1.0, 1.0], 1), 1) == ("1.0",)
