"""The locked requirements: complete, hashed, and silent about where packages come from."""

import re
import tomllib
from pathlib import Path

import pytest

LOCKS = ("build", "core", "dev")


def names(requirements: str) -> list[str]:
    """Names of the pinned packages in a locked requirements file."""
    return re.findall(r"^([a-z0-9.-]+)==", requirements, flags=re.MULTILINE)


def read(root: Path, lock: str) -> str:
    return (root / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(root: Path, lock: str) -> None:
    text = read(root, lock)
    assert "://" not in text
    assert "@" not in text
    assert not re.search(r"^\s*-(?!-hash=)", text, flags=re.MULTILINE)
    assert "#" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_hashes(root: Path, lock: str) -> None:
    for entry in re.split(r"^(?=\S)", read(root, lock), flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry


def test_the_locks_hold_what_the_package_declares(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [re.split(r"[<>=\[]", line)[0] for line in project["dependencies"]]
    extra = [re.split(r"[<>=\[]", line)[0] for line in project["optional-dependencies"]["dev"]]
    assert set(declared) <= set(names(read(root, "core")))
    assert {*declared, *extra} <= set(names(read(root, "dev")))


def test_the_locks_agree_on_versions(root: Path) -> None:
    pins = {lock: set(re.findall(r"^(\S+==\S+)", read(root, lock), flags=re.MULTILINE)) for lock in LOCKS}
    assert pins["core"] <= pins["dev"]
    assert pins["build"] <= pins["dev"]
