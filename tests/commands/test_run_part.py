"""What a run of one part says of the files that it leaves."""

from pathlib import Path

from tests.commands.conftest import Run
from tests.small_study import write_small_study


def test_a_part_names_the_files_that_still_show_the_earlier_run(command: Run, tmp_path: Path) -> None:
    write_small_study(tmp_path / "study")
    part = ("run", "study", "baseline", "--lang", "zh")
    assert "report.html" not in command(*part, PYTHONIOENCODING="utf-8").stderr.decode("utf-8")
    assert command("run", "study", "--quiet").returncode == 0
    said = command(*part, PYTHONIOENCODING="utf-8").stderr.decode("utf-8")
    (line,) = [line for line in said.splitlines() if "report.html" in line]
    assert "baseline" in line
    assert all(name in line for name in ("report.docx", "results.json", "tables.xlsx", "panel.csv"))
    assert "先前运行" in line
    assert "report.html" not in command(*part, "--quiet").stderr.decode("utf-8")
