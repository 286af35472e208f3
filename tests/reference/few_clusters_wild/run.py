"""Munnell's states in nine divisions by wildboottest, all 512 vectors of Rademacher weights, null imposed.

It needs wildboottest and pandas, in an environment of their own:

python tests/reference/few_clusters_r/make.py munnell.csv
python tests/reference/few_clusters_wild/run.py munnell.csv tests/reference/few_clusters_wild/output

One row for each model: the t of public capital with the errors clustered without small-sample factor, how many of
the 512 absolute t of draws are above and how many equal it (to 1e-9), and some of them in order.
"""

import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from wildboottest.wildboottest import WildboottestCL

SLOPES = ["pcap", "pc", "emp", "unemp"]
RANKS = (0, 50, 100, 200, 300, 400, 500, 510)
TIE = 1e-9


def row(effects: str, data: pd.DataFrame, words: str = "") -> dict[str, object]:
    """One model, its effects as dummies."""
    columns = [data[SLOPES] - data[SLOPES].mean()]
    if "unit" in effects:
        columns.append(pd.get_dummies(data["state"], dtype=float))
    if "time" in effects:
        years = pd.get_dummies(data["year"], dtype=float)
        columns.append(years.iloc[:, 1:] if "unit" in effects else years)
    if effects == "none":
        columns.append(pd.DataFrame({"one": np.ones(len(data))}, index=data.index))
    x = pd.concat(columns, axis=1).to_numpy()
    target = np.zeros(x.shape[1])
    target[0] = 1.0
    y = (data["gsp"] - data["gsp"].mean()).to_numpy()
    boot = WildboottestCL(
        X=x, Y=y, cluster=data["region"].to_numpy(), R=target, B=9999, seed=1, parallel=False
    )
    boot.get_scores(bootstrap_type="11", impose_null=True, adj=False, cluster_adj=False)
    boot.get_weights(weights_type="rademacher")
    boot.get_numer()
    boot.get_denom()
    boot.get_tboot()
    boot.get_vcov()
    boot.get_tstat()
    draws, t = np.sort(np.abs(boot.t_boot)), abs(float(boot.t_stat))
    above = int((draws > t * (1 + TIE)).sum())
    tied = int((draws >= t * (1 - TIE)).sum()) - above
    return {
        "model": f"{effects} {words}".strip(),
        "t": float(boot.t_stat),
        "draws": draws.size,
        "above": above,
        "tied": tied,
    } | {f"rank {rank}": float(draws[rank]) for rank in RANKS}


def main() -> None:
    """Every model."""
    states, folder = pd.read_csv(sys.argv[1]), Path(sys.argv[2])
    gaps = states[states["gap"] == 0]
    rows = [row(effects, states) for effects in ("none", "unit", "time", "unit+time")]
    rows += [row(effects, gaps, "gaps") for effects in ("unit", "unit+time")]
    pd.DataFrame(rows).to_csv(folder / "draws.csv", index=False, lineterminator="\n", float_format="%.17g")
    (folder / "versions.txt").write_text(f"wildboottest {version('wildboottest')}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
