"""Units of measurement: what they come to, and what turns one into another."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paneloom.errors import PaneloomError, Place
from paneloom.study.base import InTwoLanguages
from paneloom.study.measures import Measure, factor, measure_of


@pytest.mark.parametrize(
    ("text", "scale", "dimensions"),
    [
        ("亿元", 1e8, {"yuan": 1}),
        ("万元", 1e4, {"yuan": 1}),
        ("万亿元", 1e12, {"yuan": 1}),
        ("100 million yuan", 1e8, {"yuan": 1}),
        ("billion yuan", 1e9, {"yuan": 1}),
        ("亿元（当年价）", 1e8, {"yuan": 1}),
        ("2010年价亿元", 1e8, {"yuan": 1}),
        ("单位：万元", 1e4, {"yuan": 1}),
        ("million 1982 dollars", 1e6, {"dollar": 1}),
        ("百万 1982 年美元", 1e6, {"dollar": 1}),
        ("1000 dollars", 1e3, {"dollar": 1}),
        ("元/人", 1.0, {"yuan": 1, "person": -1}),
        ("yuan/person", 1.0, {"yuan": 1, "person": -1}),
        ("万人", 1e4, {"person": 1}),
        ("10000 persons", 1e4, {"person": 1}),
        ("2000 persons", 2e3, {"person": 1}),
        ("人", 1.0, {"person": 1}),
        ("人年", 1.0, {"person": 1, "year": 1}),
        ("person-years", 1.0, {"person": 1, "year": 1}),
        ("公斤/公顷", 1e-4, {"kilogram": 1, "metre": -2}),
        ("kg/ha", 1e-4, {"kilogram": 1, "metre": -2}),
        ("吨/亩", 1.5, {"kilogram": 1, "metre": -2}),
        ("千公顷", 1e7, {"metre": 2}),
        ("1000 ha", 1e7, {"metre": 2}),
        ("万平方公里", 1e10, {"metre": 2}),
        ("10,000 square kilometres", 1e10, {"metre": 2}),
        ("万 m²", 1e4, {"metre": 2}),
        ("m^3", 1.0, {"metre": 3}),
        ("亿立方米", 1e8, {"metre": 3}),
        ("万吨", 1e7, {"kilogram": 1}),
        ("10,000 t", 1e7, {"kilogram": 1}),
        ("10 000 t", 1e7, {"kilogram": 1}),
        ("10^4 t", 1e7, {"kilogram": 1}),
        ("10⁴ t", 1e7, {"kilogram": 1}),
        ("亿吨公里", 1e14, {"kilogram": 1, "metre": 1}),
        ("吨标准煤/万元", 1e-4, {"tonne of standard coal": 1, "yuan": -1}),
        ("tce per 10,000 yuan", 1e-4, {"tonne of standard coal": 1, "yuan": -1}),
        ("万千瓦", 1e7, {"watt": 1}),
        ("10000 kW", 1e7, {"watt": 1}),
        ("亿千瓦时", 1e11, {"watt hour": 1}),
        ("万公里", 1e7, {"metre": 1}),
        ("公里/平方公里", 1e-3, {"metre": -1}),
        ("万GB", 1e13, {"byte": 1}),
        ("件", 1.0, {}),
        ("亿块", 1e8, {}),
        ("件/每万人", 1e-4, {"person": -1}),
        ("十万", 1e5, {}),
        ("%", 0.01, {}),
        ("‰", 0.001, {}),
        ("index", 1.0, {"index": 1}),
        ("上年=100", 1.0, {"index": 1}),
        ("１０,０００ persons", 1e4, {"person": 1}),
    ],
)
def test_what_a_unit_comes_to(text: str, scale: float, dimensions: dict[str, int]) -> None:
    assert measure_of(text) == Measure(scale, tuple(sorted(dimensions.items())))


@pytest.mark.parametrize(
    "text", ["", "  ", "/", "元/", "foo", "亿foo", "bar元", "0 yuan", "万万元x", "元//", "Tsd. Stück"]
)
def test_what_is_not_understood_is_none(text: str) -> None:
    assert measure_of(text) is None


def test_of_two_languages_the_one_that_says_more_counts() -> None:
    both = InTwoLanguages(en="yuan", zh="元/人")
    assert measure_of(both) == Measure(1.0, (("person", -1), ("yuan", 1)))
    assert measure_of(InTwoLanguages(en="no unit at all", zh="万人")) == Measure(1e4, (("person", 1),))


@pytest.mark.parametrize(
    ("before", "after", "times"),
    [
        ("万元", "亿元", 1e-4),
        ("万人", "人", 1e4),
        ("亩", "公顷", 1 / 15),
        ("吨/公顷", "公斤/公顷", 1000.0),
        ("公里", "万公里", 1e-4),
        ("10000 persons", "万人", 1.0),
        ("元", "元/人", 1.0),
        ("万元/人", "yuan", 1e4),
        ("%", "fraction of nothing known", None),
        ("亿元", "万吨", None),
        ("吨标准煤", "吨", None),
    ],
)
def test_what_numbers_are_multiplied_by(before: str, after: str, times: float | None) -> None:
    if times is not None:
        assert factor(before, after) == pytest.approx(times, rel=1e-12)
        return
    with pytest.raises(PaneloomError) as caught:
        factor(before, after, Place("study.toml", key="variables.x.given"))
    assert caught.value.slug in ("unit-not-understood", "unit-of-another-dimension")
    assert before in caught.value.text("zh")
    assert "variables.x.given" in caught.value.text("en")


def test_a_power_of_ten_is_exact() -> None:
    assert factor("万元", "亿元") == 0.0001
    assert factor("千克/万元", "吨/元") == 1e-7


def test_equal_texts_need_not_be_understood() -> None:
    assert factor("Stück", "Stück") == 1.0


PREFIXES = ("", "十", "百", "千", "万", "十万", "百万", "千万", "亿", "万亿")
BASES = ("元", "人", "吨", "公里", "公顷", "千瓦", "立方米", "个")


@settings(max_examples=60)
@given(st.sampled_from(list(product(PREFIXES, BASES, PREFIXES, BASES))), st.sampled_from(PREFIXES))
def test_factors_follow_from_the_prefixes_and_go_back(parts: tuple[str, str, str, str], other: str) -> None:
    above, one, below, two = parts
    before, after = f"{above}{one}/{below}{two}", f"{other}{one}/{two}"
    there, back = factor(before, after), factor(after, before)
    assert there * back == pytest.approx(1.0, rel=1e-12)
    size = {"": 1.0} | {p: measure_of(p).scale for p in PREFIXES if p}  # type: ignore[union-attr]
    assert there == pytest.approx(size[above] / size[below] / size[other], rel=1e-12)


@settings(max_examples=60)
@given(st.text(max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    assert measure_of(text) is None or isinstance(measure_of(text), Measure)


@pytest.mark.parametrize(
    "text", ["dollars (millions)", "元（万）", "元(美元)", "t ha-1", "吨·公顷-1", "10-3 t", "km**2", "kg-1"]
)
def test_what_is_not_read_is_refused_and_not_dropped(text: str) -> None:
    assert measure_of(text) is None


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        ("万人", "%", "unit-per-head"),
        ("人", "个", "unit-per-head"),
        ("1/万人", "个", "unit-per-head"),
        ("件/人", "件", "unit-per-head"),
        ("元/千人", "元", "unit-per-head"),
        ("元", "yuan per 10,000 persons", "unit-per-head"),
        ("亿元", "亿元/万人", "unit-per-head"),
        ("上年=100", "1978=100", "index-of-another-base"),
        ("1978=100", "指数（2000年=100）", "index-of-another-base"),
        ("index (previous year = 100)", "2010 = 100", "index-of-another-base"),
        ("2000 dollars", "dollars", "unit-not-understood"),
        ("2000元", "元", "unit-not-understood"),
        ("1999 yuan", "元", "unit-not-understood"),
    ],
)
def test_what_no_factor_turns_is_refused(before: str, after: str, slug: str) -> None:
    for one, other in ((before, after), (after, before)):
        with pytest.raises(PaneloomError) as caught:
            factor(one, other)
        assert caught.value.slug == slug
        assert one in caught.value.text("zh")
        assert other in caught.value.text("en")


@pytest.mark.parametrize(
    ("before", "after", "times"),
    [
        ("千克", "公斤/人", 1.0),
        ("元", "元/每人", 1.0),
        ("yuan per capita", "万元", 1e-4),
        ("平方米/人", "平方米", 1.0),
        ("上年=100", "指数（上一年 = 100）", 1.0),
        ("previous year = 100", "上年=100", 1.0),
        ("1978年=100", "1978 = 100", 1.0),
        ("指数", "1978=100", 1.0),
        ("2,000 dollars", "dollars", 2000.0),
        ("2000 persons", "人", 2000.0),
    ],
)
def test_what_says_the_same_in_other_words_is_turned(before: str, after: str, times: float) -> None:
    assert factor(before, after) == pytest.approx(times, rel=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "constant 2015 US$",
        "2015 constant US$",
        "dollars at 1990 prices",
        "美元（2015年价格）",
        "2010年不变价 美元",
    ],
)
def test_a_year_is_one_of_prices_where_the_words_say_so(text: str) -> None:
    assert measure_of(text) == Measure(1.0, (("dollar", 1),))


@pytest.mark.parametrize("text", ["亿元 2010年", "2000年人", "亿元（1978=100）", "2015 US$"])
def test_a_year_or_base_beside_another_thing_is_not_understood(text: str) -> None:
    assert measure_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "10^" + "9" * 5000 + "元",
        "10^99元",
        "10^16 元",
        "m" + "9" * 20,
        "1e300 元",
        "9999999999999999 元",
        "元" + "/10^15" * 4,
        "亿" * 60 + "元",
        "万" * 30 + "/" + "万" * 60,
        "(" * 5000 + "万",
        "[" * 50_000 + "万",
        "元" + " " * 100,
        "=" * 50_000,
    ],
)
def test_units_that_are_no_units_are_refused_at_once(text: str) -> None:
    assert measure_of(text) is None
    for one, other in ((text, "元"), ("万元", text), (InTwoLanguages(zh=text, en=text), "元")):
        with pytest.raises(PaneloomError) as told:
            factor(one, other)
        assert told.value.slug == "unit-not-understood"


def test_a_long_text_beside_a_unit_in_the_other_language_takes_no_time() -> None:
    assert factor(InTwoLanguages(zh="万元/人", en="(" * 50_000), "元") == 1e4


@pytest.mark.parametrize(
    ("text", "scale"), [("10^15 元", 1e15), ("1000000000000000元", 1e15), ("万EJ", 1e22)]
)
def test_the_largest_units_are_understood(text: str, scale: float) -> None:
    found = measure_of(text)
    assert found is not None
    assert found.scale == scale
