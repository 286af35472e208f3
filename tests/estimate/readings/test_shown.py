"""Every reading lays out tables in both languages and gives plain values."""

import json
from dataclasses import replace

import pytest
from tests.estimate.readings.test_group_differences import split_panel
from tests.panels import design, table

from paneloom.estimate.fit import fit_table
from paneloom.estimate.readings.methods import READINGS
from paneloom.render.text import text_table
from paneloom.study.sample import Sample


@pytest.mark.parametrize("name", sorted(set(READINGS) - {"first-stage-tests"}))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_reading_shows_itself(name: str, language: str) -> None:
    data = split_panel(2)
    asked = design("unit+time", few_clusters="off", draws=99, regressors=("x1", "x2", "x1 * x2"), controls=())
    designs = [replace(asked, sample=Sample(where=(("region", f"r{g}"),))) for g in range(2)]
    found = READINGS[name](data, fit_table(data, table(*designs)))
    json.dumps(found.plain(), allow_nan=False)
    for shown in found.tables(data.study, language):
        assert "{" not in text_table(shown)
        assert "nan" not in text_table(shown)
    for figure in getattr(found, "figures", lambda *_: ())(data.study, language):
        assert figure.categories
