import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.panel.frames import frame, observations

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.panel.assemble import assemble
from paneloom.panel.coverage import coverage

NAN = float("nan")


def test_rows_are_the_union_of_the_keys_and_the_rest_is_missing() -> None:
    made = assemble(
        (
            observations("x", ("乙", 2014, 1.0), ("甲", 2013, 2.0)),
            observations("y", ("甲", 2014, 3.0), ("甲", 2013, NAN)),
            observations("region", ("甲", None, "east"), ("丙", None, "west")),
        ),
        "province",
    )
    assert made.frame.units == ("乙", "甲")
    assert made.frame.unit_names == ("乙", "甲", "甲")
    assert made.frame.time.tolist() == [2014, 2013, 2014]
    np.testing.assert_array_equal(made.frame.numbers["x"], [1.0, 2.0, NAN])
    np.testing.assert_array_equal(made.frame.numbers["y"], [NAN, NAN, 3.0])
    assert made.frame.categories["region"].tolist() == ["", "east", "east"]
    assert list(made.frame.categories) == ["province", "region"]
    assert made.frame.categories["province"].tolist() == ["乙", "甲", "甲"]


def test_places_are_those_of_the_cells_empty_ones_too() -> None:
    x, y = observations("x", ("甲", 2014, NAN)), observations("y", ("甲", 2013, 1.0), ("甲", 2014, 2.0))
    made = assemble((x, y), "province")
    assert made.origins["x"].place(0) is None
    place = made.origins["x"].place(1)
    assert place is not None
    assert place.line == 2


def test_rows_without_any_value_are_left_out_with_their_first_cell() -> None:
    x = observations("x", ("甲", 2013, NAN), ("甲", 2014, 1.0), ("乙", 2013, NAN))
    named = observations("belt", ("甲", None, "east"))
    for others in ((), (named,), (observations("r", ("甲", 2013, "")),)):
        made = assemble((x, *others), "province")
        assert (made.frame.units, made.frame.time.tolist()) == (("甲",), [2014])
        lines = [(e.action, e.rule, e.unit, e.time, e.place and e.place.line) for e in made.entries]
        assert lines == [
            ("dropped", "empty row", "甲", 2013, 2),
            ("dropped", "empty row", "乙", 2013, 4),
        ]
        assert made.empty_units == ("乙",)
        assert made.named.tolist() == [True]


def test_a_label_of_its_own_time_is_a_value() -> None:
    x = observations("x", ("甲", 2013, NAN), ("甲", 2014, 1.0))
    made = assemble((x, observations("r", ("甲", 2013, "east"))), "province")
    assert made.frame.time.tolist() == [2013, 2014]


@pytest.mark.parametrize(("years", "times"), [(None, [2012, 2013, 2014]), ((2013, 2015), [2013, 2014, 2015])])
def test_the_grid_covers_the_years_asked_for_or_else_those_with_a_value(
    years: tuple[int, int] | None, times: list[int]
) -> None:
    x = observations("x", ("甲", 2011, NAN), ("甲", 2012, 1.0), ("甲", 2013, 1.0), ("乙", 2014, 2.0))
    region = observations("region", ("甲", None, "east"), ("乙", None, "west"))
    made = assemble((x, region), "province", years=years, complete=True)
    assert made.frame.time.tolist() == times * 2
    assert made.frame.categories["region"].tolist() == ["east"] * 3 + ["west"] * 3
    named = [("甲", 2012), ("甲", 2013), ("乙", 2014)]
    keys = zip(made.frame.unit_names, made.frame.time.tolist(), strict=True)
    assert made.named.tolist() == [key in named for key in keys]


def test_the_grid_ends_where_years_have_four_digits() -> None:
    x = observations("x", ("甲", 2013, 1.0), ("乙", 2013, 1.0))
    made = assemble((x,), "province", years=(2013, 10**20), complete=True)
    assert made.frame.time.tolist() == [*range(2013, 10_000)] * 2


def test_units_stand_in_the_order_of_a_registry() -> None:
    made = assemble(
        (observations("x", ("乙", 1, 1.0), ("甲", 1, 2.0)),), "province", order=("甲", "乙", "丙")
    )
    assert made.frame.units == ("甲", "乙")
    assert made.frame.numbers["x"].tolist() == [2.0, 1.0]


def test_years_and_dropped_units_are_counted_by_unit() -> None:
    made = assemble(
        (observations("x", ("甲", 2012, 1.0), ("甲", 2013, 1.0), ("乙", 2013, 1.0), ("乙", 2014, 1.0)),),
        "province",
        years=(2013, 2014),
        drop_units=("乙",),
    )
    assert made.frame.unit_names == ("甲",)
    assert [(entry.rule, entry.unit, entry.before) for entry in made.entries] == [
        ("drop_units", "乙", "2"),
        ("years", "甲", "1"),
    ]


def test_a_unit_of_the_registry_can_be_dropped_before_it_is_met() -> None:
    made = assemble(
        (observations("x", ("甲", 2013, 1.0)),), "province", order=("甲", "乙"), drop_units=("乙",)
    )
    assert [(entry.unit, entry.before) for entry in made.entries] == [("乙", "0")]


def test_two_cells_of_one_key_are_refused_with_both_places_even_when_equal() -> None:
    with pytest.raises(PaneloomErrors) as caught:
        assemble((observations("x", ("甲", 2013, 1.0), ("乙", 2013, 1.0), ("甲", 2013, 1.0)),), "province")
    (problem,) = caught.value.problems
    assert problem.slug == "duplicate-key"
    assert problem.where is not None
    assert problem.where.line == 4
    assert "line 2" in problem.text("en")
    assert "第 2 行" in problem.text("zh")


def test_a_duplicate_names_the_unit_that_is_absent() -> None:
    rows = [(unit, year, 1.0) for unit in ("山西省", "陕西省") for year in (2013, 2014)]
    rows[1] = ("陕西省", 2014, 1.0)
    for order in (None, ("北京市", "山西省", "陕西省")):
        with pytest.raises(PaneloomErrors) as caught:
            assemble((observations("x", *rows),), "province", order=order)
        (problem,) = caught.value.problems
        assert problem.remedy("en").endswith("A name may be mistyped; without a value at that time: 山西省.")
        assert problem.remedy("zh").endswith("也可能是写错了地区名称，该时间没有数值的是：山西省。")


def test_a_duplicate_names_a_unit_of_the_registry_that_is_nowhere() -> None:
    rows = [("陕西省", 2013, 1.0), ("北京市", 2013, 1.0), ("陕西省", 2013, 2.0)]
    order = ("北京市", "河南省", "山西省", "陕西省")
    with pytest.raises(PaneloomErrors) as caught:
        assemble((observations("x", *rows),), "province", order=order)
    assert caught.value.problems[0].details["absent"] == "山西省"


def test_a_true_duplicate_blames_no_name() -> None:
    rows = [("甲", 2013, 1.0), ("乙", 2013, 1.0), ("甲", 2013, 1.0)]
    with pytest.raises(PaneloomErrors) as caught:
        assemble((observations("x", *rows),), "province")
    assert "mistyped" not in caught.value.text("en")


def test_many_duplicates_are_counted() -> None:
    twice = [("甲", year, 1.0) for year in range(1900, 1930)] * 2
    with pytest.raises(PaneloomErrors) as caught:
        assemble((observations("x", *twice),), "province")
    assert len(caught.value.problems) == 21
    assert caught.value.problems[-1].details["count"] == "10"


def test_a_unit_told_twice_without_times_is_a_duplicate() -> None:
    with pytest.raises(PaneloomErrors):
        assemble(
            (observations("x", ("甲", 2013, 1.0)), observations("r", ("甲", None, "e"), ("甲", None, "e"))),
            "p",
        )


@pytest.mark.parametrize(
    ("years", "dropped", "slug"), [((1990, 1991), (), "empty-panel"), (None, ("乙",), "unknown-unit")]
)
def test_a_panel_without_rows_and_a_unit_nobody_knows(
    years: tuple[int, int] | None, dropped: tuple[str, ...], slug: str
) -> None:
    with pytest.raises(PaneloomError) as caught:
        assemble((observations("x", ("甲", 2013, 1.0)),), "province", years=years, drop_units=dropped)
    assert caught.value.slug == slug


@given(st.data())
def test_every_reading_is_found_again_whatever_the_order(data: st.DataObject) -> None:
    pairs = data.draw(
        st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.integers(2000, 2010)), unique=True, min_size=1)
    )
    triples = [(unit, time, float(number)) for number, (unit, time) in enumerate(pairs)]
    made = assemble((observations("x", *triples),), "province")
    rows = zip(made.frame.unit_names, made.frame.time.tolist(), made.frame.numbers["x"].tolist(), strict=True)
    assert sorted(rows) == sorted(triples)
    assert made.frame.units == tuple(dict.fromkeys(unit for unit, _ in pairs))
    assert np.all(np.diff(made.frame.unit * 10_000 + made.frame.time) > 0)


def test_coverage_counts_what_is_there() -> None:
    found = coverage(frame([0, 0, 1], [1, 2, 1], {"x": [1.0, NAN, NAN]}, {"r": ["", "e", "e"]}))
    assert (found.rows, found.units, found.times, found.balanced) == (3, 2, (1, 2), False)
    assert found.missing == (("x", 2), ("unit", 0), ("r", 1))


@pytest.mark.parametrize(
    ("unit", "time", "balanced"),
    [
        ([0, 0, 1, 1], [2001, 2002, 2001, 2002], True),
        ([0, 0, 1, 1], [2001, 2003, 2001, 2003], False),
        ([0, 0, 0, 1], [2001, 2002, 2003, 2001], False),
        ([0], [2001], True),
    ],
)
def test_a_year_that_no_unit_has_is_a_hole(unit: list[int], time: list[int], *, balanced: bool) -> None:
    assert coverage(frame(unit, time, {})).balanced is balanced
