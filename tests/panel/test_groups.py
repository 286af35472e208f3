"""Groupings by list, by bundled scheme, by years and by median become labels of the rows, or are refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.panel.frames import frame

from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomError
from paneloom.panel.frame import Frame
from paneloom.panel.groups import with_groups
from paneloom.study.expression import parse
from paneloom.study.groups import scheme, schemes
from paneloom.study.model import Study
from paneloom.study.sample import Sample
from paneloom.wording import LANGUAGES

NAN = float("nan")


def study(names: str | None = None, **groups: Any) -> Study:
    return Study.model_validate(
        {
            "study": {"title": "t", "panel": ("unit", "year")},
            "data": {"d": {"file": "d.csv"}},
            "clean": {"names": names} if names else {},
            "groups": groups,
        }
    )


def lists(**levels: tuple[str, ...]) -> dict[str, Any]:
    return {level: {"units": units} for level, units in levels.items()}


def named(units: tuple[str, ...]) -> Frame:
    """A row for each unit."""
    rows = list(range(len(units)))
    made = frame(rows, [2000] * len(rows), {})
    return Frame(units, made.unit, made.time, made.numbers, made.categories)


def refused(rows: Frame, group: Any, **options: Any) -> PaneloomError:
    with pytest.raises(PaneloomError) as caught:
        with_groups(rows, study(group=group, **options))
    assert caught.value.where
    for language in LANGUAGES:
        assert caught.value.text(language)
    return caught.value


def test_groups_are_a_partition() -> None:
    panel = frame([0, 0, 1], [1, 2, 1], {})
    grouped = with_groups(panel, study(region=lists(east=("a", "gone"), west=("b",))), dropped=("gone",))
    assert grouped.categories["region"].tolist() == ["east", "east", "west"]


@pytest.mark.parametrize(
    ("levels", "slug", "seen"),
    [
        (lists(east=("a",)), "group-not-partition", ("b",)),
        (lists(east=("a", "b"), west=("b",)), "unit-twice", "b"),
        (lists(east=("a", "b", "bb")), "group-unknown-unit", "bb"),
    ],
)
def test_what_is_no_partition_is_refused(levels: dict[str, Any], slug: str, seen: object) -> None:
    fault = refused(frame([0, 1], [1, 1], {}), levels)
    assert (fault.slug, fault.seen) == (slug, seen)


def test_a_scheme_gives_a_part_of_its_units_their_levels() -> None:
    grouped = with_groups(named(("海南", "吉林", "重庆")), study(region="china-three-belts"))
    assert grouped.categories["region"].tolist() == ["east", "central", "west"]


def test_a_scheme_that_lacks_a_unit_says_which_and_by_what_names_it_goes() -> None:
    fault = refused(named(("北京", "香港")), "china-four-regions", names="china-provinces")
    assert (fault.slug, fault.seen, fault.details["registry"]) == ("group-not-partition", ("香港",), "")
    fault = refused(named(("北京市",)), "china-four-regions")
    assert 'names = "china-provinces"' in fault.text("en")


@pytest.mark.parametrize("name", schemes())
def test_every_scheme_parts_the_units_of_its_registry(name: str) -> None:
    units = tuple(unit for level in scheme(name).levels.values() for unit in level.units)
    assert len(set(units)) == len(units) == (31 if scheme(name).registry == "china-provinces" else 51)
    grouped = with_groups(named(units), study(region=name))
    assert set(grouped.categories["region"].tolist()) == set(scheme(name).levels)


def test_years_are_labels_of_rows() -> None:
    levels = {"early": {"years": (2013, 2014)}, "late": {"years": (2015, 2020)}}
    panel = frame([0, 0, 1, 1], [2013, 2015, 2014, 2020], {})
    grouped = with_groups(panel, study(period=levels))
    assert grouped.categories["period"].tolist() == ["early", "late", "early", "late"]


def test_years_in_no_period_are_listed() -> None:
    levels = {"early": {"years": (2013, 2014)}, "late": {"years": (2016, 2020)}}
    fault = refused(frame([0, 0, 0], [2013, 2015, 2021], {}), levels)
    assert (fault.slug, fault.seen) == ("periods-not-partition", (2015, 2021))


def test_high_is_above_the_median_of_unit_means_over_the_years_present() -> None:
    x = [1.0, 5.0, 2.0, NAN, 9.0, 9.0]
    panel = frame([0, 0, 1, 1, 2, 2], [1, 2, 1, 2, 1, 2], {"x": x})
    grouped = with_groups(panel, study(rich={"median": "x"}))
    # Means 3, 2, 9: the unit at the median is low.
    assert grouped.categories["rich"].tolist() == ["low", "low", "low", "low", "high", "high"]


def test_a_base_year_compares_that_year_alone() -> None:
    panel = frame([0, 0, 1, 1], [1, 2, 1, 2], {"x": [1.0, 5.0, 2.0, 0.0]})
    grouped = with_groups(panel, study(rich={"median": "x", "year": 1}))
    assert grouped.categories["rich"].tolist() == ["low", "low", "high", "high"]


def test_units_without_a_value_are_listed_never_left_out() -> None:
    panel = frame([0, 0, 1, 2], [1, 2, 2, 1], {"x": [1.0, 5.0, 2.0, 3.0]})
    fault = refused(panel, {"median": "x", "year": 1})
    assert (fault.slug, fault.seen, fault.details["year"]) == ("median-no-value", ("b",), "1")
    fault = refused(frame([0, 1], [1, 1], {"x": [1.0, NAN]}), {"median": "x"})
    assert (fault.slug, fault.seen) == ("median-no-value", ("b",))
    assert "year" not in fault.text("en").split("\n")[0]


def test_equal_units_are_no_two_groups() -> None:
    fault = refused(frame([0, 1], [1, 1], {"x": [3.0, 3.0]}), {"median": "x"})
    assert fault.slug == "median-one-level"


def test_a_median_waits_for_its_variable() -> None:
    panel, rules = (
        frame([0, 1], [1, 1], {"x": [3.0, 4.0]}),
        study(rich={"median": "y"}, all=lists(a=("a", "b"))),
    )
    first = with_groups(panel, rules)
    assert list(first.categories) == ["unit", "all"]
    rows = MemoryEngine(first).derive({"y": parse("0 - x")})
    rows = MemoryEngine(with_groups(rows.frame, rules))
    assert rows.frame.categories["rich"].tolist() == ["high", "low"]
    assert rows.totals(("x",), Sample(where=(("rich", "high"),))).n == 1


@given(st.lists(st.integers(-(10**6), 10**6).map(float), min_size=2, max_size=12, unique=True))
@settings(max_examples=60, deadline=None)
def test_at_most_half_are_high_and_no_low_unit_is_above_a_high_one(values: list[float]) -> None:
    rows = list(range(len(values)))
    panel = frame(rows, [1] * len(rows), {"x": values})
    level = with_groups(panel, study(rich={"median": "x"})).categories["rich"]
    high, low = np.array(values)[level == "high"], np.array(values)[level == "low"]
    assert 1 <= high.size <= low.size
    assert low.max() < high.min()
