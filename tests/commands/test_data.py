"""``paneloom data``: coverage, ledger, doubtful cells and files, as text, JSON and page."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from paneloom.cli.main import main
from paneloom.panel.flags import GRAVEST_FIRST
from paneloom.panel.state_counts import SHOWN, SIGNS
from paneloom.panel.states import State
from paneloom.render.characters import width
from paneloom.wording import catalogue

STUDY = """
[study]
title = { zh = "检验研究", en = "A study to look at" }
panel = ["province", "year"]
years = [2011, 2020]
language = "zh"

[data.table]
file = "raw/table.csv"

[clean]
names = "china-provinces"
fill = ["gdp"]
gaps = "linear"
ends = "nearest"

[variables]
gdp = { column = "地区生产总值 (亿元)", unit = "亿元", label = { zh = "地区生产总值", en = "GDP" } }
people = { column = "人口 (万人)", unit = "万人", label = { zh = "人口<&>", en = "Population" } }
per_head = { expr = "gdp / people * 10000", unit = "元/人", label = { zh = "人均地区生产总值", en = "GDP per head" } }
"""
PROVINCES = ("北京", "天津", "河北", "山西", "内蒙古", "辽宁")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    rows = ["地区,年份,地区生产总值 (亿元),人口 (万人)"]
    for number, name in enumerate(PROVINCES):
        for year in range(2011, 2021):
            gdp = f"{100 * (number + 2) * 1.05 ** (year - 2011):.4f}"
            people = f"{50 + 3 * number + (year - 2011) / 7:.3f}"
            if (name, year) in (("天津", 2014), ("河北", 2020)):
                gdp = ""
            if (name, year) == ("北京", 2015):
                people = f"{float(people) * 10:.2f}"
            if (name, year) == ("辽宁", 2012):
                people = ""
            rows.append(f"{name},{year},{gdp},{people}")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "table.csv").write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8", newline="\n")
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["data", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_text_fits_a_terminal(study: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    text = printed(capsys, str(study), "--lang", language)
    assert max(map(width, text.splitlines())) <= 80
    words = catalogue("words")["panel"]
    for key in ("states_title", "ledger_title", "sums_title", "sources_title", "rule_power_of_ten"):
        assert words[key][language] in text
    assert "raw/table.csv" in text
    assert not [line for line in text.splitlines() if line.strip() and line.strip()[0] in "，。；：、）"]
    assert not re.search(r"[:：] .*[(（]?(x|/) 10+\b", text), "a factor without words"
    assert words["source_guessed"][language].split("{layout}")[1] in text


def test_the_map_of_a_variable(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, str(study), "--variable", "gdp", "--lang", "en")
    lines = {
        line.split()[0]: line.split()[-1]
        for line in text.splitlines()
        if line and line.split()[0] in PROVINCES
    }
    assert lines["天津"] == "###i######"
    assert lines["河北"] == "#########e"
    assert lines["北京"] == "#" * 10
    assert "i  put into a gap between observed years: 1" in text
    derived = printed(capsys, str(study), "--variable", "per_head", "--lang", "zh")
    assert "辽宁    d.dddddddd" in derived
    assert "天津    dddfdddddd" in derived
    assert "f  由填补值派生：2" in derived


def test_an_unknown_variable(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", str(study), "--variable", "gdq", "--lang", "en"]) == 2
    assert "The nearest is: gdp." in capsys.readouterr().err


def test_json_holds_what_the_text_says(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, str(study), "--json", "--variable", "gdp"))
    assert (found["rows"], len(found["units"]), found["times"][0], found["times"][-1]) == (60, 6, 2011, 2020)
    gdp, people, per_head = found["variables"]
    assert (gdp["observed"], gdp["interpolated"], gdp["extrapolated"], gdp["missing"]) == (58, 1, 1, 0)
    assert (people["observed"], people["missing"]) == (59, 1)
    assert (per_head["derived"], per_head["derived_from_filled"], per_head["missing"]) == (57, 2, 1)
    assert found["map"]["天津"] == "###i######"
    (flag,) = [one for one in found["flags"] if one["rule"] == "power of ten"]
    assert (flag["variable"], flag["unit"], flag["time"], flag["file"]) == (
        "people",
        "北京",
        2015,
        "raw/table.csv",
    )
    assert flag["cell"] == "line 6"
    assert found["sources"] == [{"name": "table", "file": "raw/table.csv", "layout": "long", "guessed": True}]
    assert sum(one["count"] for one in found["ledger"] if one["action"] == "filled") == 2


class _Page(HTMLParser):
    """Open elements, every text, and what would be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)
        self.fetched += [
            value or ""
            for name, value in attrs
            if name in ("src", "href") and not (value or "#").startswith(("#", "data:"))
        ]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "检验研究：数据情况"), ("en", "Data of A study to look at")]
)
def test_the_page_stands_alone(
    study: Path, capsys: pytest.CaptureFixture[str], language: str, title: str
) -> None:
    target = study / "out" / "page.html"
    assert printed(capsys, str(study), "--page", str(target), "--lang", language).strip() == str(target)
    text = target.read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    page.close()
    assert page.open == []
    assert page.fetched == []
    assert "<script" not in text
    assert title in page.texts
    assert f'lang="{"zh-Hans" if language == "zh" else "en"}"' in text
    assert text.count("<details>") == 3
    assert '<span class="interpolated">i</span>' in text
    assert '<span class="extrapolated">e</span>' in text
    assert "人口&lt;&amp;&gt;" in text or language == "en"
    # A state is told by a sign, not by its colour alone.
    assert re.search(r'<td class="missing"[^>]*>\.</td>|<span class="missing">\.</span>', text)
    assert 'id="flags"' in text


def test_every_state_has_a_sign_a_word_and_a_colour(root: Path) -> None:
    words = catalogue("words")["panel"]
    style = (root / "src" / "paneloom" / "report" / "data_page.css").read_text(encoding="utf-8")
    assert sorted(SHOWN) == sorted(SIGNS) == sorted(State)
    assert len(dict.fromkeys(SIGNS.values())) == len(State)
    for state in State:
        name = state.name.lower()
        assert f"legend_{name}" in words
        assert f"state_{name}" in words
        assert f".{name} {{" in style


def test_every_rule_of_the_screen_has_its_rank(root: Path) -> None:
    rules = [
        match[1]
        for path in sorted((root / "src" / "paneloom" / "panel" / "screen").glob("*.py"))
        for match in re.finditer(r'^RULE = "(.+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len(rules) > 5
    assert [rule for rule in rules if rule not in GRAVEST_FIRST] == []


def test_a_run_shows_the_cells_to_look_at(study: Path) -> None:
    assert main(["run", str(study), "--quiet"]) == 0
    page = next(study.rglob("report.html")).read_text(encoding="utf-8")
    assert catalogue("words")["panel"]["flags_title"]["zh"] in page


@pytest.mark.shared
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_raw_yearbooks(
    shared: Path, root: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    raw = str(shared / "data" / "china" / "raw")
    text = printed(capsys, str(root / "studies" / "china-raw"), "--data", raw, "--lang", language)
    assert max(map(width, text.splitlines())) <= 82
    head = {"en": "grain_files (wide): ", "zh": "grain_files（wide）："}[language]
    assert f"{head}S3_Rain-118_agri_green/粮食产量/*.csv" in text
    assert "S6_127ww_nqp-spatial-development" in text
