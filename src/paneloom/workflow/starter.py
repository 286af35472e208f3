"""A first study to change: a study file with comments, and the made-up data that it reads."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from random import Random

from paneloom.errors import PaneloomError
from paneloom.study.recipes import STUDY_FILE
from paneloom.wording import Language
from paneloom.workflow.write import write_files

DATA_FILE = "raw/example.csv"
SEED, REGIONS, FIRST_YEAR, LAST_YEAR = 20, 12, 2014, 2023
COLUMNS = ("output", "workers", "roads", "broadband", "energy", "urban", "spending")
UNIT_NAMES = {"en": "Region {number:02d}", "zh": "地区{number:02d}"}
GAP_SHARE = 0.03


def write_starter(folder: Path, language: Language) -> tuple[Path, ...]:
    """Write the study file and its data into a folder that holds neither.

    Raises
    ------
    PaneloomError
        ``init-exists`` with the files that stand in the way; nothing is written.
    """
    contents = {
        STUDY_FILE: files(__package__).joinpath(f"starter.{language}.toml").read_bytes(),
        DATA_FILE: example_csv(language).encode("utf-8"),
    }
    present = tuple(name for name in contents if (folder / name).exists())
    if present or (folder.exists() and not folder.is_dir()):
        raise PaneloomError("init-exists", seen=present or str(folder))
    return write_files(folder, contents, whole=False)


def example_csv(language: Language) -> str:
    """The made-up panel: better infrastructure goes with higher productivity; some cells are empty."""
    # The numbers must not change with a library, so they come from the one generator that promises it.
    chance = Random(SEED)  # noqa: S311 - made-up data keep no secret
    lines = [",".join(("region", "year", *COLUMNS))]
    for number in range(1, REGIONS + 1):
        unit = UNIT_NAMES[language].format(number=number)
        level, size = chance.random(), 200 + 900 * chance.random()
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            values = _values(chance, level, size, year - FIRST_YEAR)
            interior = FIRST_YEAR < year < LAST_YEAR
            cells = ["" if chance.random() < GAP_SHARE and interior else f"{value:.6g}" for value in values]
            lines.append(",".join((unit, str(year), *cells)))
    return "\n".join(lines) + "\n"


def _values(chance: Random, level: float, size: float, age: int) -> tuple[float, ...]:
    """One region in one year; ``level`` from 0 to 1 is how well it began."""

    def noise(scale: float) -> float:
        return scale * (chance.random() + chance.random() + chance.random() - 1.5)

    roads = 0.4 + 1.2 * level + 0.04 * age + noise(0.12)
    broadband = 12 + 18 * level + 3.1 * age + noise(5)
    energy = 1.4 - 0.5 * level - 0.045 * age + noise(0.15)
    urban = 0.42 + 0.25 * level + 0.009 * age + noise(0.03)
    workers = size * (1 + 0.006 * age) + noise(8)
    quality = 0.5 * (roads - 0.4) / 1.6 + 0.3 * (broadband - 12) / 49 + 0.2 * (1.5 - energy) / 1.2
    productivity = 3.1 + 0.6 * level + 0.022 * age + 0.45 * quality + 0.25 * urban + noise(0.05)
    output = workers * 2.718281828**productivity
    spending = output * (0.24 - 0.05 * level + noise(0.03))
    return output, workers, roads, broadband, energy, urban, spending
