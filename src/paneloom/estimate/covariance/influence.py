"""What each row adds to the coefficients: the rows of every sandwich that sums of products cannot make."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.estimate.covariance.bread import bread
from paneloom.estimate.solved import Solved


def influence_rows(solved: Solved) -> Floats:
    """(n, p + 1) first-order influence of each row on the p slopes and the constant: bread times score.

    The score of a row is w e x, x its swept (fitted) regressors; that of the constant is w e. Their sums of
    products, over whatever pairs of rows a method holds to be dependent, are the covariance. The bread goes
    in before anything is squared: afterwards it would amplify rounding twice.
    """
    x = solved.fitted_rows
    outer = bread(solved.solution, solved.means, solved.weight)
    regressors = np.hstack([x, np.ones((x.shape[0], 1))])
    return np.asarray((regressors @ outer.T) * (solved.rows.weights * solved.residual_rows)[:, None])
