"""Weights by scikit-criteria and pymcdm: python run.py output/weights.csv, in a place that has both."""

import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from matrix import COST, MATRIX
from pymcdm import weights as pymcdm
from skcriteria.preprocessing import scalers, weighters


def main(path: Path) -> None:
    plus = np.ones(MATRIX.shape[1], dtype=int)
    mixed = plus.copy()
    mixed[COST] = -1
    minmax = scalers.matrix_scale_by_cenit_distance(MATRIX, objectives=plus)
    rows = {
        "entropy raw scikit-criteria": weighters.entropy_weights(MATRIX),
        "entropy raw pymcdm": pymcdm.entropy_weights(MATRIX),
        "entropy minmax scikit-criteria": weighters.entropy_weights(minmax),
        "gini raw scikit-criteria": weighters.gini_weights(MATRIX),
        "gini raw pymcdm": pymcdm.gini_weights(MATRIX),
        "standard-deviation minmax scikit-criteria": weighters.std_weights(minmax),
        "standard-deviation raw pymcdm": pymcdm.standard_deviation_weights(MATRIX),
        "critic plus scikit-criteria": weighters.critic_weights(MATRIX, plus),
        "critic plus pymcdm": pymcdm.critic_weights(MATRIX),
        "critic cost scikit-criteria": weighters.critic_weights(MATRIX, mixed),
    }
    lines = [",".join([name, *(f"{value:.17g}" for value in row)]) for name, row in rows.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    told = [f"{name} {version(name)}" for name in ("scikit-criteria", "pymcdm", "numpy")]
    path.with_name("versions.txt").write_text("\n".join(told) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
