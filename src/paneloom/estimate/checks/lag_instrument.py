"""How persistent is a regressor whose own lag is its instrument?"""

from __future__ import annotations

from paneloom.estimate.check import Check
from paneloom.estimate.checks.instrumented import Instrumented
from paneloom.study.expression import Name
from paneloom.study.labels import shifted


def lag_instrument(model: Instrumented) -> tuple[Check, ...]:
    """The correlation within units of each endogenous regressor with its own lag, where that is an instrument.

    It is taken over the sample, after the absorbed effects. A lag of one period is excluded from the equation
    only if the errors are not serially correlated (Bellemare, Masaki and Pepinsky 2017): the more persistent the
    regressor, the stronger the instrument and the more it inherits of its endogeneity. No test, so no p value.
    """
    checks = []
    factor = model.tested.solved.records.factor
    for instrument in model.tested.solved.design.instruments:
        shift = shifted(instrument)
        if shift is None or shift.kind != "L" or not isinstance(shift.argument, Name):
            continue
        regressor = shift.argument.name
        if regressor not in model.endogenous:
            continue
        pair = factor.upper[:, [factor.names.index(name) for name in (regressor, instrument)]]
        product = pair.T @ pair
        correlation = float(product[0, 1] / (product[0, 0] * product[1, 1]) ** 0.5)
        facts = (("instrument", instrument), ("periods", str(shift.periods)))
        checks.append(
            Check(
                "lag_instrument",
                "lag_instrument_null",
                statistic=correlation,
                about=regressor,
                facts=facts,
            )
        )
    return tuple(checks)
