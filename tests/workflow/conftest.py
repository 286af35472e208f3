"""One finished run that several tests look at."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.small_study import write_small_study

import paneloom
from paneloom.report.results import Results


@dataclass(frozen=True)
class Finished:
    """A study that was run: its folder and what it found."""

    folder: Path
    results: Results

    @property
    def output(self) -> Path:
        return self.folder / "output"


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The small study, run in a folder with blanks and Chinese in its path."""
    folder = write_small_study(tmp_path_factory.mktemp("a folder") / "我的 研究")
    return Finished(folder, paneloom.load(folder).run())
