"""An error that the tables print as a dash is null in results.json, with the reason."""

import json
from dataclasses import replace
from importlib.resources import files

import jsonschema
import numpy as np
from tests.workflow.conftest import Finished

from paneloom.algebra.record import frozen
from paneloom.report.estimate_json import estimate


def test_an_error_that_is_rounding_is_null_with_its_reason(finished: Finished) -> None:
    made = finished.results.estimates[0].estimates[-1]
    assert len(made.names) > 1
    whole = estimate(made)
    assert not any("reason" in one for one in (*whole["coefficients"], whole["constant"]))

    covariance = np.array(made.covariance)
    covariance[0, :] = covariance[:, 0] = 1e-40
    first = replace(made, covariance=frozen(covariance), constant_error=1e-30)
    told = estimate(first)
    noise, *others = told["coefficients"]
    assert noise == {
        "name": made.names[0],
        "estimate": float(made.coefficients[0]),
        **dict.fromkeys(("error", "t", "p", "low", "high", "df")),
        "reason": "only_rounding_left",
    }
    assert others == whole["coefficients"][1:]
    assert told["constant"] == {
        "estimate": made.constant,
        "error": None,
        "p": None,
        "reason": "only_rounding_left",
    }
    assert told["covariance_matrix"][0] == [None] * len(made.names)
    assert told["covariance_matrix"][1][0] is None
    assert told["covariance_matrix"][1][1] == made.covariance[1, 1]

    schema = json.loads(files("paneloom.report").joinpath("results.schema.json").read_text("utf-8"))
    part = {"$ref": "#/$defs/estimate", "$defs": schema["$defs"]}
    jsonschema.Draft202012Validator(part).validate(told)
