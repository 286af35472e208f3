"""Weights and closeness by pymcdm and scikit-criteria: python -m tests.reference.decision_packages.run FILE."""

import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import skcriteria
from pymcdm import weights
from skcriteria.agg.similarity import TOPSIS
from skcriteria.preprocessing.weighters import MEREC
from tests.reference.weights_packages.matrix import COST, MATRIX

SHARES = np.array([0.1, 0.15, 0.2, 0.25, 0.3])


def main(path: Path) -> None:
    signs = np.ones(MATRIX.shape[1], dtype=int)
    signs[COST] = -1
    turned = MATRIX.copy()
    turned[:, COST] = 1.0 / turned[:, COST]
    matrix = skcriteria.mkdm(MATRIX, [max if sign > 0 else min for sign in signs])
    plain = skcriteria.mkdm(turned, [max] * MATRIX.shape[1], weights=SHARES)
    rows = {
        "merec pymcdm": weights.merec_weights(MATRIX, signs),
        "merec scikit-criteria": MEREC().transform(matrix).weights,
        "cilos pymcdm": weights.cilos_weights(MATRIX, signs),
        "idocriw turned pymcdm": weights.idocriw_weights(turned, np.ones_like(signs)),
        "closeness turned scikit-criteria": TOPSIS().evaluate(plain).e_.similarity,
    }
    lines = [",".join([name, *(f"{value:.17g}" for value in row)]) for name, row in rows.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    told = [f"{name} {version(name)}" for name in ("scikit-criteria", "pymcdm", "numpy")]
    path.with_name("versions.txt").write_text("\n".join(told) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
