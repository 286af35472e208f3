"""Refuse a coverage report in which too few statements, or too few branches of a package, were taken.

The total that coverage prints mixes statements with branches, and that of one package with another; the gate looks
at each by itself. All packages share the limit of statements; that of branches is given for each.

    python tools/coverage_gate.py build/coverage.json 95 algebra=95 index=95 estimate=85
"""

import argparse
import json
import sys
from pathlib import Path


def share(covered: int, total: int) -> float:
    """Per cent covered; an empty report covers nothing."""
    return 100.0 * covered / total if total else 0.0


def counts(
    files: dict[str, dict[str, dict[str, int]]], package: str, what: tuple[str, str]
) -> tuple[int, int]:
    """Covered and all of something in the files of a package."""
    found = [one["summary"] for name, one in files.items() if package in Path(name).parts]
    return sum(one[what[0]] for one in found), sum(one[what[1]] for one in found)


def main(arguments: list[str] | None = None) -> int:
    """Print the shares of each package; 1 if one is below its limit."""
    parser = argparse.ArgumentParser(
        description="Refuse a report below the shares that each package must reach."
    )
    parser.add_argument("report", type=Path, help="what coverage json wrote")
    parser.add_argument("statements", type=float, help="per cent of statements, of every package")
    parser.add_argument("packages", nargs="+", help="package=per cent of its branches")
    options = parser.parse_args(arguments)
    files = json.loads(options.report.read_text(encoding="utf-8"))["files"]
    failed = False
    for item in options.packages:
        package, _, limit = item.partition("=")
        statements = share(*counts(files, package, ("covered_lines", "num_statements")))
        branches = share(*counts(files, package, ("covered_branches", "num_branches")))
        failed |= statements < options.statements or branches < float(limit)
        print(
            f"{package}: {statements:.1f} % of statements (at least {options.statements:g} %), "
            f"{branches:.1f} % of branches (at least {limit} %)"
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
