"""Whether a path holds raw files."""

from __future__ import annotations

import os
from pathlib import Path

from paneloom.study.recipes import STUDY_FILE
from paneloom.workflow.study_files import STUDY_WORKBOOK


def holds_raw_files(path: Path) -> bool:
    """Whether a path is a file, or a folder with some file in it or below and without a study of its own."""
    if path.is_file():
        return True
    if any((path / name).exists() for name in (STUDY_FILE, STUDY_WORKBOOK)):
        return False
    return any(not name.startswith(".") for _, _, names in os.walk(path) for name in names)
