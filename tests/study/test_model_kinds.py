"""What a model does not offer is told from the study file alone, at the line of the choice."""

from pathlib import Path

import pytest

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.study.reading import study_from_text

BASE = """\
[study]
title = "A study"
panel = ["province", "year"]

[data.yearbook]
file = "raw/yearbook.xlsx"
layout = "sheets"

[variables]
y1 = {}
gdp = {}
nqp = {}
kind = { kind = "category" }

[regress.m]
y = "y1"
x = "nqp"
"""
LAST = BASE.count("\n")
CASES = [
    ('model = "between"\nabsorb = "year"\n', "model-absorb", 2),
    ('model = "random-effects"\nabsorb = ["province", "year"]\n', "model-absorb", 2),
    ('model = "first-difference"\nabsorb = ["kind#year"]\n', "model-absorb", 2),
    ('model = "mundlak"\nweights = "gdp"\n', "model-weights", 2),
    ('model = "random-effects"\nerrors = "driscoll-kraay"\n', "model-errors", 2),
    ('model = "between"\nerrors = "newey-west"\n', "model-errors", 2),
    ('model = "mundlak"\ncluster = ["province", "year"]\n', "model-second-cluster", 2),
    (
        'model = "random-effects"\nendogenous = "nqp"\ninstruments = "L.nqp"\nestimator = "liml"\n',
        "model-estimator",
        4,
    ),
]


@pytest.mark.parametrize(("text", "slug", "line"), CASES)
def test_what_a_model_does_not_offer(text: str, slug: str, line: int) -> None:
    with pytest.raises(PaneloomErrors) as caught:
        study_from_text(BASE + text + "[describe]\nvariables = [1]\n", "study.toml", Path("no-such-folder"))
    found = [(p.slug, p.where and p.where.line) for p in caught.value.problems]
    assert (slug, LAST + line) in found


@pytest.mark.parametrize(
    "text",
    [
        'model = "between"\ncluster = "province"\n',
        'model = "first-difference"\nabsorb = ["province", "year"]\nunit_trends = true\ncluster = "province"\n',
        'model = "random-effects"\nabsorb = "year"\ncomponents = "baltagi-chang"\nerrors = "hc1"\n',
        'model = "mundlak"\ncluster = "province"\n',
        'cluster = ["province", "year"]\n',
    ],
)
def test_what_models_offer(text: str) -> None:
    assert study_from_text(BASE + text, "study.toml", Path("no-such-folder")).regress["m"]


def test_an_unknown_second_cluster_is_named() -> None:
    text = BASE + 'cluster = ["province", "yaer"]\n'
    with pytest.raises(PaneloomError) as caught:
        study_from_text(text, "study.toml", Path("no-such-folder"))
    assert (caught.value.slug, caught.value.seen) == ("cluster-unknown", "yaer")
