"""Sobol indices by SALib: python run.py output/indices.csv, in a place that has it."""

import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
from functions import exchanged, g_function, ishigami, uniforms
from SALib.analyze import sobol

CASES = {"ishigami": (ishigami, 3, 11), "g": (g_function, 6, 12)}


def main(path: Path) -> None:
    lines = []
    for name, (function, width, seed) in CASES.items():
        outcome = function(exchanged(uniforms(width, seed)))
        # SALib reads, point by point, A, then A with each column of B, then B.
        order = [0, *range(2, width + 2), 1]
        problem = {"num_vars": width, "names": [f"x{i}" for i in range(width)], "bounds": [[0, 1]] * width}
        found = sobol.analyze(
            problem, outcome[order].T.ravel(), calc_second_order=False, num_resamples=2000, seed=1
        )
        lines += [
            ",".join([f"{name} {key}", *(f"{value:.17g}" for value in np.asarray(found[key]))])
            for key in ("S1", "S1_conf", "ST", "ST_conf")
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    told = [f"{name} {version(name)}" for name in ("SALib", "numpy", "scipy")]
    path.with_name("versions.txt").write_text("\n".join(told) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
