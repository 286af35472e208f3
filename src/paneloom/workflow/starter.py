"""A first study to change: a study file with comments, and the made-up data that it reads."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from random import Random

from paneloom.errors import PaneloomError
from paneloom.study.reading import study_from_text
from paneloom.study.recipes import STUDY_FILE
from paneloom.wording import Language
from paneloom.workflow.study_files import STUDY_WORKBOOK
from paneloom.workflow.study_workbook import study_xlsx
from paneloom.workflow.write import write_files

DATA_FILE = "raw/example.csv"
SEED, REGIONS, FIRST_YEAR, LAST_YEAR = 20, 12, 2014, 2023
COLUMNS = ("output", "workers", "roads", "broadband", "energy", "urban", "spending")
UNIT_NAMES = {"en": "Region {number:02d}", "zh": "地区{number:02d}"}
GAP_SHARE = 0.03


def write_starter(folder: Path, language: Language, *, excel: bool = False) -> tuple[Path, ...]:
    """Write the study, as a text or as a workbook, and its data into a folder that holds neither.

    Raises
    ------
    PaneloomError
        ``init-exists`` with the files that stand in the way; nothing is written.
    """
    study = files(__package__).joinpath(f"starter.{language}.toml").read_bytes()
    contents = {
        **({STUDY_WORKBOOK: _as_workbook(study, folder, language)} if excel else {STUDY_FILE: study}),
        DATA_FILE: example_csv(language).encode("utf-8"),
    }
    present = tuple(name for name in contents if (folder / name).exists())
    if present or (folder.exists() and not folder.is_dir()):
        raise PaneloomError("init-exists", seen=present or str(folder))
    return write_files(folder, contents, "plain").paths


def _as_workbook(study: bytes, folder: Path, language: Language) -> bytes:
    return study_xlsx(study_from_text(study.decode("utf-8"), STUDY_FILE, folder), language)


def example_csv(language: Language) -> str:
    """The made-up panel: better infrastructure goes with higher productivity; some cells are empty."""
    # The numbers must not change with a library, so they come from the one generator that promises it.
    chance = Random(SEED)  # noqa: S311 - made-up data keep no secret
    lines = [",".join(("region", "year", *COLUMNS))]
    for number in range(1, REGIONS + 1):
        unit = UNIT_NAMES[language].format(number=number)
        level, size, shocks = chance.random(), 200 + 900 * chance.random(), [0.0, 0.0, 0.0]
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            shocks = [0.8 * shock + _noise(chance) for shock in shocks]
            values = _values(chance, level, size, year - FIRST_YEAR, shocks)
            interior = FIRST_YEAR < year < LAST_YEAR
            cells = ["" if chance.random() < GAP_SHARE and interior else f"{value:.6g}" for value in values]
            lines.append(",".join((unit, str(year), *cells)))
    return "\n".join(lines) + "\n"


def _values(chance: Random, level: float, size: float, age: int, shocks: list[float]) -> tuple[float, ...]:
    """One region in one year; ``level`` from 0 to 1 is how well it began, ``shocks`` what has befallen it since."""
    roads = 0.6 + 0.9 * level + 0.03 * age + 0.12 * shocks[0]
    broadband = 15 + 12 * level + 3.1 * age + 4 * shocks[1]
    energy = 1.5 - 0.4 * level - 0.04 * age + 0.12 * shocks[2]
    urban = 0.42 + 0.2 * chance.random() + 0.1 * level + 0.009 * age
    workers = size * (1 + 0.006 * age) + 8 * _noise(chance)
    quality = 0.4 * (roads - 0.3) / 1.8 + 0.3 * (broadband - 8) / 60 + 0.3 * (1.9 - energy) / 1.6
    productivity = 3.1 + 0.4 * level + 0.02 * age + 0.8 * quality + 0.3 * urban + 0.04 * _noise(chance)
    output = workers * 2.718281828**productivity
    spending = output * (0.24 - 0.05 * level + 0.03 * _noise(chance))
    return output, workers, roads, broadband, energy, urban, spending


def _noise(chance: Random) -> float:
    """About normal, with mean 0 and variance 1/4."""
    return chance.random() + chance.random() + chance.random() - 1.5
