"""The command as a user runs it: another process, its own environment."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def command(tmp_path: Path) -> Run:
    """Run ``paneloom`` with arguments and settings; output as bytes."""

    def run(*arguments: object, **settings: str) -> "subprocess.CompletedProcess[bytes]":
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("PANELOOM_LANG", "PYTHONIOENCODING")
        }
        return subprocess.run(
            [sys.executable, "-m", "paneloom", *map(str, arguments)],
            cwd=tmp_path,
            env={**kept, "PYTHONUTF8": "0", **settings},
            capture_output=True,
            check=False,
        )

    return run
