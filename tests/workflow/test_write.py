"""Files are whole or untouched; what cannot be replaced is named."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from paneloom.errors import PaneloomError
from paneloom.workflow import write
from paneloom.workflow.write import SUMS, TEMPORARY, write_files


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def checked(folder: Path) -> list[str]:
    """The names in the list of sums, each of which must agree with its file."""
    lines = [line.split("  ") for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()]
    for digest, name in lines:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    return [name for _, name in lines]


def test_writes_every_file_and_their_sums(tmp_path: Path) -> None:
    folder = tmp_path / "输出 folder"
    write_files(folder, {"a.txt": b"one", "tables/b.md": b"two"})
    assert names(folder) == [SUMS, "a.txt", "tables/b.md"]
    assert (folder / "tables" / "b.md").read_bytes() == b"two"
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--quiet", SUMS], cwd=folder, check=True)


def test_a_held_file_is_named_and_the_others_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"a.txt": b"old", "b.txt": b"old"})
    replace = os.replace

    def held(source: Path, target: Path) -> None:
        if Path(target).name == "a.txt":
            raise PermissionError(13, "held open")
        replace(source, target)

    monkeypatch.setattr(write.os, "replace", held)
    with pytest.raises(PaneloomError) as caught:
        write_files(tmp_path, {"a.txt": b"new", "b.txt": b"new"})
    assert caught.value.slug == "output-held"
    assert caught.value.details["written"] == "2"
    assert "a.txt" in caught.value.text("en")
    assert "a.txt" in caught.value.text("zh")
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert (tmp_path / "b.txt").read_bytes() == b"new"
    assert names(tmp_path) == [SUMS, "a.txt", "b.txt"]


def test_a_folder_in_the_way_is_like_a_held_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(PaneloomError, match=r"a\.txt"):
        write_files(tmp_path, {"a.txt": b"new", "b.txt": b"new"})
    assert (tmp_path / "b.txt").read_bytes() == b"new"


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"a.txt": b"old", "b.txt": b"old"})
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    calls = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.os, "fsync", full)
    with pytest.raises(PaneloomError) as caught:
        write_files(tmp_path, {"a.txt": b"new", "b.txt": b"new", "c.txt": b"new"})
    assert caught.value.slug == "output-unwritable"
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before


def test_what_an_interrupted_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    left = tmp_path / "tables" / f".{ended_process()}-3{TEMPORARY}"
    old = tmp_path / "tables" / f".{os.getppid()}-4{TEMPORARY}"
    fresh = tmp_path / "tables" / f".{os.getppid()}-5{TEMPORARY}"
    for path in (left, old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    (tmp_path / "mine.txt").write_bytes(b"mine")
    write_files(tmp_path, {"a.txt": b"one", "tables/b.md": b"two"})
    kept = [f"tables/{fresh.name}"] if sys.platform != "win32" else []
    assert names(tmp_path) == [SUMS, "a.txt", "mine.txt", *kept, "tables/b.md"]


def ended_process() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_folders_that_a_failed_run_made_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "before").mkdir()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.os, "fsync", full)
    with pytest.raises(PaneloomError):
        write_files(tmp_path / "x" / "output", {"tables/b.md": b"two", "a.txt": b"one"})
    with pytest.raises(PaneloomError):
        write_files(tmp_path / "before", {"tables/b.md": b"two"})
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "before"]


@pytest.mark.parametrize("name", ["a" * 300, "a\0b"])
def test_a_folder_that_no_disk_can_hold(tmp_path: Path, name: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        write_files(tmp_path / name, {"a.txt": b"one"})
    assert caught.value.slug == "output-unwritable"


def test_files_that_are_no_longer_made_go_unless_somebody_changed_them(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": b"one", "b.txt": b"two", "c.txt": b"three"})
    (tmp_path / "c.txt").write_bytes(b"edited")
    (tmp_path / "mine.txt").write_bytes(b"mine")
    write_files(tmp_path, {"a.txt": b"one"})
    assert names(tmp_path) == [SUMS, "a.txt", "c.txt", "mine.txt"]


def test_a_part_leaves_the_rest_alone(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": b"one", "b.txt": b"two"})
    written = write_files(tmp_path, {"a.txt": b"new", "tables/c.md": b"three"}, "part")
    assert names(tmp_path) == [SUMS, "a.txt", "b.txt", "tables/c.md"]
    assert written.stale == ("b.txt",)
    assert checked(tmp_path) == ["a.txt", "b.txt", "tables/c.md"]


def test_only_what_every_part_goes_into_is_stale(tmp_path: Path) -> None:
    write_files(tmp_path, {"page.html": b"one", "tables/b.md": b"two", "gone.html": b"three"})
    (tmp_path / "gone.html").unlink()
    assert write_files(tmp_path, {"a.txt": b"new"}, "part").stale == ("page.html",)


def test_a_list_that_somebody_spoilt_is_mended(tmp_path: Path) -> None:
    (tmp_path / SUMS).write_text("nonsense\n1234  b.txt\n", encoding="utf-8")
    assert write_files(tmp_path, {"a.txt": b"new"}, "part").stale == ()
    assert checked(tmp_path) == ["a.txt"]


def test_plain_files_have_no_list(tmp_path: Path) -> None:
    assert write_files(tmp_path, {"a.txt": b"new"}, "plain").paths == (tmp_path / "a.txt",)
    assert names(tmp_path) == ["a.txt"]


def test_a_forged_list_cannot_remove_files_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    folder.mkdir()
    precious = tmp_path / "precious.txt"
    precious.write_bytes(b"precious")
    digest = hashlib.sha256(b"precious").hexdigest()
    (folder / SUMS).write_text(f"{digest}  ../precious.txt\n{digest}  {precious}\n\n", encoding="utf-8")
    write_files(folder, {"a.txt": b"one"})
    assert precious.read_bytes() == b"precious"


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"a file")
    with pytest.raises(PaneloomError) as caught:
        write_files(tmp_path / "output", {"a.txt": b"one"})
    assert caught.value.slug == "output-unwritable"
