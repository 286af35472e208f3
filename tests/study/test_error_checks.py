"""Errors that the choices beside them rule out are told from the study file alone, at the line of the choice."""

from pathlib import Path

import pytest
from tests.study.test_model_kinds import BASE, LAST

from paneloom.errors import PaneloomError
from paneloom.study.reading import study_from_text

FEW = ("cr2", "cr3", "pairs")
INSTRUMENTED = 'endogenous = "nqp"\ninstruments = "L.nqp"\n'
MANY = 'absorb = ["province", "year", "kind"]\n'


def told(text: str) -> tuple[str, int | None]:
    with pytest.raises(PaneloomError) as caught:
        study_from_text(BASE + text, "study.toml", Path("no-such-folder"))
    where = caught.value.where
    return caught.value.slug, where.line - LAST if where and where.line else None


@pytest.mark.parametrize("errors", FEW)
def test_errors_for_few_clusters_are_clustered_one_way(errors: str) -> None:
    text = f'cluster = ["province", "year"]\nerrors = "{errors}"\n'
    assert told(text) == ("few-clusters-two-way", 1)
    assert told('model = "first-difference"\n' + text) == ("few-clusters-two-way", 2)


@pytest.mark.parametrize("errors", FEW)
@pytest.mark.parametrize("estimator", ["liml", "gmm"])
def test_errors_for_few_clusters_are_of_one_projection(errors: str, estimator: str) -> None:
    text = f'{INSTRUMENTED}estimator = "{estimator}"\ncluster = "province"\nerrors = "{errors}"\n'
    assert told(text) == ("few-clusters-estimator", 5)


@pytest.mark.parametrize("errors", [*FEW, "hc2", "hc3"])
def test_errors_that_need_an_exact_sweep_are_refused_beside_more_effects(errors: str) -> None:
    assert told(f'{MANY}cluster = "province"\nerrors = "{errors}"\n') == ("errors-need-sweep", 3)


def test_a_table_tells_once_what_its_columns_share_and_a_column_what_is_its_own() -> None:
    text = 'cluster = ["province", "year"]\nerrors = "cr2"\ncolumns = [{}, { controls = "gdp" }]\n'
    assert told(text) == ("few-clusters-two-way", 1)
    text = 'cluster = "province"\nerrors = "cr3"\ncolumns = [{}, { cluster = ["province", "year"] }]\n'
    assert told(text) == ("few-clusters-two-way", 3)


@pytest.mark.parametrize(
    "text",
    [
        'cluster = ["province", "year"]\nerrors = "cluster"\n',
        f'{INSTRUMENTED}cluster = "province"\nerrors = "cr2"\n',
        f'{INSTRUMENTED}estimator = "liml"\ncluster = "province"\n',
        f'{MANY}cluster = "province"\n',
        'absorb = ["province", "year"]\nerrors = "hc3"\n',
        f'{INSTRUMENTED}estimator = "gmm"\nerrors = "driscoll-kraay"\nlags = 2\nkernel = "uniform"\n',
        'errors = "conley"\ndistance = 300\ncoordinates = ["gdp", "y1"]\nlags = 1\n',
        'cluster = "province"\ndraws = 999\nbootstrap_weights = "webb"\n',
        'cluster = "province"\nerrors = "pairs"\ndraws = 999\n',
        'show = ["placebo"]\ndraws = 999\n',
        'model = "random-effects"\ncomponents = "baltagi-chang"\n',
        'model = "mundlak"\ncomponents = "baltagi-chang"\n',
        f'{INSTRUMENTED}gamma = [0, 0.1]\ntests = ["plausibly-exogenous"]\n',
        # One column that reads a choice of the table is enough, in a part that is like it too.
        'lags = 2\ncolumns = [{}, { errors = "newey-west" }]\n',
        'lags = 2\n[regress.other]\nlike = "m"\nerrors = "driscoll-kraay"\n',
        'lags = 2\n[mechanism.other]\nlike = "m"\nchannels = "gdp"\nerrors = "driscoll-kraay"\n',
    ],
)
def test_what_goes_together(text: str) -> None:
    assert study_from_text(BASE + text, "study.toml", Path("no-such-folder")).regress["m"]


IDLE = [
    ("lags = 2\n", "errors-choice-idle", 1),
    ('cluster = "province"\nkernel = "uniform"\n', "errors-choice-idle", 2),
    ('errors = "driscoll-kraay"\ndistance = 300\n', "errors-choice-idle", 2),
    ('errors = "newey-west"\ncoordinates = ["gdp", "y1"]\n', "errors-choice-idle", 2),
    ("draws = 999\n", "draws-idle", 1),
    ('cluster = ["province", "year"]\ndraws = 999\n', "draws-idle", 2),
    ('cluster = "province"\nfew_clusters = "off"\ndraws = 999\n', "draws-idle", 3),
    ('errors = "pairs"\ncluster = "province"\nbootstrap_weights = "webb"\n', "bootstrap-weights-idle", 3),
    ('components = "baltagi-chang"\n', "components-idle", 1),
    ('estimator = "liml"\n', "estimator-idle", 1),
    (f"{INSTRUMENTED}gamma = [0, 0.1]\n", "gamma-idle", 3),
    ('cluster = ["province", "province"]\n', "clusters-equal", 1),
    ('errors = "conley"\ncoordinates = ["gdp", "y1"]\n', "conley-no-distance", 1),
    ('errors = "conley"\ndistance = 300\n', "conley-no-coordinates", 1),
]


@pytest.mark.parametrize(("text", "slug", "line"), IDLE)
def test_choices_that_nothing_reads_are_refused(text: str, slug: str, line: int) -> None:
    assert told(text) == (slug, line)


def test_an_idle_choice_is_told_where_it_stands() -> None:
    columns = 'columns = [{ errors = "newey-west" }, { lags = 3 }]\n'
    assert told(columns) == ("errors-choice-idle", 1)
    assert told('[regress.other]\nlike = "m"\nlags = 2\n') == ("errors-choice-idle", 3)
    # Shared by two tables, told once.
    assert told('lags = 2\n[regress.other]\nlike = "m"\ncontrols = "gdp"\n') == ("errors-choice-idle", 1)
