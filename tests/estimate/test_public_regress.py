"""A regression on a table of one's own: the numbers of outside witnesses, whatever the table looks like."""

import os
import subprocess
import sys
from typing import Any

import narwhals.stable.v1 as nw
import numpy as np
import pandas as pd
import pyarrow as pa
import pyfixest
import pytest
from numpy.testing import assert_allclose

import paneloom
from paneloom import PaneloomError, regress

MODEL: dict[str, Any] = {
    "y": "y", "x": "x1", "controls": ["L.x2", "x1 * z1"], "absorb": ["unit", "year"], "cluster": "unit",
    "unit": "unit", "time": "year", "draws": 99,
}  # fmt: skip


def table(units: int = 12, times: int = 9, seed: int = 4) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    unit, year = np.repeat(np.arange(units), times), np.tile(np.arange(2001, 2001 + times), units)
    columns = rng.normal(size=(unit.size, 4)) + rng.normal(size=(units, 4))[unit]
    frame = pd.DataFrame(columns, columns=["x1", "x2", "z1", "w"])
    frame["w"] = np.exp(frame["w"])
    frame["y"] = 0.4 * frame["x1"] - 0.2 * frame["x2"] + rng.normal(size=unit.size)
    frame["unit"], frame["year"] = [f"u{code:02d}" for code in unit], year
    frame["region"] = unit % 4
    return frame[rng.random(unit.size) > 0.1].reset_index(drop=True)


def numbers(made: Any) -> np.ndarray:
    others = [value for beside in made.alternatives for value in (*beside.p, *beside.errors)]
    return np.array([*made.coefficients, *made.errors, *made.p, made.constant, made.r2_within, *others])


def test_agrees_with_pyfixest() -> None:
    frame = table()
    frame["product"] = frame["x1"] * frame["z1"]
    before = frame.set_index(["unit", "year"])["x2"]
    frame["lag"] = before.reindex(pd.MultiIndex.from_arrays([frame["unit"], frame["year"] - 1])).to_numpy()
    theirs = pyfixest.feols(
        "y ~ x1 + lag + product | unit + year", frame, vcov={"CRV1": "unit"}, fixef_tol=1e-13
    )
    ours = regress(frame, **MODEL, dof="fixest")
    assert ours.names == ("x1", "L.x2", "x1 * z1")
    assert_allclose(ours.coefficients, theirs.coef().to_numpy(), rtol=1e-9)
    assert_allclose(ours.errors, theirs.se().to_numpy(), rtol=1e-8)
    assert ours.rows.used == theirs._N


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_rows_and_columns_does_not_matter(seed: int) -> None:
    frame = table()
    rng = np.random.default_rng(seed)
    shuffled = frame.sample(frac=1, random_state=seed)[list(rng.permutation(frame.columns))]
    assert_allclose(numbers(regress(shuffled, **MODEL)), numbers(regress(frame, **MODEL)), rtol=1e-12)


def test_hash_seed_and_threads_do_not_matter() -> None:
    code = (
        "from tests.estimate.test_public_regress import *\n"
        "print([float(value).hex() for value in numbers(regress(table(), **MODEL))])"
    )
    found = []
    for seed, threads in (("0", "1"), ("7", "2"), ("99", "2")):
        given = {"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        command = [sys.executable, "-c", code]
        made = subprocess.run(command, env=os.environ | given, capture_output=True, text=True, check=True)
        found.append([float.fromhex(text.strip("'")) for text in made.stdout.strip()[1:-1].split(", ")])
    for other in found[1:]:
        assert_allclose(other, found[0], rtol=1e-12)


def test_takes_arrow_and_other_frames() -> None:
    frame = table()
    ours = numbers(regress(frame, **MODEL))
    assert_allclose(numbers(regress(pa.Table.from_pandas(frame), **MODEL)), ours, rtol=1e-12)
    assert_allclose(numbers(regress(nw.from_native(frame), **MODEL)), ours, rtol=1e-12)


def test_keys_may_be_numbers_and_may_be_called_anything() -> None:
    frame = table()
    ours = regress(frame, **MODEL)
    frame["省份"], frame["年份"] = frame["unit"].str[1:].astype(int), frame["year"].astype(float)
    changed = MODEL | {"unit": "省份", "time": "年份", "absorb": ["省份", "年份"], "cluster": "省份"}
    assert_allclose(numbers(regress(frame, **changed)), numbers(ours), rtol=1e-12)


def test_numbers_named_as_labels_are_labels() -> None:
    frame = table()
    by_number = regress(frame, **MODEL | {"absorb": ["unit", "region#year"]})
    frame["region"] = frame["region"].map("r{}".format)
    assert_allclose(
        numbers(regress(frame, **MODEL | {"absorb": ["unit", "region#year"]})), numbers(by_number), rtol=1e-12
    )


def test_instruments_weights_and_other_choices() -> None:
    iv = regress(table(), **MODEL | {"controls": (), "endogenous": "x1", "instruments": ["z1", "L.x1"]})
    assert iv.method == "2sls"
    assert iv.first_stages
    serial = {name: value for name, value in MODEL.items() if name != "draws"}
    weighted = regress(table(), **serial, weights="w", errors="driscoll-kraay", lags=2)
    assert ("lags", "2") in weighted.facts


def test_a_panel_of_a_study_is_taken() -> None:
    from paneloom.estimate.given_panel import given_panel

    panel = given_panel(table(), "unit", "year")
    roles = {name: value for name, value in MODEL.items() if name not in ("unit", "time")}
    assert_allclose(numbers(regress(panel, **roles)), numbers(regress(table(), **MODEL)), rtol=0)


def test_prints_and_shows_itself_with_names_escaped() -> None:
    made = regress(table(), **MODEL | {"x": "if(x1 < 0, 0, x1)"})
    assert "x1 &lt; 0" in made._repr_html_()
    assert "x1 < 0" not in made._repr_html_()
    assert "聚类" in made.html("zh")
    assert len(pd.DataFrame(made.tidy())) == 3


@pytest.mark.parametrize(
    ("change", "slug", "named"),
    [
        ({"x": "x3"}, "unknown-name", "x1"),
        ({"errors": "clusterd"}, "not-one-of", "cluster"),
        ({"clusters": "unit"}, "unknown-key", "cluster"),
        ({"cluster": "unti"}, "cluster-unknown", "unit"),
        ({"absorb": ["unit", "yaer"]}, "absorb-unknown", "year"),
        ({"y": "log(y"}, "expression", ""),
        ({"x": "__import__('os')"}, "unknown-function", ""),
        ({"unit": "units"}, "unknown-column", "unit"),
        ({"time": None}, "keys-needed", ""),
        ({"time": "x1"}, "time-not-whole", ""),
        ({"time": "region"}, "rows-doubled", ""),
        ({"lags": -1}, "too-small", ""),
        ({"model": "between"}, "model-absorb", ""),
        ({"weights": "x1"}, "weights-not-positive", ""),
    ],
)
def test_faults_name_the_argument_and_the_nearest_word(change: dict[str, Any], slug: str, named: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        regress(table(), **MODEL | change)
    assert caught.value.slug == slug
    assert caught.value.details.get("nearest", "") == named
    assert caught.value.text("zh")


def test_all_faults_at_once() -> None:
    with pytest.raises(PaneloomError) as caught:
        regress(table(), **MODEL | {"x": "x3", "cluster": "regon"})
    assert caught.value.slug == "several"


def test_rows_without_a_key_are_refused() -> None:
    for key in ("unit", "year"):
        frame = table()
        frame.loc[3, key] = None
        with pytest.raises(PaneloomError) as caught:
            regress(frame, **MODEL)
        assert caught.value.slug == "keys-missing"


def test_is_public() -> None:
    assert "regress" in paneloom.__all__
    with pytest.raises(PaneloomError) as caught:
        regress([1, 2], **MODEL)
    assert caught.value.slug == "table-not-known"


def test_chinese_names_and_lists_are_taken() -> None:
    """A frame of a Chinese user; choices may be lists."""
    data = table().rename(columns={"x1": "新质生产力", "y": "乡村振兴"})
    keys: dict[str, Any] = {"absorb": ["unit", "year"], "cluster": "unit", "unit": "unit", "time": "year"}
    made = regress(data, y="乡村振兴", x=["L.新质生产力"], tests=["vif"], **keys)
    plain = regress(table(), y="y", x="L.x1", **keys)
    np.testing.assert_array_equal(numbers(made), numbers(plain))
    assert "L.新质生产力" in made.text("zh")


def test_an_infinite_value_is_named() -> None:
    data = table()
    data.loc[3, "x1"] = np.inf
    with pytest.raises(PaneloomError) as caught:
        regress(data, y="y", x="x1", unit="unit", time="year")
    assert caught.value.slug == "not-finite"
    assert "x1" in str(caught.value)
