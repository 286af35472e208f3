"""What tests of instruments rest on: the reduced forms and the joint covariance of their coefficients."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.record import Floats, Record
from paneloom.estimate.checks.methods import Tested
from paneloom.estimate.covariance.methods import METHODS
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.estimators import solve_first_stage
from paneloom.estimate.made import made_of
from paneloom.estimate.reduced_form import ReducedForm, reduced_form
from paneloom.estimate.scores import score_covariance, score_kind
from paneloom.estimate.solved import Solved

EXACT = 1e-12
SINGULAR = 1e12


@dataclass(frozen=True, slots=True, eq=False)
class Instrumented(Record):
    """A model with instruments, ready to be tested.

    Parameters
    ----------
    tested
        The fitted model.
    form
        Its reduced forms on L orthonormal instruments.
    stage
        A first stage under ``kind``: its parameters and reference distribution are those of the tests.
    kind
        The errors of the tests: those of the design, or what stands for them in several equations.
    factor
        Small-sample factor on the covariance of the scores; NaN where only single equations have one.
    covariance
        ((m + 1) L, (m + 1) L) of the coefficients on the instruments, the factor in it, equation by equation;
        the blocks between equations symmetrised where ``factor`` is NaN; empty where there is none.
    reason
        Why there are no tests, a key of ``words.toml`` (group "check"); "" where there are.
    """

    tested: Tested
    form: ReducedForm
    stage: Estimate
    kind: str
    factor: float
    covariance: Floats
    reason: str

    @property
    def count(self) -> int:
        """L, the number of instruments."""
        return int(self.form.coefficients.shape[0])

    @property
    def endogenous(self) -> tuple[str, ...]:
        """The m endogenous regressors."""
        return self.form.names[1:]

    @property
    def first_stage(self) -> Floats:
        """(L, m) coefficients of the endogenous regressors on the orthonormal instruments."""
        return self.form.coefficients[:, 1:]

    @property
    def df(self) -> float:
        """Denominator degrees of freedom of F tests on the instruments."""
        return self.stage.freedom.df

    def scores(self, v: Floats) -> Floats:
        """Covariance of the scores of the instruments with ``v`` (k, q), the factor in it."""
        return self.factor * score_covariance(self.tested.solved, self.form.instruments, v)

    def block(self, row: int, column: int) -> Floats:
        """(L, L) covariance between two equations; 0 is that of the outcome."""
        size = self.count
        return self.covariance[row * size : (row + 1) * size, column * size : (column + 1) * size]


def instrumented(tested: Tested) -> Instrumented:
    """The reduced forms of a fitted model and their joint covariance."""
    solved = tested.solved
    design = solved.design
    form = reduced_form(design, solved.records.factor)
    shared = score_kind(design.errors)
    kind = shared or design.errors
    stage = tested.made.first_stages[0]
    if kind != design.errors:
        stage = made_of(solve_first_stage(replace(design, errors=kind), design.endogenous[0], solved.records))
    found = Instrumented(tested, form, stage, kind, np.nan, np.zeros((0, 0)), "")
    total = (form.left**2).sum(axis=0) + (form.coefficients**2).sum(axis=0)
    if ((form.left**2).sum(axis=0)[1:] < EXACT * total[1:]).any():
        return replace(found, reason="first_stage_exact")
    if shared:
        raw = score_covariance(solved, form.instruments, form.residuals)
        found = replace(found, factor=_factor(found, raw))
        covariance = found.factor * raw
    elif len(design.endogenous) == 1:
        covariance = _polarised(solved, form)
    else:
        return replace(found, reason="no_joint_covariance")
    found = replace(found, covariance=covariance)
    return replace(found, reason="" if _is_regular(found) else "first_stage_singular")


def _factor(found: Instrumented, raw: Floats) -> float:
    """What the rule of the degrees of freedom puts on the covariance of a first stage."""
    if found.kind != "iid":
        return found.stage.freedom.factor
    size = found.count
    own = _orthonormal(found.form, _of_instruments(found))
    return float(np.trace(own) / np.trace(raw[size : 2 * size, size : 2 * size]))


def _of_instruments(found: Instrumented) -> Floats:
    at = [found.stage.names.index(name) for name in found.tested.solved.design.instruments]
    return found.stage.covariance[np.ix_(at, at)]


def _orthonormal(form: ReducedForm, covariance: Floats) -> Floats:
    return form.triangle @ covariance @ form.triangle.T


def _polarised(solved: Solved, form: ReducedForm) -> Floats:
    """The covariance of two equations from three single ones: that of their sum holds what they share.

    Covariances are quadratic in the outcome, so that V(y + x) - V(y) - V(x) is the block between both and its
    transpose together.
    """
    design, records = solved.design, solved.records
    first, second = (solve_first_stage(design, name, records) for name in form.names)
    summed = replace(
        first,
        solution=replace(
            first.solution,
            coefficients=first.solution.coefficients + second.solution.coefficients,
            residual=first.solution.residual + second.solution.residual,
        ),
    )
    at = np.ix_(*(2 * [range(len(design.instruments))]))
    made = METHODS[design.errors].make
    own, other, both = (_orthonormal(form, made(part).matrix[at]) for part in (first, second, summed))
    between = (both - own - other) / 2
    return np.block([[own, between], [between, other]])


def _is_regular(found: Instrumented) -> bool:
    """Whether the covariance of each first stage has an inverse."""
    return all(is_regular(found.block(at, at)) for at in range(1, len(found.form.names)))


def is_regular(covariance: Floats) -> bool:
    """Whether a covariance has an inverse worth the name, whatever its units.

    One clustered two ways, a difference, may have negative eigenvalues, and then has none.
    """
    size = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    if not size.all():
        return False
    values = np.linalg.eigvalsh(covariance / np.outer(size, size))
    return bool(values[0] > 0 and values[-1] < SINGULAR * values[0])
