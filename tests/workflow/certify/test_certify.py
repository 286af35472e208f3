"""Known problems reach their goals; panels agree with rational numbers, near collinearity too."""

from fractions import Fraction

import numpy as np
import pytest
from tests.panels import Rows, design, panel, random_rows, table

from paneloom.cli.main import main
from paneloom.estimate.fit import fit_table
from paneloom.workflow.certify.exact import clustered, digits, solved, two_stage
from paneloom.workflow.certify.problems import Outcome, outcomes, panel_outcomes


def test_every_goal_is_reached() -> None:
    assert [one for one in outcomes() if not one.is_met] == []


@pytest.mark.parametrize("seed", range(3, 27))
def test_panels_in_rational_numbers(seed: int) -> None:
    found = list(panel_outcomes(seed))
    assert len(found) == 4
    assert [one for one in found if one.found < 12] == []


def exact_digits(rows: Rows, effects: str, slopes: tuple[str, ...]) -> tuple[float, float, float]:
    """Digits of the worst coefficient, of the worst variance, and those that the solution claims."""
    made = design(effects, errors="cluster", regressors=slopes, controls=())  # type: ignore[arg-type]
    estimate = fit_table(panel(rows), table(made)).estimates[0]
    y = [Fraction(value) for value in rows["y"].tolist()]
    dummies = [(rows.units[:, None] == np.unique(rows.units))]
    if "time" in effects:
        dummies.append(rows.times[:, None] == np.unique(rows.times)[1:])
    right = [
        [Fraction(value) for value in row]
        for row in np.column_stack([*(rows[name] for name in slopes), *dummies]).astype(float).tolist()
    ]
    truth = two_stage(y, right, right)[: len(slopes)]
    variances = clustered(y, right, right, rows.clusters.tolist())[: len(slopes)]
    bare = np.diag(estimate.covariance) / estimate.freedom.factor
    return (
        min(map(digits, estimate.coefficients.tolist(), truth)),
        min(map(digits, bare.tolist(), variances)),
        estimate.digits,
    )


GAP = 1e-7


def near_collinear(seed: int) -> Rows:
    rows = random_rows(seed, units=6, times=5, share=1.0)
    return rows.changed(x2=rows["x1"] + GAP * np.random.default_rng(seed).normal(size=len(rows)))


@pytest.mark.parametrize("seed", range(4))
def test_a_collinear_gap_of_1e_7_keeps_the_digits_that_are_said(seed: int) -> None:
    coefficients, _, said = exact_digits(near_collinear(seed), "unit+time", ("x1", "x2"))
    assert coefficients >= said - 0.3  # The last digit apart, as in the reference test of NIST's problems.


@pytest.mark.xfail(reason="rows are swept in doubles: 7.4 digits; extended ones would keep 8.5", strict=True)
def test_every_collinear_gap_of_1e_7_keeps_eight_digits() -> None:
    assert min(exact_digits(near_collinear(seed), "unit+time", ("x1", "x2"))[0] for seed in range(4)) >= 8


@pytest.mark.parametrize("seed", range(4))
def test_powers_of_noisy_years_keep_eight_digits(seed: int) -> None:
    rows = random_rows(seed, units=6, times=5, share=1.0)
    year = rows.times + np.random.default_rng(seed).normal(size=len(rows)) / 4
    powers = rows.changed(x1=year, x2=year**2)
    coefficients, _, said = exact_digits(powers, "unit", ("x1", "x2"))
    assert coefficients >= 8, (coefficients, said)


def test_a_singular_matrix_is_told() -> None:
    one = [[Fraction(1), Fraction(2)], [Fraction(2), Fraction(4)]]
    with pytest.raises(ValueError, match="singular"):
        solved(one, one)


def test_a_goal_missed_gives_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = (Outcome("good", 12.0, 9.0), Outcome("bad", 3.0, 9.0))
    monkeypatch.setattr("paneloom.workflow.certify.problems.outcomes", lambda: iter(known))
    assert main(["--lang", "en", "selftest"]) == 1
    text = capsys.readouterr().out
    assert "MISSED  bad: 3.0 digits, 9.0 wanted" in text
    assert "1 of 2 goals reached." in text
    monkeypatch.setattr("paneloom.workflow.certify.problems.outcomes", lambda: iter(known[:1]))
    assert main(["--lang", "zh", "selftest", "--quiet"]) == 0
    assert "1项目标中1项达标" in capsys.readouterr().out
