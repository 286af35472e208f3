"""LIML, GMM and the tests of instruments against linearmodels on rows demeaned by hand.

linearmodels takes no effects: it is given the weighted residuals of every column on all dummies, without a
constant. Its covariances carry no factor; ours are divided by their own.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from linearmodels.iv import IV2SLS, IVGMM, IVLIML, cragg_donald, kleibergen_paap, kleibergen_paap_f
from tests.brute_force import partial_out
from tests.panels import Rows, design, panel, random_rows, table

from paneloom.algebra.effects import Effects
from paneloom.algebra.record import Floats
from paneloom.estimate.check import Check
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table

COEFFICIENTS, ERRORS = 1e-9, 1e-8
NAMES = ("y", "x1", "x2", "x3", "z1", "z2", "z3")


@dataclass(frozen=True)
class Case:
    effects: Effects
    errors: str
    weighted: bool
    endogenous: tuple[str, ...]
    instruments: tuple[str, ...]

    def __str__(self) -> str:
        weighted = "-w" if self.weighted else ""
        return f"{self.effects}-{self.errors}-{len(self.endogenous)}of{len(self.instruments)}{weighted}"


SETS = (
    (("x1",), ("z1",)),
    (("x1",), ("z1", "z2", "z3")),
    (("x1", "x2"), ("z1", "z2")),
    (("x1", "x2"), ("z1", "z2", "z3")),
)
CASES = [
    Case(effects, errors, weighted, *chosen)
    for effects, errors, weighted, chosen in product(
        ("none", "unit", "unit+time"), ("iid", "hc1", "cluster"), (False, True), SETS
    )
]
KINDS = {"iid": "unadjusted", "hc1": "robust", "cluster": "clustered"}


def rows_of(weighted: bool) -> Rows:
    """An unbalanced panel whose instruments move both endogenous regressors."""
    rows = random_rows(11, units=24, times=7, share=0.8, weighted=weighted, names=NAMES)
    noise = rows["y"]
    return rows.changed(
        x1=rows["x1"] + 0.6 * rows["z1"] + 0.2 * rows["z3"] + 0.5 * noise,
        x2=rows["x2"] + 0.5 * rows["z2"] - 0.3 * rows["z3"] - 0.4 * noise,
        y=noise + 0.7 * rows["x1"] - 0.3 * rows["x2"] + 0.2 * rows["x3"] * rows["x3"],
    )


def ours(case: Case, estimator: str = "2sls") -> Estimate:
    asked = design(
        case.effects,
        case.errors,
        regressors=case.endogenous,
        controls=("x3",),
        endogenous=case.endogenous,
        instruments=case.instruments,
        dof="ivreghdfe",
        estimator=estimator,
        weights="weight" if case.weighted else None,
    )
    return fit_table(panel(rows_of(case.weighted)), table(asked)).estimates[0]


def swept(case: Case) -> tuple[dict[str, Floats], Rows]:
    rows = rows_of(case.weighted)
    values = partial_out(rows, case.effects) * np.sqrt(rows.weights)[:, None]
    return {name: values[:, [at]] for at, name in enumerate(rows.names)}, rows


def pick(columns: dict[str, Floats], names: tuple[str, ...]) -> Floats:
    return np.hstack([columns[name] for name in names])


def parts(case: Case) -> tuple[tuple[Floats, Floats, Floats, Floats], dict[str, object]]:
    """Outcome, exogenous, endogenous, instruments; the choices of errors."""
    columns, rows = swept(case)
    chosen: dict[str, object] = {"cov_type": KINDS[case.errors]}
    if case.errors == "cluster":
        chosen["clusters"] = rows.clusters
    data = columns["y"], columns["x3"], pick(columns, case.endogenous), pick(columns, case.instruments)
    return data, chosen


def found(made: Estimate, name: str, about: str = "") -> Check:
    return next(check for check in made.checks if check.name == name and about in ("", check.about))


def factor(made: Estimate, errors: str, raw_rows: int) -> float:
    """What our covariance carries beyond that of linearmodels."""
    return raw_rows / made.freedom.df if errors == "iid" else made.freedom.factor


@pytest.mark.parametrize("estimator", ["2sls", "liml", "gmm"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_coefficients_and_errors(case: Case, estimator: str) -> None:
    made = ours(case, estimator)
    data, chosen = parts(case)
    # Under iid errors GMM is 2SLS; linearmodels takes the mean off the weighted residuals there.
    if estimator == "gmm" and case.errors != "iid":
        weights = {"weight_type": chosen["cov_type"]} | (
            {"clusters": chosen["clusters"]} if "clusters" in chosen else {}
        )
        theirs = IVGMM(*data, **weights).fit(debiased=False, iter_limit=2, **chosen)
    else:
        model = IVLIML if estimator == "liml" else IV2SLS
        theirs = model(*data).fit(debiased=False, **chosen)
    # linearmodels puts exogenous regressors first, as does the order below.
    order = ("x3", *case.endogenous)
    at = [made.names.index(name) for name in order]
    np.testing.assert_allclose(made.coefficients[at], theirs.params.to_numpy(), rtol=COEFFICIENTS)
    variance = made.covariance[np.ix_(at, at)] / factor(made, case.errors, len(data[0]))
    np.testing.assert_allclose(variance, theirs.cov.to_numpy(), rtol=ERRORS, atol=1e-12)
    if estimator == "liml":
        assert float(dict(made.facts)["k_class"]) == pytest.approx(theirs.kappa, rel=1e-9)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rank_statistics(case: Case) -> None:
    made = ours(case)
    (_, exogenous, endogenous, instruments), chosen = parts(case)
    kind = str(chosen.pop("cov_type"))
    theirs = kleibergen_paap(endogenous, instruments, exogenous, kind, chosen)
    check = found(made, "kleibergen_paap_lm")
    assert check.statistic == pytest.approx(theirs.stat, rel=ERRORS)
    assert check.df == (theirs.df,)
    assert check.p == pytest.approx(theirs.pval, rel=1e-7)
    f = kleibergen_paap_f(endogenous, instruments, exogenous, kind, chosen)
    # linearmodels knows nothing of the absorbed effects: its F counts the columns it sees.
    n, groups = len(endogenous), made.freedom.clusters
    seen = n - instruments.shape[1] - exogenous.shape[1]
    ours_factor = made.first_stages[0].freedom
    if case.errors == "cluster":
        scale = seen * (groups - 1) / groups / (n - 1) * ours_factor.factor
    else:
        scale = seen / (ours_factor.rows - ours_factor.parameters)
    assert found(made, "kleibergen_paap_f").statistic == pytest.approx(f / scale, rel=ERRORS)
    cd = cragg_donald(endogenous, instruments, exogenous).stat / len(case.instruments)
    df = ours_factor.rows - ours_factor.parameters
    assert found(made, "cragg_donald_f").statistic == pytest.approx(cd * df / seen, rel=ERRORS)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_first_stage(case: Case) -> None:
    """One endogenous regressor: the first-stage F is the rk F; with one instrument the effective F as well."""
    made = ours(case)
    if len(case.endogenous) > 1:
        assert not [check for check in made.checks if check.name == "effective_f"]
        return
    f = found(made, "first_stage_f").statistic
    assert found(made, "kleibergen_paap_f").statistic == pytest.approx(f, rel=1e-10)
    if len(case.instruments) == 1:
        assert found(made, "effective_f").statistic == pytest.approx(f, rel=1e-10)


@pytest.mark.parametrize(
    "case", [case for case in CASES if len(case.instruments) > len(case.endogenous)], ids=str
)
def test_overidentification(case: Case) -> None:
    made = ours(case)
    data, chosen = parts(case)
    if case.errors == "iid":
        check, theirs = found(made, "sargan"), IV2SLS(*data).fit(debiased=False).sargan
    else:
        weights = {"weight_type": chosen["cov_type"]} | (
            {"clusters": chosen["clusters"]} if "clusters" in chosen else {}
        )
        fitted = IVGMM(*data, **weights).fit(debiased=False, iter_limit=2, **chosen)
        check, theirs = found(made, "hansen_j"), fitted.j_stat
    assert check.statistic == pytest.approx(theirs.stat, rel=ERRORS)
    assert check.df == (theirs.df,)
    assert check.p == pytest.approx(theirs.pval, rel=1e-7)


@pytest.mark.parametrize("case", [case for case in CASES if case.errors == "iid"], ids=str)
def test_endogeneity(case: Case) -> None:
    made = ours(case)
    data, _ = parts(case)
    theirs = IV2SLS(*data).fit(debiased=False)
    check, wu = found(made, "wu_hausman"), theirs.wu_hausman()
    assert check.df[0] == wu.df
    assert check.statistic == pytest.approx(wu.stat * check.df[1] / wu.df_denom, rel=ERRORS)
    assert found(made, "durbin").statistic == pytest.approx(theirs.durbin().stat, rel=ERRORS)
