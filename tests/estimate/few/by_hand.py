"""Few-cluster inference written out in rows, with a dummy for every effect."""

from dataclasses import dataclass, replace

import numpy as np
from tests.brute_force import dummies, fit, partial_out
from tests.panels import Rows, records

from paneloom.algebra.cluster_parts import Parts, cluster_scatter, model_parts
from paneloom.algebra.effects import Effects
from paneloom.algebra.record import Floats
from paneloom.algebra.resample import keyed_record
from paneloom.algebra.solve import least_squares, two_stage

X = ("x1", "x2")
Z = ("z1", "z2")


def parts(rows: Rows, effects: Effects, *, instrumented: bool = False) -> Parts:
    """The parts of y on x1 and x2, x1 instrumented by z1 and z2 or not."""
    first, sweep, second, factor = records(rows, effects)
    keyed = keyed_record(rows.block(), effects, first.block.times, first.totals.mean)
    scatter = cluster_scatter(sweep, second.moments, keyed)
    means = first.totals.select(X).mean
    if not instrumented:
        solution = least_squares(factor, "y", X)
        return model_parts(scatter, factor, solution, solution.fitted, means, first.totals.weight)
    solution = two_stage(factor, "y", X, ("x1",), Z)
    chosen = np.eye(len(rows.names))[:, [rows.names.index(name) for name in ("x2", *Z)]]
    return model_parts(scatter, factor, solution, chosen, means, first.totals.weight)


@dataclass(frozen=True)
class Written:
    """Rows times the roots of their weights: dummies D, regressors X and fitted ones, residuals."""

    regressors: Floats
    fitted: Floats
    residuals: Floats
    targets: Floats
    own: list[np.ndarray]


def written(rows: Rows, effects: Effects, *, instrumented: bool = False) -> Written:
    """The model with all its dummies; ``targets`` (columns, 3) make the slopes and the constant."""
    root = np.sqrt(rows.weights)[:, None]
    d, x = dummies(rows, effects), np.column_stack([rows[name] for name in X])
    whole = np.hstack([d, x]) * root
    fitted = whole
    if instrumented:
        z = np.hstack([d, np.column_stack([rows[name] for name in ("x2", *Z)])]) * root
        fitted = z @ np.linalg.lstsq(z, whole, rcond=1e-11)[0]
    y = rows["y"] * root[:, 0]
    b = np.linalg.lstsq(fitted, y, rcond=1e-11)[0]
    k, share = d.shape[1], rows.weights / rows.weights.sum()
    targets = np.zeros((whole.shape[1], 3))
    targets[k:, :2] = np.eye(2)
    targets[:k, 2] = share @ d
    own = [rows.clusters == code for code in np.unique(rows.clusters)]
    return Written(whole, fitted, y - whole @ b, targets, own)


def cr2(model: Written) -> tuple[Floats, Floats]:
    """The covariance and Satterthwaite's degrees of freedom from the hat matrix of the rows."""
    x = model.fitted
    bread = np.linalg.pinv(x.T @ x, rcond=1e-11)
    left = np.eye(len(x)) - x @ bread @ x.T
    scores, reach = [], []
    for own in model.own:
        values, vectors = np.linalg.eigh(left[np.ix_(own, own)])
        scale = np.where(values > 1e-10, np.maximum(values, 1e-10) ** -0.5, 0.0)
        adjusted = (vectors * scale) @ vectors.T @ x[own] @ bread @ model.targets
        scores.append(adjusted.T @ model.residuals[own])
        whole = np.zeros((len(x), 3))
        whole[own] = adjusted
        reach.append(left @ whole)
    found = np.array(scores)
    df = []
    for target in range(3):
        p = np.column_stack([r[:, target] for r in reach])
        omega = p.T @ p
        df.append(np.trace(omega) ** 2 / (omega**2).sum())
    return found.T @ found, np.array(df)


def slopes(rows: Rows, effects: Effects, *, instrumented: bool = False) -> Floats:
    """(2,) the slopes on these rows."""
    extra = {"endogenous": ("x1",), "z": Z} if instrumented else {}
    return fit(rows, effects, X, **extra).coefficients


def cr3(rows: Rows, effects: Effects, *, instrumented: bool = False) -> Floats:
    """(2, 2) the jackknife covariance by fitting without each cluster."""
    codes = np.unique(rows.clusters)
    centre = slopes(rows, effects, instrumented=instrumented)
    apart = np.array(
        [slopes(rows.where(rows.clusters != c), effects, instrumented=instrumented) - centre for c in codes]
    )
    return (codes.size - 1) / codes.size * apart.T @ apart


def drawn(rows: Rows, counts: Floats) -> Rows:
    """The rows of the clusters drawn, each time as units and clusters of their own."""
    codes, found, after = np.unique(rows.clusters), [], 0
    for code, count in zip(codes, counts.astype(int), strict=True):
        for _ in range(count):
            own = rows.where(rows.clusters == code)
            found.append(replace(own, units=own.units + after, clusters=own.clusters * 0 + len(found)))
            after += int(rows.units.max()) + 1
    names = ("values", "units", "times", "clusters", "weights")
    return Rows(rows.names, *(np.concatenate([getattr(r, name) for r in found]) for name in names))


def t_of(rows: Rows, effects: Effects, y: Floats, null: float) -> float:
    """The t of x1 against a null, clustered without small-sample factor."""
    made = fit(rows.changed(y=y), effects, X)
    return float((made.coefficients[0] - null) / np.sqrt(made.cluster(rows)[0, 0]))


def wild_p(rows: Rows, effects: Effects, weights: Floats, null: float) -> float:
    """The p value of x1 = ``null`` by fitting every draw; ties count."""
    root = np.sqrt(rows.weights)[:, None]
    swept = partial_out(rows, effects)
    y, x1, x2 = swept[:, 0], swept[:, 1], swept[:, [2]]
    left = y - null * x1
    b = np.linalg.lstsq(x2 * root, left * root[:, 0], rcond=None)[0]
    fitted = null * x1 + (x2 @ b)
    residuals = y - fitted
    at = np.unique(rows.clusters, return_inverse=True)[1]
    observed = abs(t_of(rows, effects, rows["y"], null))
    ts = [abs(t_of(rows, effects, fitted + v[at] * residuals, null)) for v in weights]
    return float(np.mean(np.array(ts) >= observed * (1 - 1e-8)))


def swept_of_2sls(rows: Rows, effects: Effects) -> Floats:
    """Rows of the factor: the exogenous columns, then x1, then the residuals."""
    _, _, _, factor = records(rows, effects)
    solution = two_stage(factor, "y", X, ("x1",), Z)
    at = [factor.names.index(name) for name in ("x2", *Z, "x1")]
    return np.column_stack([factor.upper[:, at], factor.upper @ solution.residual])


def t_of_2sls(rows: Rows, effects: Effects, y: Floats, x1: Floats, null: float) -> float:
    """The t of x1 by two-stage least squares against a null, clustered without small-sample factor."""
    made = fit(rows.changed(y=y, x1=x1), effects, X, ("x1",), Z)
    return float((made.coefficients[0] - null) / np.sqrt(made.cluster(rows)[0, 0]))


def wild_p_of_2sls(rows: Rows, effects: Effects, weights: Floats, null: float) -> float:
    """The p value of x1 = ``null`` by fitting every draw of the restricted efficient bootstrap; ties count."""
    root = np.sqrt(rows.weights)[:, None]
    swept = partial_out(rows, effects)
    y, x1, x2, z = swept[:, 0], swept[:, 1], swept[:, [2]], swept[:, 3:]
    left = y - null * x1
    b = np.linalg.lstsq(x2 * root, left * root[:, 0], rcond=None)[0]
    u = left - x2 @ b
    first = np.hstack([x2, z])
    beside = np.column_stack([first, u])
    pi = np.linalg.lstsq(beside * root, x1 * root[:, 0], rcond=None)[0][:-1]
    w = x1 - first @ pi
    at = np.unique(rows.clusters, return_inverse=True)[1]
    observed = abs(t_of_2sls(rows, effects, rows["y"], rows["x1"], null))
    ts = []
    for v in weights:
        x1_drawn = first @ pi + v[at] * w
        y_drawn = null * x1_drawn + x2 @ b + v[at] * u
        ts.append(abs(t_of_2sls(rows, effects, y_drawn, x1_drawn, null)))
    return float(np.mean(np.array(ts) >= observed * (1 - 1e-8)))
