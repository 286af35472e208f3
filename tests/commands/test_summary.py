"""What ``paneloom check`` says first of a study."""

from pathlib import Path

import pytest

from paneloom.cli.summary import summary
from paneloom.study.model import Study


@pytest.mark.parametrize(("files", "rest"), [(2, 0), (20, 0), (36, 16)])
def test_the_files_of_a_study_stand_on_a_line_each(files: int, rest: int, tmp_path: Path) -> None:
    study = Study.model_validate(
        {
            "study": {"title": "T", "panel": ("province", "year")},
            "data": {f"d{number}": {"file": f"{number}.csv", "layout": "long"} for number in range(files)},
        }
    )
    lines = summary(study, tmp_path, "zh").splitlines()
    start = lines.index(f"  数据文件（{files}个）：") + 1
    shown = min(files, 20)
    assert lines[start : start + shown] == [f"    {number}.csv（long）" for number in range(shown)]
    assert ("    另有16个文件" in lines) == bool(rest)
