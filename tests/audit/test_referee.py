"""Each question is asked where a study leaves it open, and not where it answers it."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from tests.small_study import change, write_small_study

from paneloom.audit.evidence import evidence
from paneloom.audit.referee import RULES, questions, referee_json, referee_text
from paneloom.study.model import Study
from paneloom.study.reading import study_from_text

NOWHERE = Path("no-such-folder")
BASE = """\
[study]
title = "A study"
panel = ["province", "year"]

[data.yearbook]
file = "raw/yearbook.xlsx"
layout = "sheets"

[variables]
a = {}
b = {}
gdp = {}
money = { unit = "亿元" }
real = { expr = "money", deflate = { index = "b", base = 2010 } }
fixed = { unit = "million 1982 dollars" }
per_worker = { expr = "fixed / b", unit = "dollars" }
ratio = "a / gdp"
share = "b / gdp"
y1 = {}
x1 = {}
squared = "x1 ^ 2"

[groups.area.east]
units = ["甲"]
[groups.area.west]
units = ["乙"]

[index.i]
indicators = ["+ ratio", "+ b"]

"""
MODEL = '[regress.m]\ny = "y1"\nx = "x1"\nabsorb = ["province", "year"]\ncluster = "province"\n'
INDEX = MODEL.replace('"x1"', '"i"')
LAGGED = 'endogenous = "x1"\ninstruments = "L.x1"\n'
OTHER = MODEL + "winsorize = [0.01, 0.99]\n"
# name, a study that leaves the question open, one that answers it.
CASES = [
    ("row-by-row", MODEL + 'errors = "iid"\n', MODEL),
    ("row-by-row", MODEL + 'errors = "hc1"\n', MODEL + 'errors = "driscoll-kraay"\n'),
    ("shared-with-outcome", INDEX.replace('"y1"', '"ratio"'), INDEX),
    ("few-clusters", MODEL + 'few_clusters = "off"\n', MODEL),
    ("few-clusters", MODEL.replace('"province"\n', '"area"\n') + 'few_clusters = "off"\n', MODEL),
    (
        "lagged-instrument",
        MODEL + LAGGED,
        MODEL + LAGGED + 'tests = ["plausibly-exogenous"]\ngamma = [0, 0.1]\n',
    ),
    ("lagged-instrument", MODEL + LAGGED, MODEL + LAGGED.replace('"L.x1"', '["L.x1", "a"]')),
    ("shared-with-controls", INDEX + 'controls = "share"\n', INDEX + 'controls = "share"\nstepwise = true\n'),
    ("shared-with-controls", INDEX + 'controls = "gdp"\n', INDEX + 'controls = "money"\n'),
    (
        "hausman",
        '[regress.m]\ny = "y1"\nx = "x1"\nmodel = "random-effects"\n',
        '[regress.m]\ny = "y1"\nx = "x1"\nmodel = "random-effects"\ntests = ["hausman"]\n',
    ),
    (
        "group-differences",
        MODEL + 'by = "area"\n',
        MODEL + 'by = "area"\nshow = ["group-differences"]\n',
    ),
    (
        "multiple-testing",
        MODEL + 'columns = [{}, { x = "a" }]\n',
        MODEL + 'columns = [{}, { controls = "a" }]\n',
    ),
    ("robustness", MODEL, OTHER),
    ("robustness", MODEL, MODEL + 'show = ["placebo"]\n'),
    ("robustness", MODEL, MODEL + 'columns = [{}, { y = "a" }]\n'),
    (
        "shared-with-channel",
        INDEX + '[mechanism.c]\nlike = "m"\nchannels = "ratio"\n',
        INDEX + '[mechanism.c]\nlike = "m"\nchannels = "y1"\n',
    ),
    ("nominal-money", MODEL + 'controls = "log(money)"\n', MODEL + 'controls = "real"\n'),
    ("nominal-money", MODEL + 'controls = "money"\n', MODEL + 'controls = "per_worker"\n'),
    ("u-shape", MODEL + 'controls = "squared"\n', MODEL + 'controls = "squared"\ntests = ["u-shape"]\n'),
    ("u-shape", MODEL + 'controls = "x1 * x1"\n', MODEL + 'controls = "a ^ 2"\n'),
    ("index-choices", INDEX, INDEX + '[index.i.uncertainty]\nleave_out = "indicator"\n'),
    (
        "municipalities",
        '[clean]\nnames = "china-provinces"\n' + MODEL,
        '[clean]\nnames = "china-provinces"\n' + MODEL + 'drop_units = ["北京"]\n',
    ),
    ("municipalities", '[clean]\nnames = "china-provinces"\n' + MODEL, MODEL),
    ("leave-one-out", OTHER, OTHER + 'show = ["leave-one-out"]\n'),
    ("effect-sizes", MODEL, MODEL + 'show = ["effect-sizes"]\n'),
    (
        "published",
        MODEL,
        MODEL
        + '[published.p]\nof = "regress.m"\nvalues = [{ term = "x1", statistic = "se", value = "1" }]\nsource = "S"\n',
    ),
]


def study(text: str) -> Study:
    return study_from_text(BASE + text, "study.toml", NOWHERE)


def asked(text: str) -> list[str]:
    return [question.name for question in questions(evidence(study(text), NOWHERE, units=31))]


@pytest.mark.parametrize(("name", "left_open", "answered"), CASES)
def test_a_question_is_asked_until_it_is_answered(name: str, left_open: str, answered: str) -> None:
    assert name in asked(left_open)
    assert name not in asked(answered)


def test_every_rule_is_tested() -> None:
    assert {name for name, _, _ in CASES} == {rule.__name__.replace("_", "-") for rule in RULES}


def test_clusters_are_not_counted_without_data() -> None:
    seen = evidence(study(MODEL + 'few_clusters = "off"\n'), NOWHERE)
    assert "few-clusters" not in [question.name for question in questions(seen)]


def test_a_study_without_models_is_asked_nothing() -> None:
    only = evidence(study_from_text(BASE.split("[index.i]", maxsplit=1)[0], "study.toml", NOWHERE), NOWHERE)
    assert referee_text(only, "en") == ""
    assert json.loads(referee_json(only, "en")) == {"questions": [], "not_offered": []}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", [left_open for _, left_open, _ in CASES])
def test_every_question_reads_and_its_lines_are_toml(text: str, language: str) -> None:
    found = json.loads(referee_json(evidence(study(text), NOWHERE, units=31), language))["questions"]
    for question in found:
        assert "{" not in question["text"]
        # What is left to the reader.
        tomllib.loads(re.sub(r"\[\.\.\.\]", "[]", "\n".join(question["lines"])))


@pytest.mark.parametrize(
    ("name", "text"),
    [(name, text) for name, text, _ in CASES if name not in ("nominal-money", "published", "leave-one-out")],
)
def test_what_to_write_is_understood_and_answers(name: str, text: str) -> None:
    question = next(q for q in questions(evidence(study(text), NOWHERE, units=31)) if q.name == name)
    lines = "\n".join(question.lines) + "\n"
    header = f"[{question.part}]\n"
    if header in text:
        keys = {line.split(" = ")[0] for line in question.lines}
        start, rest = text.split(header)
        kept = [line for line in rest.splitlines() if line.split(" = ")[0] not in keys]
        answered = start + header + lines + "\n".join(kept) + "\n"
    else:
        answered = text + header + lines
    if question.part == "index.i_apart":
        section = "mechanism.apart" if "[mechanism" in text else "regress.apart"
        answered += f'[{section}]\nlike = "m"\nx = "i_apart"\n'
        answered += 'channels = "ratio"\n' if "[mechanism" in text else ""
    assert name not in asked(answered)


def test_of_many_questions_the_first_are_told_and_the_rest_counted() -> None:
    seen = evidence(study(MODEL), NOWHERE)
    count = len(questions(seen))
    lines = referee_text(seen, "en", most=1).splitlines()
    assert len(lines) == 4
    assert lines[2] == f"  {count - 1} more; --json lists them all."
    assert "Moran" in lines[3]
    conley = MODEL.replace(
        'cluster = "province"', 'errors = "conley"\ndistance = 100\ncoordinates = ["a", "b"]'
    )
    assert "Moran" not in referee_text(evidence(study(conley), NOWHERE), "en")


def test_the_command_prints_json_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from paneloom.cli import main as command_line

    folder = write_small_study(tmp_path / "study")
    change(folder / "study.toml", 'cluster = "province"', 'cluster = "province"\nfew_clusters = "off"')
    assert command_line.main(["check", str(folder), "--lang", "en", "--json", "--quiet"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    found = json.loads(said.out)["questions"]
    few = next(question for question in found if question["name"] == "few-clusters")
    assert few["text"].startswith("Do the tests hold with 10 clusters?")
