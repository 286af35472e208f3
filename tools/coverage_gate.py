"""Refuse a coverage report in which too few branches, or too few statements, were taken.

The total that coverage prints mixes statements with branches; the gate looks at each by itself.

    python tools/coverage_gate.py build/coverage.json 95
"""

import argparse
import json
import sys
from pathlib import Path


def share(covered: int, total: int) -> float:
    """Per cent covered; an empty report covers nothing."""
    return 100.0 * covered / total if total else 0.0


def main(arguments: list[str] | None = None) -> int:
    """Print both shares for the whole report; 1 if one is below the limit."""
    parser = argparse.ArgumentParser(description="Refuse a report below a share of branches covered.")
    parser.add_argument("report", type=Path, help="what coverage json wrote")
    parser.add_argument("limit", type=float, help="per cent")
    options = parser.parse_args(arguments)
    totals = json.loads(options.report.read_text(encoding="utf-8"))["totals"]
    branches = share(totals["covered_branches"], totals["num_branches"])
    statements = share(totals["covered_lines"], totals["num_statements"])
    print(
        f"numeric core: {branches:.1f} % of {totals['num_branches']} branches, "
        f"{statements:.1f} % of {totals['num_statements']} statements (at least {options.limit:g} %)"
    )
    return 0 if min(branches, statements) >= options.limit else 1


if __name__ == "__main__":
    sys.exit(main())
