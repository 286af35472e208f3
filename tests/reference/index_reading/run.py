"""Alpha, KMO, Bartlett's test and components by pingouin, factor_analyzer and scikit-learn.

python run.py output, in a place that has the three; it writes data.csv and packages.json. smooth.R reads data.csv.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import pingouin
from factor_analyzer.factor_analyzer import calculate_bartlett_sphericity, calculate_kmo
from scipy.stats import spearmanr
from sklearn.decomposition import PCA


def data() -> pd.DataFrame:
    draws = np.random.default_rng(20210328)
    common = draws.normal(size=(60, 1))
    noise = draws.normal(size=(60, 5)) * [0.5, 0.8, 1.0, 1.5, 0.7]
    values = common * [1.0, 0.9, 0.7, 0.5, 0.8] + noise
    values[:, 4] = np.exp(values[:, 4])
    return pd.DataFrame(values.round(4), columns=list("abcde"))


def main(folder: Path) -> None:
    frame = data()
    frame.to_csv(folder / "data.csv", index=False, lineterminator="\n")
    deviates = (frame - frame.mean()) / frame.std()
    kmo_by, kmo = calculate_kmo(frame)
    statistic, p = calculate_bartlett_sphericity(frame)
    pca = PCA().fit(deviates)
    found = {
        "versions": {name: version(name) for name in ("pingouin", "factor_analyzer", "scikit-learn")},
        "alpha": pingouin.cronbach_alpha(frame)[0],
        "alpha_standardised": pingouin.cronbach_alpha(deviates)[0],
        "alpha_without": [pingouin.cronbach_alpha(frame.drop(columns=name))[0] for name in frame],
        "kmo": float(kmo),
        "kmo_by": kmo_by.tolist(),
        "bartlett": float(statistic),
        "p": float(p),
        "explained": pca.explained_variance_ratio_.tolist(),
        "first": np.abs(pca.components_[0]).tolist(),
        "spearman": spearmanr(frame).statistic.tolist(),
    }
    text = json.dumps(found, indent=1)
    (folder / "packages.json").write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
