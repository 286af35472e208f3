"""Write raw/munnell.csv from the copy that the package linearmodels carries, column for column."""

from __future__ import annotations

import csv
from pathlib import Path

from linearmodels.datasets import munnell

HERE = Path(__file__).parent


def main() -> None:
    """Write the table, one row for each state and year, numbers as the package prints them."""
    table = munnell.load()
    with (HERE / "raw" / "munnell.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        for row in table.itertuples(index=False):
            writer.writerow(str(value) for value in row)


if __name__ == "__main__":
    main()
