"""Zip files whose bytes depend on their contents alone."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

DATE = (1980, 1, 1, 0, 0, 0)
CONTENT_TYPES = "[Content_Types].xml"


def zip_bytes(members: dict[str, bytes]) -> bytes:
    """A zip of the members in the order of their names, all with the earliest date that a zip can hold.

    The list of content types comes first, where readers of office files look for it.
    """
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name in sorted(members, key=lambda name: (name != CONTENT_TYPES, name)):
            info = ZipInfo(name, DATE)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, members[name])
    return buffer.getvalue()


def repacked(archive: bytes) -> bytes:
    """The same members, packed by ``zip_bytes``."""
    with ZipFile(BytesIO(archive)) as old:
        return zip_bytes({name: old.read(name) for name in old.namelist()})
