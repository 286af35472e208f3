"""Lines of CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paneloom.render.characters import undirected

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
QUOTED = (",", '"', "\r", "\n")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """The rows as lines; they end as on Unix."""
    return "".join(",".join(map(_quoted, cells)) + "\n" for cells in rows)


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it.

    Signs that turn the direction of writing are left out: they hide what a cell begins with.
    """
    text = undirected(text)
    return "'" + text if text.startswith(DANGEROUS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text == text.strip()


def _quoted(cell: str) -> str:
    """The cell in quotes where a reader needs them; the standard writer forgets a lone carriage return."""
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in QUOTED) else cell
