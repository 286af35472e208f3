"""One writer at a time: a file in the output folder that says which process writes there and since when."""

from __future__ import annotations

import os
import platform
import re
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from paneloom.errors import PaneloomError, Place

LOCK = ".paneloom-lock"
DAY = 86_400.0
LONGEST = 1000
_TEXT = re.compile(r"([1-9][0-9]{0,8}) ([0-9]{1,12}) (.*)\n")
# In a container numbers come again: an older lock with our own number is another's.
_BEGUN = time.time()


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that a lock names, its machine, and the seconds since it took the lock."""

    process: int | None
    machine: str
    age: float

    @property
    def is_gone(self) -> bool:
        """Whether the lock was left behind: its process has ended, or a day has passed."""
        if self.age > DAY:
            return True
        if self.process is None or self.machine != platform.node():
            return False
        if self.process == os.getpid():
            return time.time() - self.age < _BEGUN - 1
        return not is_running(self.process)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold ``folder`` while the block runs, also when it ends with an error or an interrupt.

    A lock that a process left behind when it was killed is taken over.

    Raises
    ------
    PaneloomError
        ``output-busy`` with the process that holds the folder and for how long.
    OSError
        What the folder does not allow.
    """
    path = folder / LOCK
    descriptor = _taken(path)
    text = f"{os.getpid()} {int(time.time())} {platform.node()}\n".encode()
    try:
        os.write(descriptor, text)
        yield
    finally:
        _release(path, descriptor)


def is_running(process: int) -> bool:
    """Whether a process of this number runs on this machine."""
    if sys.platform == "win32":
        # Signals end a process there. Its open lock cannot be moved there either, and that is test enough.
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _taken(path: Path) -> int:
    """The open lock, made by us and by nobody else."""
    try:
        return _made(path)
    except FileExistsError:
        _clear(path)
    try:
        return _made(path)
    except FileExistsError:
        raise _busy(path, _holder(path) or Holder(None, "", 0.0)) from None


def _made(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)


def _clear(path: Path) -> None:
    """Move a lock that was left behind out of the way; refuse one that is held."""
    holder = _holder(path)
    if holder is None:
        return
    if not holder.is_gone:
        raise _busy(path, holder)
    aside = path.with_name(f"{LOCK}-{os.getpid()}")
    try:
        path.replace(aside)
    except FileNotFoundError:
        return
    except OSError:
        raise _busy(path, holder) from None
    found = _holder(aside)
    if found is not None and not found.is_gone:
        # Another process was quicker, and this is its own lock.
        with suppress(OSError):
            aside.rename(path)
        raise _busy(path, found)
    aside.unlink(missing_ok=True)


def _holder(path: Path) -> Holder | None:
    """Who holds a lock, as far as it can be read; None when nobody does."""
    try:
        state = path.lstat()
    except FileNotFoundError:
        return None
    text = ""
    with suppress(OSError, UnicodeDecodeError):
        if stat.S_ISREG(state.st_mode) and state.st_size <= LONGEST:
            text = path.read_text(encoding="utf-8")
    match = _TEXT.fullmatch(text)
    began = state.st_mtime if match is None else float(match[2])
    age = max(0.0, time.time() - began)
    return Holder(None, "", age) if match is None else Holder(int(match[1]), match[3], age)


def _busy(path: Path, holder: Holder) -> PaneloomError:
    return PaneloomError(
        "output-busy",
        where=Place(str(path.parent)),
        process="" if holder.process is None else holder.process,
        machine=holder.machine,
        seconds=round(holder.age),
        lock=LOCK,
    )


def _release(path: Path, descriptor: int) -> None:
    """Give the folder back, unless the lock has become another's meanwhile."""
    with suppress(OSError):
        is_ours = os.path.samestat(os.fstat(descriptor), path.lstat())
        # Windows removes no open file.
        os.close(descriptor)
        if is_ours:
            path.unlink()
