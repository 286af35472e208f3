"""Drawings: the same bytes, no plotting state, no boxes for letters."""

import re
import struct
import sys
from dataclasses import replace
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pytest
from tests.render.samples import HOSTILE, chart, square, two_panels

from paneloom.errors import PaneloomError
from paneloom.present.figure import Figure, Series
from paneloom.render.drawings import draw_figure, draw_map
from paneloom.render.drawings.heatmap import DARK
from paneloom.render.drawings.maps import thinned, turned
from paneloom.render.drawings.style import bounds, class_colours, shade, ticks, wrapped
from paneloom.render.fonts import font_path, missing_glyphs, text_width

FORMS = ("bars", "stacked-bars", "lines", "heatmap", "rank-paths")
GREEK_LINEAR_B = "\U00010000"


def _size(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("form", FORMS)
def test_two_drawings_of_a_chart_have_the_same_bytes(form):
    first, second = draw_figure(chart(form)), draw_figure(chart(form))
    assert first == second
    assert first.png.startswith(b"\x89PNG")


def test_two_drawings_of_a_map_have_the_same_bytes():
    assert draw_map(two_panels()) == draw_map(two_panels())


def test_a_drawing_tells_no_date_and_no_program():
    drawing = draw_figure(chart("bars"))
    assert b"<dc:date>" not in drawing.svg
    assert b"Matplotlib" not in drawing.svg
    assert b"Software" not in drawing.png


def test_text_is_drawn_as_outlines():
    assert b"<text" not in draw_map(two_panels()).svg


def test_settings_of_the_user_neither_count_nor_change():
    before = "matplotlib.pyplot" in sys.modules
    plain = draw_figure(chart("bars"))
    with mpl.rc_context({"axes.facecolor": "red", "lines.linewidth": 9, "font.size": 30}):
        assert draw_figure(chart("bars")) == plain
        assert mpl.rcParams["font.size"] == 30
    assert ("matplotlib.pyplot" in sys.modules) == before


@pytest.mark.parametrize("count", [31, 48])
def test_the_page_grows_with_the_categories(count):
    width, height = _size(draw_figure(chart("bars", tuple(f"省份{n}" for n in range(count)))).png)
    assert width == 1400
    assert height / 200 > count * 0.18


@pytest.mark.parametrize("text", HOSTILE)
def test_intervals_are_drawn_with_any_labels_and_gaps(text):
    values = ((1.0, None, 2.0), (2.0, None, 3.0), (3.5, 4.0, 3.0), (None, 1.0, 2.5))
    series = tuple(Series(text, column) for column in values)
    for count in (3, 4):
        figure = Figure("f", text, "intervals", (text, "b", "c"), series[:count], text, text)
        assert draw_figure(figure) == draw_figure(figure)


@pytest.mark.parametrize("columns", [1, 9, 40])
def test_a_heat_map_keeps_to_the_page_and_leaves_numbers_out_where_they_do_not_fit(columns):
    series = tuple(Series(f"{1980 + at}", (0.123, 0.456, None)) for at in range(columns))
    figure = Figure("f", "t", "heatmap", ("北京", "天津", "河北"), series, "Region")
    drawing = draw_figure(figure)
    assert _size(drawing.png)[0] == 1400
    numbers = len(drawing.svg) - len(draw_figure(replace(figure, digits=0)).svg)
    assert (numbers > 0) == (columns < 40)


def test_shades_go_from_light_to_dark_and_stop_at_the_ends():
    lightness = [_lightness(shade(share)) for share in (-1.0, 0.0, 0.2, 0.5, 0.9, 1.0, 2.0)]
    assert lightness == sorted(lightness, reverse=True)
    assert shade(-1.0) == shade(0.0)
    assert shade(2.0) == shade(1.0)


def test_letters_stand_out_from_every_shade():
    """The W3C asks for a contrast of 4.5; a little less in the middle of the scale is left to large type."""
    for share in np.linspace(0, 1, 101):
        ink = 255.0 if share > DARK else _lightness("#222222")
        assert abs(ink - _lightness(shade(float(share)))) > 85


def test_paths_are_told_apart_beyond_the_eight_looks():
    ranks = np.array([np.roll(np.arange(1, 13), at) for at in range(12)], dtype=float)
    series = tuple(Series(f"省{at}", tuple(row)) for at, row in enumerate(ranks))
    figure = Figure("f", "t", "rank-paths", tuple(map(str, range(2001, 2013))), series)
    assert b"stroke-dasharray" in draw_figure(figure).svg


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", FORMS)
def test_hostile_labels_are_drawn_as_they_are(form, text):
    figure = Figure(
        "f", text, form, (text, "b"), (Series(text, (1.0, None)), Series("s", (2.0, -1.0))), text, text
    )
    drawing = draw_figure(figure)
    assert b"<script" not in drawing.svg
    draw_map(two_panels(text))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("values", [(), (None,), (0.0,), (float("nan"),), (1e-9,), (1e15,), (-5.0,)])
def test_degenerate_values_are_drawn(form, values):
    categories = tuple(str(at) for at in range(len(values)))
    draw_figure(Figure("f", "t", form, categories, (Series("s", values),)))
    draw_figure(Figure("f", "t", form, categories, ()))


def test_a_character_that_no_font_has_is_an_error_not_a_box(monkeypatch):
    monkeypatch.setattr("paneloom.render.fonts._system_fonts", lambda: ())
    with pytest.raises(PaneloomError) as caught:
        draw_figure(chart("bars", ("北京", GREEK_LINEAR_B)))
    assert caught.value.slug == "font-lacks-glyphs"
    assert GREEK_LINEAR_B in caught.value.text("zh")


def test_a_system_font_steps_in_where_the_bundled_one_lacks_a_character(monkeypatch):
    path = font_path("a").parent.parent / "stand-in.ttf"
    monkeypatch.setattr("paneloom.render.fonts._system_fonts", lambda: (path,))
    monkeypatch.setattr("paneloom.render.fonts._lacking", lambda font, _: () if font == path else ("\u0634",))
    assert font_path("\u0634") == path


def test_the_bundled_font_serves_chinese_and_the_signs_of_tables():
    assert missing_glyphs("新疆维吾尔自治区 −0.123*** R² – × （注）") == ()
    assert missing_glyphs(f"a{GREEK_LINEAR_B}b{GREEK_LINEAR_B}") == (GREEK_LINEAR_B,)


def test_lines_are_wrapped_to_the_room():
    lines = wrapped("a long name of a region 内蒙古自治区", 8.5, 1.0)
    assert len(lines) > 1
    assert all(text_width(line, 8.5) <= 1.0 for line in lines)
    assert "".join(lines).replace(" ", "") == "alongnameofaregion内蒙古自治区"


@pytest.mark.parametrize("count", range(1, 8))
def test_classes_grow_darker(count):
    shades = [_lightness(colour) for colour in class_colours(count)]
    assert len(shades) == count
    assert all(light - dark > 15 for light, dark in pairwise(shades))


def test_ticks_are_round_and_lie_within_the_axis():
    assert [text for _, text in ticks(-0.1, 0.62)] == ["0", "0.2", "0.4", "0.6"]
    assert [text for _, text in ticks(-20000, 20000, 4)] == ["−20,000", "−10,000", "0", "10,000", "20,000"]
    low, high = bounds([1.0, 3.0], with_zero=True)
    assert low == 0.0
    assert high > 3.0


def test_a_hole_turns_against_its_rim_and_an_island_in_it_turns_back():
    rings = turned([square(0, 0, 9), square(1, 1, 7), square(3, 3, 2), square(20, 0, 1)])
    areas = [float(np.sum(r[:-1, 0] * r[1:, 1] - r[1:, 0] * r[:-1, 1])) for r in rings]
    assert [area > 0 for area in areas] == [True, False, True, True]


def test_a_common_border_stays_common_when_thinned():
    rng = np.random.default_rng(5)
    border = np.column_stack([rng.normal(0, 0.3, 400), np.linspace(0, 100, 400)])
    west = np.vstack([border, [[-50, 100], [-50, 0]], border[:1]])
    east = np.vstack([border, [[50, 100], [50, 0]], border[:1]])
    left, right = (thinned(ring, 1.0) for ring in (west, east))
    assert len(left) < len(west)
    assert np.array_equal(left[:-3], right[:-3])
    assert np.array_equal(left[0], left[-1])


def test_the_legend_shows_a_box_without_data_only_when_needed():
    with_hatch = draw_map(two_panels()).svg
    assert len(re.findall(rb"<pattern", with_hatch)) > 0
