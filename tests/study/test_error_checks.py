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
        # The estimator stands idle where there is nothing to instrument.
        'estimator = "gmm"\ncluster = "province"\nerrors = "pairs"\n',
    ],
)
def test_what_goes_together(text: str) -> None:
    assert study_from_text(BASE + text, "study.toml", Path("no-such-folder")).regress["m"]
