"""Every spelling of a unit leads to it, in every bundled registry, and nothing else does."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.panel.frames import observations

from paneloom.errors import PaneloomError
from paneloom.panel.assemble import assemble
from paneloom.sources.cells import squeezed
from paneloom.sources.names import registry as module
from paneloom.sources.names.registry import Registry, registry

CHINA = registry("china-provinces")
STATES = registry("us-states")
CITIES = registry("china-cities")
COUNTRIES = registry("countries")
ALL = [CHINA, STATES, CITIES, COUNTRIES]
PROVINCES = {
    "香港": "香港",
    "Hong Kong": "香港",
    "澳門": "澳门",
    "Macau": "澳门",
    "臺灣": "台湾",
    "台灣省": "台湾",
    "110000000000": "北京",
    "廣西壯族自治區": "广西",
    "內蒙古": "内蒙古",
    "貴州省": "贵州",
    "山 西": "山西",
    "shan xi": "山西",
    "Shansi": "山西",
    "晋": "山西",
    "CN-SX": "山西",
    "陝西": "陕西",
    "Shaan xi": "陕西",
    "Shensi": "陕西",
    "陕": "陕西",
    "CN-SN": "陕西",
    "hei long jiang": "黑龙江",
    "Nei Mongol Zizhiqu": "内蒙古",
    "ＧＵＡＮＧＸＩ": "广西",
    "Xizang (Tibet)": "西藏",
}
STATE_NAMES = {
    "06000": "California",
    "36000": "New York",
    "Calif.": "California",
    "W. Va.": "West Virginia",
    "US-DC": "District of Columbia",
    "得克萨斯州": "Texas",
    "德州": "Texas",
}
CITY_NAMES = {
    "苏州": "苏州市",
    "苏 州 市": "苏州市",
    "320500": "苏州市",
    "宿州": "宿州市",
    "延边": "延边朝鲜族自治州",
    "延边州": "延边朝鲜族自治州",
    "Hohhot": "呼和浩特市",
    "huhehaote": "呼和浩特市",
    "襄樊": "襄阳市",
    "那曲地区": "那曲市",
    "Changzhi": "长治市",
    "Luohe": "漯河市",
    "北京": "北京市",
    "吉林市": "吉林市",
    "海南州": "海南藏族自治州",
}
COUNTRY_NAMES = {
    "CN": "China",
    "chn": "China",
    "156": "China",
    "4": "Afghanistan",
    "004": "Afghanistan",
    "NA": "Namibia",
    "中国": "China",
    "韩国": "South Korea",
    "Korea, Rep.": "South Korea",
    "Korea, Republic of": "South Korea",
    "United States of America": "United States",
    "UK": "United Kingdom",
    "Czech Republic": "Czechia",
    "Niger": "Niger",
    "尼日尔": "Niger",
    "Nigeria": "Nigeria",
    "刚果（金）": "Congo, The Democratic Republic of the",
}
CASES = [
    (found, text, unit)
    for found, names in zip(ALL, (PROVINCES, STATE_NAMES, CITY_NAMES, COUNTRY_NAMES), strict=True)
    for text, unit in names.items()
]
SPELLINGS = st.sampled_from([(found, text) for found in ALL for text in sorted(found.spellings)])


@pytest.mark.parametrize(("found", "text", "unit"), CASES, ids=[text for _, text, _ in CASES])
def test_a_spelling_leads_to_its_unit(found: Registry, text: str, unit: str) -> None:
    assert found.unit(text) == unit


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Suzhou", ("苏州市", "宿州市")),
        ("FUZHOU", ("福州市", "抚州市")),
        ("吉林", ("吉林市", "吉林 (china-provinces)")),
        ("海 南", ("海南藏族自治州", "海南 (china-provinces)")),
    ],
)
def test_a_name_of_two_is_taken_for_neither(text: str, units: tuple[str, ...]) -> None:
    assert CITIES.unit(text) is None
    with pytest.raises(PaneloomError) as caught:
        CITIES.resolve(text)
    assert caught.value.slug == "ambiguous-unit"
    assert all(unit in caught.value.text("zh") for unit in units)


def test_the_nearest_are_offered() -> None:
    with pytest.raises(PaneloomError) as caught:
        CHINA.resolve("shaamxi")
    assert caught.value.details["nearest"].split(", ")[:2] == ["陕西", "山西"]
    assert CHINA.candidates("zzzzzz") == ()


def test_rows_of_a_unit_left_out_are_listed() -> None:
    rows = observations("x", ("北京", 2013, 1.0), ("香港", 2013, 2.0), ("香港", 2014, 3.0))
    made = assemble((rows,), "province", drop_units=(CHINA.resolve("Hong Kong"),), order=CHINA.units)
    assert made.frame.units == ("北京",)
    dropped = [entry for entry in made.entries if entry.rule == "drop_units"]
    assert [(entry.action, entry.unit) for entry in dropped][:1] == [("dropped", "香港")]


def test_countries_need_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycountry", None)
    module._bundled.cache_clear()
    with pytest.raises(PaneloomError) as caught:
        registry("countries")
    assert caught.value.slug == "needs-extra"
    assert 'pip install "paneloom[countries]"' in caught.value.text("en")


def test_the_registries_are_whole() -> None:
    assert (len(CITIES.units), len(COUNTRIES.units)) == (338, 249)
    assert COUNTRIES.codes["China"] == "CHN"
    assert COUNTRIES.label("China", "zh") == "中国"
    assert COUNTRIES.label("Taiwan", "zh") == "中国台湾"
    assert CITIES.label("苏州市", "en") == "Suzhou"
    assert all(
        any("\u4e00" <= letter <= "\u9fff" for letter in COUNTRIES.label(u, "zh")) for u in COUNTRIES.units
    )


@pytest.mark.parametrize("found", ALL, ids=lambda found: found.name)
def test_units_codes_and_spellings_agree(found: Registry) -> None:
    assert len(set(found.codes.values())) == len(found.units)
    assert not set(found.spellings) & set(found.ambiguous)
    assert set(found.spellings.values()) == set(found.units)
    for unit in found.units:
        assert found.unit(unit) == found.unit(found.codes[unit]) == unit
    for text, units in found.ambiguous.items():
        assert found.unit(text) is None
        assert len(set(units)) > 1


@given(SPELLINGS, st.data())
@settings(max_examples=60, deadline=None)
def test_blanks_width_and_case_never_change_the_unit(case: tuple[Registry, str], data: st.DataObject) -> None:
    found, spelling = case
    blank = st.sampled_from(["", " ", "\u3000", "\u200b", "\u00a0", "\n"])
    shown = "".join(data.draw(blank) + letter for letter in spelling)
    if data.draw(st.booleans()):
        shown = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in shown)
    if data.draw(st.booleans()):
        shown = shown.upper()
    assert found.unit(shown) == found.spellings[spelling]


@given(
    st.sampled_from(ALL),
    st.one_of(
        st.text(max_size=6),
        st.text("山西陕北南湖河广东省市 abhnsxi0123456789", max_size=5),
        st.integers().map(str),
    ),
)
@settings(max_examples=60, deadline=None)
def test_no_other_text_means_a_unit(found: Registry, text: str) -> None:
    unit = found.unit(text)
    assert unit == found.spellings.get(squeezed(unicodedata.normalize("NFKC", text)))
    if unit is None:
        with pytest.raises(PaneloomError) as caught:
            found.resolve(text)
        assert caught.value.slug in ("unknown-unit", "ambiguous-unit", "other-kind-of-unit")


@given(SPELLINGS, st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_is_matched_by_likeness(case: tuple[Registry, str], data: st.DataObject) -> None:
    found, spelling = case
    at = data.draw(st.integers(0, len(spelling) - 1))
    assert found.unit(f"{spelling[:at]}ж{spelling[at + 1 :]}") is None
    assert found.unit(f"{spelling}ж") is None
