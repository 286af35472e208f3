"""Fetch one pinned package with the npm client and unpack it into a folder."""

import subprocess
import tarfile
from pathlib import Path


def unpack(package: str, version: str, folder: Path) -> Path:
    """Return the folder that holds the unpacked files of ``package`` at ``version``.

    Raises subprocess.CalledProcessError when npm cannot deliver the package.
    """
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / done.stdout.strip().splitlines()[-1]
    target = folder / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"
