"""The wheel stands on its own: built, installed outside the checkout, and put to work there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CORE_LIMIT = 500e6
STUDY = "us-public-capital"

# One worker builds the environment once for all of them.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(command: list[str | Path], folder: Path) -> str:
    """Run a command in a folder as a newcomer would, with nothing of this environment about it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_", "COVERAGE_"))}
    kept.pop("VIRTUAL_ENV", None)
    done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    target = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, root], target)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def python(root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment that holds the locked core and the wheel."""
    environment = tmp_path_factory.mktemp("fresh") / "environment"
    run([sys.executable, "-m", "venv", environment], environment.parent)
    python = environment / "bin" / "python"
    pip: list[str | Path] = [python, "-m", "pip", "--quiet", "install"]
    run([*pip, "--require-hashes", "--requirement", root / "requirements" / "core.txt"], environment.parent)
    run([*pip, "--no-deps", wheel], environment.parent)
    return python


def test_the_core_installation_is_small(python: Path, record_property: Callable[[str, object], None]) -> None:
    installed = size(next((python.parent.parent / "lib").glob("python3*/site-packages")))
    record_property("core installation", f"{installed / 1e6:.0f} MB (at most {CORE_LIMIT / 1e6:.0f})")
    assert installed < CORE_LIMIT


def test_an_installed_wheel_runs_a_study(root: Path, python: Path, tmp_path: Path) -> None:
    study = tmp_path / STUDY
    shutil.copytree(root / "studies" / STUDY, study, ignore=shutil.ignore_patterns("output", ".paneloom"))
    where = run([python, "-c", "import paneloom; print(paneloom.__file__)"], tmp_path)
    assert str(root) not in where
    run([python.parent / "paneloom", "run", STUDY], tmp_path)
    assert list(study.rglob("report.html"))
