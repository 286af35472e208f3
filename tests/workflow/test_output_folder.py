"""No run writes or removes anything outside its folder, and no two write into one at a time."""

import hashlib
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.small_study import change, write_small_study
from tests.workflow.test_write import ended_process, names

import paneloom
from paneloom.errors import PaneloomError
from paneloom.workflow.lock import LOCK, locked
from paneloom.workflow.write import SUMS, TEMPORARY, write_files

links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


@links
def test_a_linked_folder_is_not_written_through(tmp_path: Path) -> None:
    folder, outside = tmp_path / "output", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "tables").symlink_to(outside)
    with pytest.raises(PaneloomError) as caught:
        write_files(folder, {"a.txt": b"one", "tables/b.md": b"two"})
    assert caught.value.slug == "output-outside"
    for language in ("en", "zh"):
        assert "tables" in caught.value.text(language)
        assert str(outside) in caught.value.text(language)
    assert names(tmp_path) == []


@links
@pytest.mark.parametrize("target", ["nowhere", "tables"])
def test_a_link_to_nowhere_is_not_written_through(tmp_path: Path, target: str) -> None:
    folder = tmp_path / "output"
    folder.mkdir()
    (folder / "tables").symlink_to(tmp_path / target if target == "nowhere" else target)
    with pytest.raises(PaneloomError) as caught:
        write_files(folder, {"tables/b.md": b"two"})
    assert caught.value.slug == "output-outside"
    assert not (tmp_path / "nowhere").exists()


@links
def test_a_listed_file_behind_a_link_is_not_removed(tmp_path: Path) -> None:
    folder, victim = tmp_path / "output", tmp_path / "victim"
    folder.mkdir()
    victim.mkdir()
    (victim / "precious.txt").write_bytes(b"precious")
    (folder / "v").symlink_to(victim)
    digest = hashlib.sha256(b"precious").hexdigest()
    (folder / SUMS).write_text(f"{digest}  v/precious.txt\n", encoding="utf-8")
    with pytest.raises(PaneloomError) as caught:
        write_files(folder, {"a.txt": b"one"})
    assert caught.value.slug == "output-outside"
    assert (victim / "precious.txt").read_bytes() == b"precious"
    assert names(folder) == [SUMS]


@links
def test_a_link_is_neither_removed_nor_followed(tmp_path: Path) -> None:
    folder, precious = tmp_path / "output", tmp_path / "precious.txt"
    folder.mkdir()
    precious.write_bytes(b"precious")
    digest = hashlib.sha256(b"precious").hexdigest()
    (folder / "old.txt").symlink_to(precious)
    (folder / "a.txt").symlink_to(precious)
    (folder / f".{os.getpid()}-0{TEMPORARY}").symlink_to(precious)
    (folder / SUMS).write_text(f"{digest}  old.txt\n", encoding="utf-8")
    with pytest.raises(PaneloomError) as caught:
        write_files(folder, {"a.txt": b"one"})
    assert caught.value.slug == "output-unwritable"
    (folder / f".{os.getpid()}-0{TEMPORARY}").unlink()
    write_files(folder, {"a.txt": b"one"})
    assert precious.read_bytes() == b"precious"
    assert (folder / "old.txt").is_symlink()
    assert (folder / "a.txt").read_bytes() == b"one"
    assert not (folder / "a.txt").is_symlink()


@links
def test_a_link_within_the_folder_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "tables").symlink_to("real")
    write_files(tmp_path, {"tables/b.md": b"two"})
    assert (tmp_path / "real" / "b.md").read_bytes() == b"two"


@links
def test_a_list_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / SUMS)
    write_files(tmp_path, {"a.txt": b"one"})
    assert (tmp_path / SUMS).is_file()


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": b"old"})
    with locked(tmp_path), pytest.raises(PaneloomError) as caught:
        write_files(tmp_path, {"a.txt": b"new"})
    assert caught.value.slug == "output-busy"
    for language in ("en", "zh"):
        said = caught.value.text(language)
        assert all(word in said for word in (str(os.getpid()), platform.node(), LOCK, str(tmp_path)))
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    write_files(tmp_path, {"a.txt": b"new"})
    assert names(tmp_path) == [SUMS, "a.txt"]


def fail_holding(folder: Path, fault: type[BaseException]) -> None:
    with locked(folder):
        assert names(folder) == [LOCK]
        raise fault


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
def test_the_lock_goes_with_an_error_and_an_interrupt(tmp_path: Path, fault: type[BaseException]) -> None:
    with pytest.raises(fault):
        fail_holding(tmp_path, fault)
    assert names(tmp_path) == []


def lock_text(process: int, age: float, machine: str | None = None) -> str:
    return f"{process} {int(time.time() - age)} {machine or platform.node()}\n"


def test_a_lock_that_was_left_behind_is_taken_over(tmp_path: Path) -> None:
    left = (
        lock_text(ended_process(), 5),
        lock_text(os.getppid(), 100_000),
        lock_text(os.getpid(), 50_000),
        lock_text(1, 100_000, "elsewhere"),
    )
    for text in left:
        (tmp_path / LOCK).write_text(text, encoding="utf-8", newline="\n")
        write_files(tmp_path, {"a.txt": b"new"})
        assert names(tmp_path) == [SUMS, "a.txt"]
    (tmp_path / LOCK).write_bytes(b"")
    os.utime(tmp_path / LOCK, (1, 1))
    write_files(tmp_path, {"a.txt": b"new"})
    assert names(tmp_path) == [SUMS, "a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="only an open file is held there")
def test_a_lock_that_may_be_held_is_respected(tmp_path: Path) -> None:
    held = (lock_text(os.getppid(), 5), lock_text(1, 5, "elsewhere"), "", "nonsense\n", "9" * 3000)
    for text in held:
        (tmp_path / LOCK).write_text(text, encoding="utf-8")
        with pytest.raises(PaneloomError) as caught:
            write_files(tmp_path, {"a.txt": b"new"})
        assert caught.value.slug == "output-busy"
        assert names(tmp_path) == [LOCK]
        assert "None" not in caught.value.text("en")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_many_writers_leave_one_whole_output(tmp_path: Path) -> None:
    write = (
        "import sys; from pathlib import Path; from paneloom.errors import PaneloomError\n"
        "from paneloom.workflow.write import write_files\n"
        "for turn in range(20):\n"
        "    mark = f'{sys.argv[2]} {turn}'.encode()\n"
        "    try: write_files(Path(sys.argv[1]), {f't/{n}.txt': mark for n in range(20)})\n"
        "    except PaneloomError as error: assert error.slug == 'output-busy', error\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", write, str(tmp_path), str(n)]) for n in range(3)]
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    assert names(tmp_path) == [SUMS, *sorted(f"t/{n}.txt" for n in range(20))]
    assert len({path.read_bytes() for path in (tmp_path / "t").iterdir()}) == 1


@pytest.mark.parametrize("name", ["a\\u0000b", "a" * 300])
def test_a_folder_that_cannot_be_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    folder = write_small_study(tmp_path / "study")
    change(folder / "study.toml", "[clean]", f'[output]\nfolder = "{name}"\n\n[clean]')
    with pytest.raises(PaneloomError) as caught:
        paneloom.load(folder).run()
    assert caught.value.slug == "output-unwritable"
    assert caught.value.where is not None
    assert (caught.value.where.key, caught.value.where.line) == ("output.folder", 15)
    with pytest.raises(PaneloomError) as caught:
        paneloom.load(folder).run(output="b" * 300)
    assert caught.value.slug == "output-unwritable"
