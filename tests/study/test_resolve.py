"""A study written and read again is the same study; the resolved view names every default."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from paneloom.study.designs import table_designs
from paneloom.study.model import Study
from paneloom.study.reading import study_from_text
from paneloom.study.resolve import resolved_digest, resolved_toml
from paneloom.study.writing import study_toml

BASE = """\
[study]
title = { en = "A", zh = "甲" }
panel = ["province", "year"]

[data.yearbook]
file = "raw/yearbook.xlsx"
layout = "sheets"

[clean]
gaps = "linear"

[variables]
y1 = { label = "产出" }
gdp = {}
so2 = "gdp / y1"

[groups.region.east]
label = "东部"
units = ["北京"]

[groups.region.west]
units = ["重庆"]

[regress.baseline]
y = "y1"
x = "gdp"
controls = ["so2"]
stepwise = true
absorb = ["province", "year"]
cluster = "province"

[regress.region]
like = "baseline"
stepwise = false
by = "region"

[regress.robust]
like = "baseline"
stepwise = false
columns = [
    { title = "工具变量", endogenous = ["gdp"], instruments = ["L.gdp"] },
    { title = "剔除", drop_units = ["北京"], years = [2015, 2020], errors = "iid" },
]
"""


def read(text: str) -> Study:
    return study_from_text(text, "study.toml", Path())


def test_the_resolved_study() -> None:
    text = resolved_toml(read(BASE))
    assert 'frequency = "year"  # default\n' in text
    assert (
        'gdp = { kind = "number", data = "yearbook", column = "gdp" }  # default: kind, data, column\n'
        in text
    )
    assert 'fill = ["y1", "gdp"]  # default\n' in text
    assert 'y = "y1"  # from baseline\n' in text
    assert '# like = "baseline"\n' in text
    assert 'errors = "cluster"  # default\n' in text
    assert "stepwise = true\n" in text
    assert text.endswith(
        "# The model of each column:\n"
        "# regress.baseline (1): y1 ~ gdp | province + year; errors: clustered by province; degrees of freedom: reghdfe; rows: all\n"
        "# regress.baseline (2): y1 ~ gdp + so2 | province + year; errors: clustered by province; degrees of freedom: reghdfe; rows: all\n"
        "# regress.region (1): y1 ~ gdp + so2 | province + year; errors: clustered by province; degrees of freedom: reghdfe; rows: region = east\n"
        "# regress.region (2): y1 ~ gdp + so2 | province + year; errors: clustered by province; degrees of freedom: reghdfe; rows: region = west\n"
        "# regress.robust (1): y1 ~ gdp + so2 | province + year | gdp ~ L.gdp; errors: clustered by province; degrees of freedom: ivreghdfe; rows: all\n"
        '# regress.robust (2): y1 ~ gdp + so2 | province + year; errors: iid; degrees of freedom: reghdfe; rows: 2015-2020, without ["北京"]\n'
    )


def test_the_resolved_study_in_chinese() -> None:
    text = resolved_toml(read(BASE), "zh")
    assert 'frequency = "year"  # 默认\n' in text
    assert 'y = "y1"  # 沿用 baseline\n' in text
    assert "样本：region = east\n" in text


def test_what_was_given_and_nothing_else() -> None:
    text = study_toml(read(BASE))
    assert "frequency" not in text
    assert 'so2 = { expr = "gdp / y1" }\n' in text
    assert read(text) == read(BASE)


def test_the_digest_is_of_what_a_study_comes_to() -> None:
    study = read(BASE)
    assert resolved_digest(read(resolved_toml(study))) == resolved_digest(study)
    said = BASE.replace("stepwise = true", 'stepwise = true\nsample = "common"')
    assert resolved_digest(read(said)) == resolved_digest(study)
    for old, new in (("[2015, 2020]", "[2015, 2021]"), ('errors = "iid"', 'errors = "cluster"')):
        assert resolved_digest(read(BASE.replace(old, new))) != resolved_digest(study)


TEXT = st.text(max_size=8)
LABEL = TEXT | st.fixed_dictionaries({"en": TEXT, "zh": TEXT})
UNITS = ("北京", 'a"b\\', "广 西", "x\ny")


def some(options: list[str], least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(options), min_size=least, unique=True)


def section(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


COLUMN = {
    "title": LABEL,
    "controls": some(["c1", "log(c2)"], 0),
    "absorb": some(["u", "t"], 0),
    "errors": st.just("iid"),
    "cluster": st.sampled_from(["u", "region", "kind"]),
    "dof": st.sampled_from(["reghdfe", "ivreghdfe"]),
    "weights": st.just("w"),
    "drop_units": some(list(UNITS), 0),
    "years": st.tuples(st.integers(1900, 1999), st.integers(2000, 2100)).map(list),
}
TABLE = {
    **COLUMN,
    "y": st.just("y"),
    "by": st.just("region"),
    "columns": st.lists(section(**COLUMN), max_size=3),
    "sample": st.sampled_from(["common", "each"]),
    "show_controls": st.booleans(),
    "stars": st.lists(st.floats(0.001, 0.9), max_size=3),
    "note": LABEL,
}
IV = {"endogenous": ["x"], "instruments": ["L.x"]}


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Sound studies of every shape that the schema has."""
    variables: dict[str, Any] = {
        name: draw(section(label=LABEL, unit=LABEL, note=TEXT, column=TEXT)) for name in ["x", "y", "w"]
    }
    variables |= {"c1": "x ^ 2", "c2": {"expr": "exp(y)"}, "kind": {"kind": "category"}}
    regress: dict[str, Any] = {"base": {"y": "y", "x": "x"} | draw(section(**TABLE))}
    regress |= {
        name: {"like": "base"} | draw(section(**TABLE)) | draw(st.sampled_from([{}, IV]))
        for name in draw(some(["r1", "r2"], 0))
    }
    raw = {
        "study": {"title": draw(LABEL), "panel": ["u", "t"]}
        | draw(section(question=LABEL, simulated=st.booleans(), drop_units=some(list(UNITS), 0))),
        "data": {
            "d": {"file": draw(TEXT), "layout": draw(st.sampled_from(["long", "tidy", "sheets", "units"]))}
        },
        "variables": variables,
        "groups": {
            "region": {
                "east": {"units": list(UNITS[:2])},
                "west": {"label": draw(LABEL), "units": [UNITS[2]]},
            }
        },
        "index": {
            "i1": {"indicators": ["+ x"]},
            "i2": {"dimensions": {"d1": {"indicators": ["- y"]}}} | draw(section(label=LABEL)),
        },
        "regress": regress,
    }
    raw |= draw(section(
        clean=section(gaps=st.just("linear"), max_gap=st.integers(1, 9), fill=some(["x", "y"])),
        describe=st.fixed_dictionaries({"variables": some(["x", "i1", "d1"])}, optional={"title": LABEL, "correlations": st.booleans()}),
        mechanism=st.just({"m": {"x": "x", "channels": ["w"]}}),
        moderation=section(m=st.fixed_dictionaries(
            {"y": st.just("y"), "x": st.just("x"), "moderators": st.just(["w"])},
            optional={"centre": st.sampled_from(["none", "grand-mean"]), "at": st.just([0.2, 0.8]), "show": st.just(["windows"])},
        )),
        map=section(m=st.fixed_dictionaries({"of": st.just("i1"), "boundary": TEXT}, optional={"years": st.just([2001]) | st.just("mean"), "title": LABEL})),
        published=st.just({"p": {"of": "regress.base", "source": "S", "values": [{"term": "x", "statistic": "se", "value": "-.5"}]}}),
        output=section(folder=TEXT, formats=some(["html", "docx"])),
    ))  # fmt: skip
    for name, entry in raw["variables"].items():
        raw["variables"][name] = {"expr": entry} if isinstance(entry, str) else entry
    return Study.model_validate(tuples(raw))


def tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: tuples(item) for key, item in value.items()}
    return tuple(tuples(item) for item in value) if isinstance(value, list) else value


@given(studies())
def test_a_written_study_reads_back_the_same(study: Study) -> None:
    again = read(study_toml(study))
    assert again == study
    assert again.digest() == study.digest()
    assert study_toml(again) == study_toml(study)
    assert table_designs(again) == table_designs(study)


@given(studies(), st.sampled_from(["en", "zh"]))
def test_the_resolved_study_asks_for_the_same_models(study: Study, language: Any) -> None:
    text = resolved_toml(study, language)
    assert table_designs(read(text)) == table_designs(study)
    assert resolved_digest(read(text)) == resolved_digest(study)
    assert text == resolved_toml(study, language)
