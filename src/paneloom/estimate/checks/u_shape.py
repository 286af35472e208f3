"""Is it a U? The joint test of Lind and Mehlum (2010) over the range of a regressor that stands beside its square."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.estimate.check import Check
from paneloom.estimate.estimate import Estimate
from paneloom.panel.panel import Panel
from paneloom.study.expression import Call, Expression, Name, Number, parse
from paneloom.study.model import Study

LEVEL = 0.95


def u_shape(panel: Panel, made: Estimate) -> tuple[Check, ...]:
    """For each x beside its square: is the slope of one sign at the least x of the sample, of the other at the largest?

    The slope at x is b + 2 c x. Both one-sided t tests must reject, so that the statistic is the lesser of the two t
    values, taken in the direction that the sign of c says, and p its one-sided p value (Lind and Mehlum 2010,
    section II; Sasabuchi 1980; Stata's ``utest``). A turning point outside the range gives p above 0.5.
    ``region`` is the set of Fieller (1954) for the turning point -b / 2c at 95 %, which need not be an interval;
    the interval by the delta method stands in the facts.
    """
    pairs = tuple(squares_in(panel.study, made.names))
    if not pairs:
        return (Check("u_shape", "u_shape_null", reason="u_shape_no_square"),)
    frame = panel.rows.collect(tuple(made.names[at] for at, _ in pairs), made.design.sample)
    return tuple(_check(made, x, square, frame.numbers[made.names[x]]) for x, square in pairs)


def squares_in(study: Study, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """(x, square) positions of slopes of which one is the other squared: ``x^2``, ``x * x``, or a variable made so."""
    trees = [_tree(study, name) for name in names]
    for at, tree in enumerate(trees):
        base = _root(tree)
        if base is None:
            continue
        wanted = _resolved(study, base)
        for x, other in enumerate(trees):
            if x != at and other == wanted:
                yield x, at


def _tree(study: Study, name: str) -> Expression:
    try:
        return _resolved(study, parse(name))
    except PaneloomError:
        return Name(name)


def _resolved(study: Study, tree: Expression) -> Expression:
    """A variable that is an expression, as that expression; one step is enough for a square of a name."""
    if not isinstance(tree, Name) or tree.name not in study.variables:
        return tree
    expr = study.variables[tree.name].expr
    return tree if expr is None else parse(expr)


def _root(tree: Expression) -> Expression | None:
    """What a tree is the square of."""
    if not isinstance(tree, Call) or len(tree.arguments) != 2:
        return None
    first, second = tree.arguments
    if tree.function == "^" and second == Number(2.0):
        return first
    return first if tree.function == "*" and first == second else None


def _check(made: Estimate, x: int, square: int, values: Floats) -> Check:
    from scipy.special import stdtr, stdtrit

    b, c = float(made.coefficients[x]), float(made.coefficients[square])
    if c == 0:
        return Check("u_shape", "u_shape_null", about=made.names[x], reason="u_shape_flat")
    v = made.covariance[np.ix_([x, square], [x, square])]
    df = float(made.reference[[x, square]].min())
    low, high = float(values.min()), float(values.max())
    ends = np.array([low, high])
    slopes = b + 2 * c * ends
    errors = np.sqrt(v[0, 0] + 4 * ends * v[0, 1] + 4 * ends**2 * v[1, 1])
    towards = np.array([-1.0, 1.0]) * np.sign(c)
    t = float((towards * slopes / errors).min())
    quantile = float(stdtrit(df, 0.5 + LEVEL / 2))
    turn = -b / (2 * c)
    gradient = np.array([-1 / (2 * c), b / (2 * c**2)])
    half = quantile * float(np.sqrt(gradient @ v @ gradient))
    facts = (
        ("shape", "u" if c > 0 else "inverse_u"),
        ("square", made.names[square]),
        ("range", f"[{low:.6g}, {high:.6g}]"),
        ("slope_low", f"{slopes[0]:.6g}"),
        ("slope_high", f"{slopes[1]:.6g}"),
        ("turning_point", f"{turn:.6g}"),
        ("turning_point_inside", "yes" if low < turn < high else "no"),
        ("delta", f"[{turn - half:.6g}, {turn + half:.6g}]"),
        ("level", f"{LEVEL:g}"),
    )
    return Check(
        "u_shape",
        "u_shape_null",
        statistic=t,
        df=(df,),
        p=float(stdtr(df, -t)),
        covariance=made.kind,
        about=made.names[x],
        region=fieller((b, c), v, quantile),
        facts=facts,
    )


def fieller(slopes: tuple[float, float], v: Floats, quantile: float) -> tuple[tuple[float, float], ...]:
    """Every m for which b + 2 c m is not rejected: an interval, its complement, or the whole line."""
    b, c = slopes
    square = float(quantile**2)
    # (b + 2 c m)^2 <= q^2 var(b + 2 c m) as alpha m^2 + 2 beta m + gamma <= 0.
    alpha = 4 * (c**2 - square * float(v[1, 1]))
    beta = 2 * (b * c - square * float(v[0, 1]))
    gamma = b**2 - square * float(v[0, 0])
    inside = beta**2 - alpha * gamma
    whole = ((-np.inf, np.inf),)
    if alpha == 0 or inside <= 0:
        return whole
    # The larger root in size first: the other by the product of both.
    far = -(beta + np.copysign(np.sqrt(inside), beta))
    first, second = sorted((float(far / alpha), float(gamma / far)))
    return ((first, second),) if alpha > 0 else ((-np.inf, first), (second, np.inf))
