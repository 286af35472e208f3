"""Streams that are closed or full, studies that cannot be read, paths that are empty."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from tests.commands.conftest import Run
from tests.small_study import write_small_study

from paneloom.cli import main as command_line
from paneloom.cli import terminal
from paneloom.cli.languages import spoken
from paneloom.workflow.lock import locked

posix = pytest.mark.skipif(sys.platform == "win32", reason="these streams are not there")
FULL = Path("/dev/full")
full = pytest.mark.skipif(not FULL.exists(), reason="there is no full device")


def shell(command: str, folder: Path) -> "subprocess.CompletedProcess[bytes]":
    """A command line of a shell, in which ``$P`` is ours."""
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**os.environ, "P": f"{sys.executable} -m paneloom", "PANELOOM_LANG": "en"},
        capture_output=True,
        check=False,
        timeout=60,
    )


@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_fault(tmp_path: Path, closed: str) -> None:
    write_small_study(tmp_path / "study")
    done = shell(f"$P check study {closed}", tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr


@full
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["check study --quiet", "ledger study --csv", "--help", "--version"])
def test_results_that_cannot_be_printed_are_told_in_one_line(
    tmp_path: Path, command: str, unbuffered: str
) -> None:
    write_small_study(tmp_path / "study")
    done = shell(f"PYTHONUNBUFFERED={unbuffered} $P {command} >/dev/full", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(b"error: The results could not be printed (")
    assert done.stderr.count(b"\n") == 1
    assert shell(f"$P {command} >/dev/full 2>&1", tmp_path).returncode == 1


@full
def test_progress_that_cannot_be_told_does_not_end_a_run(tmp_path: Path) -> None:
    write_small_study(tmp_path / "study")
    done = shell("$P run study regress.iv 2>/dev/full", tmp_path)
    assert (done.returncode, done.stdout) == (0, b"study/output\n")
    assert shell("$P check nowhere 2>/dev/full", tmp_path).returncode == 2


@posix
def test_a_closed_pipe_of_messages_is_no_fault(tmp_path: Path) -> None:
    write_small_study(tmp_path / "study")
    reader, writer = os.pipe()
    os.close(reader)
    run = [sys.executable, "-m", "paneloom", "check", str(tmp_path / "study")]
    done = subprocess.run(run, stderr=writer, stdout=subprocess.DEVNULL, check=False)
    os.close(writer)
    assert done.returncode == 141


def test_a_message_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.tell("a\x1b[2Jb\u202ec\nd")
    assert capsys.readouterr().err == "a\N{REPLACEMENT CHARACTER}[2Jbc\nd\n"


@posix
@pytest.mark.parametrize("name", ["study/study.toml", "study"])
def test_a_study_that_is_a_pipe_is_not_waited_for(tmp_path: Path, name: str) -> None:
    (tmp_path / "study").mkdir()
    os.mkfifo(tmp_path / "study" / "study.toml")
    done = shell(f"unset PANELOOM_LANG; $P run {name}", tmp_path)
    assert done.returncode == 2
    assert b"study.toml" in done.stderr


def test_the_language_of_a_study_of_blank_lines_is_found_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PANELOOM_LANG", raising=False)
    monkeypatch.setattr("paneloom.cli.languages.can_print_chinese", lambda: True)
    (tmp_path / "study.toml").write_bytes(b"\n" * 90_000 + b'  language = "zh"\n')
    assert spoken(None, str(tmp_path)) == "zh"


@pytest.mark.parametrize(("arguments", "seen"), [
    (("init", ""), "FOLDER"),
    (("run", ""), "STUDY"),
    (("run", "x", "--output", ""), "--output"),
    (("check", "x", "--data="), "--data"),
])  # fmt: skip
def test_an_empty_path_is_not_the_folder_one_is_in(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    seen: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PANELOOM_LANG", "en")
    assert command_line.main(arguments) == 2
    assert f"seen: {seen}" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_which_another_run_writes(command: Run, tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    (folder / "output").mkdir()
    with locked(folder / "output"):
        done = command("run", folder, "regress.iv", "--lang", "en")
    assert done.returncode == 2
    assert f"process {os.getpid()}".encode() in done.stderr
    assert list((folder / "output").iterdir()) == []


def test_no_warning_of_a_library_reaches_the_terminal(
    monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    def check(_: object) -> int:
        warnings.warn("overflow", RuntimeWarning, stacklevel=1)
        return 0

    monkeypatch.setattr("paneloom.cli.check.check", check)
    monkeypatch.setattr(sys, "warnoptions", [])
    assert command_line.main(["check", "x"]) == 0
    assert len(recwarn) == 0
