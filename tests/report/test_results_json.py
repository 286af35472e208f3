"""results.json: valid under its published schema, complete, exact."""

import json
import math
from importlib.resources import files
from typing import Any

import jsonschema
import numpy as np
import pytest
from tests.workflow.conftest import Finished

from paneloom.report.json_numbers import number, numbers
from paneloom.report.results_json import SCHEMA, results_json


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        files("paneloom.report").joinpath("results.schema.json").read_text("utf-8")
    )
    return loaded


@pytest.fixture(scope="module")
def document(finished: Finished) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((finished.output / "results.json").read_text(encoding="utf-8"))
    return loaded


def test_the_schema_is_one(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == SCHEMA


def test_the_file_keeps_to_the_schema(schema: dict[str, Any], document: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["schema"] == SCHEMA


def test_a_run_of_one_part_keeps_to_it_too(finished: Finished, schema: dict[str, Any]) -> None:
    from dataclasses import replace

    part = replace(finished.results, scores=None, description=None, indices=(), maps=())
    jsonschema.Draft202012Validator(schema).validate(json.loads(results_json(part)))


def test_every_number_comes_back_bit_for_bit(finished: Finished, document: dict[str, Any]) -> None:
    results = finished.results
    for table, made in zip(document["tables"], results.estimates, strict=True):
        for column, estimate in zip(table["columns"], made.estimates, strict=True):
            slopes = column["coefficients"]
            assert [slope["name"] for slope in slopes] == list(estimate.names)
            for key in ("estimate", "error", "t", "p"):
                ours = {
                    "estimate": estimate.coefficients,
                    "error": estimate.errors,
                    "t": estimate.t,
                    "p": estimate.p,
                }
                assert [slope[key] for slope in slopes] == ours[key].tolist()
            assert [[slope["low"], slope["high"]] for slope in slopes] == estimate.interval().tolist()
            assert column["covariance_matrix"] == estimate.covariance.tolist()
            assert column["r2_within"] == estimate.r2_within
            assert column["sample"]["panel"] == column["sample"]["n"] + sum(
                loss["rows"] for loss in column["sample"]["losses"]
            )
    assert results.scores is not None
    assert document["scores"]["values"]["infra"] == results.scores.numbers["infra"].tolist()
    assert document["scores"]["units"] == list(results.scores.unit_names)
    weights = [indicator["weight"] for indicator in document["indices"][0]["indicators"]]
    assert weights == results.indices[0].weight.tolist()
    assert math.fsum(weights) == pytest.approx(1, abs=1e-15)


def test_the_degrees_of_freedom_add_up(document: dict[str, Any]) -> None:
    for table in document["tables"]:
        for column in table["columns"]:
            counted = column["degrees_of_freedom"]
            total = sum(counted[key] for key in ("slopes", "unit", "time", "constant"))
            assert counted["parameters"] == total - counted["nested"] - counted["redundant"]


def test_an_index_is_its_line(finished: Finished, document: dict[str, Any]) -> None:
    affine = document["indices"][0]["affine"]
    panel = paneloom_panel(finished)
    line = affine["constant"] + sum(slope * panel[name] for name, slope in affine["slopes"].items())
    np.testing.assert_allclose(line, document["scores"]["values"]["infra"], rtol=1e-12)


def paneloom_panel(finished: Finished) -> Any:
    import paneloom
    from paneloom.study.sample import EVERY_ROW

    return paneloom.load(finished.folder).open().rows.collect(("roads", "ports", "energy"), EVERY_ROW).numbers


def test_what_is_not_a_number_is_null() -> None:
    assert number(float("nan")) is None
    assert number(float("inf")) is None
    assert number(0.1) == 0.1
    assert numbers(np.array([[1.0, np.nan], [np.inf, 2.0]])) == [[1.0, None], [None, 2.0]]


def test_the_file_is_text_that_people_can_read(finished: Finished) -> None:
    text = (finished.output / "results.json").read_bytes()
    assert text.endswith(b"}\n")
    assert b"\r" not in text
    assert "广东".encode() in text
    assert b"NaN" not in text
