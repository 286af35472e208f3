"""Groups of tests that need programs from outside Python, and how Debian provides them.

    python tools/debian_groups.py install    install what is missing, where that is allowed
    python tools/debian_groups.py report     say which groups are left out

With PANELOOM_REQUIRE_GROUPS=1 a group left out is a failure, in `report` and in the tests alike.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

R_PACKAGES = ("plm", "sandwich", "AER", "clubSandwich")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Group:
    """A group of tests: its mark, the Debian packages it needs, and whether they are there."""

    name: str
    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def _browser_is_there() -> bool:
    return any(shutil.which(name) for name in BROWSERS)


def _r_is_there() -> bool:
    if shutil.which("Rscript") is None:
        return False
    wanted = ", ".join(f"requireNamespace('{name}', quietly=TRUE)" for name in R_PACKAGES)
    probe = ["Rscript", "--vanilla", "-e", f"quit(status = !all({wanted}))"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _java_is_there() -> bool:
    return shutil.which("java") is not None


GROUPS = (
    Group("browser", ("chromium",), _browser_is_there),
    Group(
        "r",
        ("r-base-core", "r-cran-plm", "r-cran-sandwich", "r-cran-aer", "r-cran-clubsandwich"),
        _r_is_there,
    ),
    # Named from the start; no test carries the mark yet, so there is nothing to install.
    Group("java", (), _java_is_there),
)


def missing() -> tuple[Group, ...]:
    """Groups that need something which is not on this machine."""
    return tuple(group for group in GROUPS if group.packages and not group.is_there())


def required() -> bool:
    """Whether a group left out is a failure."""
    return os.environ.get("PANELOOM_REQUIRE_GROUPS", "") not in ("", "0")


def _as_root() -> list[str] | None:
    """The prefix that makes a command run as root, or None where that is not allowed."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    allowed = (
        shutil.which("sudo")
        and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0
    )
    return sudo if allowed else None


def install() -> None:
    """Install the packages of the missing groups; a group that cannot be had is left to `report`."""
    groups = missing()
    prefix = _as_root()
    if not groups or prefix is None:
        return
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    subprocess.run([*apt, "update"], stdout=subprocess.DEVNULL, check=False)
    for group in groups:
        print(f"installing group {group.name}: {' '.join(group.packages)}", flush=True)
        command = [*apt, "install", "--no-install-recommends", *group.packages]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)


def report() -> int:
    """Print what was left out; 1 where that is a failure."""
    left_out = missing()
    if not left_out:
        print("test groups: none left out")
        return 0
    bar = "!" * 78
    lines = [f"  {group.name:<8} needs: apt-get install {' '.join(group.packages)}" for group in left_out]
    print("\n".join([bar, "TEST GROUPS LEFT OUT on this machine; their tests did not run:", *lines, bar]))
    return 1 if required() else 0


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(description="Test groups that need Debian packages.")
    parser.add_argument("command", choices=["install", "report"])
    if parser.parse_args(arguments).command == "report":
        return report()
    install()
    return 0


if __name__ == "__main__":
    sys.exit(main())
