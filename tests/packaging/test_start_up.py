"""`paneloom --help` answers at once because it loads nothing heavy.

A time measured here would depend on the machine; what is loaded does not.
"""

import re
import subprocess
import sys

HEAVY = {
    "docx",
    "duckdb",
    "matplotlib",
    "numpy",
    "pydantic",
    "pyproj",
    "python_calamine",
    "scipy",
    "xlsxwriter",
}


def test_help_loads_no_heavy_package() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "paneloom", "--help"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    loaded = {
        name.partition(".")[0]
        for name in re.findall(r"^import time:.*\|\s+(\S+)$", run.stderr, flags=re.MULTILINE)
    }
    assert "paneloom" in loaded
    assert loaded & HEAVY == set()
    assert "paneloom" in run.stdout
