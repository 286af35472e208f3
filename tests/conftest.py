"""What every test shares: hypothesis profiles, groups of tests, and a plain word on what was left out."""

import os
from collections import Counter
from functools import cache
from pathlib import Path

import hypothesis
import pytest

from debian_groups import GROUPS, missing, required

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

_UNHURRIED = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
# The same examples on every run, so that a red build can be repeated; `thorough` looks for new ones.
hypothesis.settings.register_profile("ci", max_examples=100, derandomize=True, database=None, **_UNHURRIED)
hypothesis.settings.register_profile("thorough", max_examples=1000, print_blob=True, **_UNHURRIED)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@cache
def left_out() -> dict[str, str]:
    """Each mark whose tests cannot run here, and why."""
    reasons = {group.name: f"group {group.name} left out: not installed" for group in missing()}
    if not (SHARED / "data").is_dir():
        reasons["shared"] = "shared data left out: there is no folder ../shared/data"
    return reasons


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared; for tests marked `shared`."""
    return SHARED


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test of a group that is left out, or fail it where groups are required."""
    for mark in (*(group.name for group in GROUPS), "shared"):
        if item.get_closest_marker(mark) is None or mark not in left_out():
            continue
        if required() and mark != "shared":
            pytest.fail(f"{left_out()[mark]}, but PANELOOM_REQUIRE_GROUPS asks for it", pytrace=False)
        pytest.skip(left_out()[mark])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured, and apart from other skips which groups or data were left out."""
    passed = terminalreporter.getreports("passed")
    measured = sorted((str(name), str(value)) for report in passed for name, value in report.user_properties)
    if measured:
        terminalreporter.section("measured")
    for name, value in dict.fromkeys(measured):
        terminalreporter.line(f"{name}: {value}")

    causes = Counter(
        report.longrepr[2].removeprefix("Skipped: ").partition(":")[0]
        for report in terminalreporter.getreports("skipped")
        if isinstance(report.longrepr, tuple)
    )
    counted = {cause: n for cause, n in sorted(causes.items()) if cause.endswith(" left out")}
    if counted:
        terminalreporter.section("left out on this machine", sep="!", yellow=True, bold=True)
    for cause, n in counted.items():
        terminalreporter.line(f"{cause}: {n} tests skipped", yellow=True)
