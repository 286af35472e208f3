"""Workbooks in a compound file: plain .xls, and workbooks with a password, which are decrypted in memory."""

from __future__ import annotations

import io
from pathlib import Path

from paneloom.errors import PaneloomError, Place
from paneloom.sources.biff import has_password
from paneloom.sources.compound import streams
from paneloom.sources.excel import read_workbook, read_xls
from paneloom.sources.sheet import Book
from paneloom.study.contents import contents

# What Excel itself tries: workbooks that are only write-protected are encrypted with it.
DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105
# Decrypting records takes ten bytes and more for each of theirs.
RECORDS_LIMIT = 48 * 2**20
_RECORDS = ("Workbook", "Book")
_PACKAGE = "EncryptedPackage"


def read_compound(path: Path, file: str, password: str | None = None) -> Book:
    """Every sheet of an .xls, or of a workbook with a password; no password is ever shown.

    Raises
    ------
    PaneloomError
        ``not-a-workbook``; ``needs-password``, ``wrong-password``; ``needs-extra`` without the package that
        decrypts; ``file-too-large`` for an .xls with a password; those of ``read_workbook`` and ``read_xls``.
    """
    data = contents(path, Place(file))
    found = _streams(data, file)
    if _PACKAGE in found:
        return read_workbook(_decrypted(data, file, password, verify_password=True), file)
    if records := _records(found):
        if _is_locked(records, file):
            _check_size(records, file)
            records = _records(_streams(_decrypted(data, file, password), file))
        return read_xls(records, file)
    raise PaneloomError("not-a-workbook", where=Place(file))


def _streams(data: bytes, file: str) -> dict[str, bytes]:
    try:
        return streams(data, (*_RECORDS, _PACKAGE))
    except ValueError:
        raise PaneloomError("not-a-workbook", where=Place(file)) from None


def _is_locked(records: bytes, file: str) -> bool:
    try:
        return has_password(records)
    except ValueError:
        raise PaneloomError("not-a-workbook", where=Place(file)) from None


def _records(found: dict[str, bytes]) -> bytes:
    return next((found[name] for name in _RECORDS if name in found), b"")


def _check_size(records: bytes, file: str) -> None:
    if len(records) > RECORDS_LIMIT:
        raise PaneloomError(
            "file-too-large",
            where=Place(file),
            seen=f"{len(records) / 2**20:.0f} MB",
            limit=RECORDS_LIMIT // 2**20,
        )


def _decrypted(data: bytes, file: str, password: str | None, **checks: bool) -> bytes:
    try:
        import msoffcrypto  # type: ignore[import-untyped]
        from msoffcrypto.exceptions import InvalidKeyError  # type: ignore[import-untyped]
    except ImportError:
        raise PaneloomError("needs-extra", where=Place(file), extra="encrypted") from None

    for candidate in (password, DEFAULT_PASSWORD):
        if candidate is None:
            continue
        plain = io.BytesIO()
        try:
            workbook = msoffcrypto.OfficeFile(io.BytesIO(data))
            workbook.load_key(password=candidate, **checks)
            workbook.decrypt(plain)
        except InvalidKeyError:
            continue
        # The package has no error of its own for what is damaged: it raises whatever it meets.
        except Exception:  # noqa: BLE001
            raise PaneloomError("not-a-workbook", where=Place(file)) from None
        return plain.getvalue()
    raise PaneloomError("needs-password" if password is None else "wrong-password", where=Place(file))
