"""Which bundled registry knows the names of units in raw files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from paneloom.sources.cells import Cell, text_of, year_of
from paneloom.sources.names.orders import MAINLAND
from paneloom.sources.names.registry import Registry, bundled, registry
from paneloom.sources.sheet import Book, Sheet

# What the unit key of a panel is called, by the registry of its names.
UNIT_KEYS = {
    "china-provinces": "province",
    "china-cities": "city",
    "us-states": "state",
    "countries": "country",
    MAINLAND: "province",
}
SHARE, FEWEST = 0.8, 3
_ROWS, _COLUMNS, _CODE = 4000, 12, 100_000


@dataclass(frozen=True, slots=True)
class NamesKnown:
    """The registry of most tables, in how many tables it knows the names, and the others met beside it.

    ``order`` is the one in which rows without names may stand, where no table has names; "" for none.
    """

    registry: Registry | None
    tables: int
    others: tuple[tuple[str, int], ...] = ()
    order: str = ""

    @property
    def unit_key(self) -> str:
        """What to call the unit key."""
        return UNIT_KEYS.get(self.order, "unit") if self.registry is None else UNIT_KEYS[self.registry.name]

    def is_unit(self, text: str) -> bool:
        """Whether the registry knows a text."""
        return self.registry is not None and self.registry.unit(text) is not None


def names_known(books: Sequence[Book]) -> NamesKnown:
    """The registry that knows at least 80 % of the distinct names in most tables."""
    registries = list(bundled())
    votes = {one.name: 0 for one in registries}
    columns = [list(_candidates(sheet)) for book in books for sheet in book.sheets]
    columns += [[names] for names in _file_names(books)]
    for candidates in columns:
        best = max(
            ((_known(names, one), one.name) for names in candidates for one in registries), default=(0, "")
        )
        # Of registries that know as many the first is the more likely.
        fitting = [one.name for one in registries if any(_known(n, one) == best[0] for n in candidates)]
        if best[0]:
            votes[fitting[0]] += 1
    ranked = sorted((name for name in votes if votes[name]), key=lambda name: -votes[name])
    if not ranked:
        return NamesKnown(None, 0)
    return NamesKnown(
        registry(ranked[0]), votes[ranked[0]], tuple((name, votes[name]) for name in ranked[1:])
    )


def known_share(texts: Sequence[str], names: Registry) -> float:
    """The share of distinct texts that a registry knows; 0 of none."""
    distinct = dict.fromkeys(texts)
    return sum(names.unit(text) is not None for text in distinct) / len(distinct) if distinct else 0.0


def _known(texts: Sequence[str], names: Registry) -> int:
    """How many distinct names a registry knows among those from the first known to the last; 0 when too few."""
    known = [names.unit(text) is not None for text in texts]
    if sum(known) < FEWEST:
        return 0
    first, last = known.index(True), len(known) - known[::-1].index(True)
    count = sum(known[first:last])
    return count if count >= SHARE * (last - first) else 0


def _candidates(sheet: Sheet) -> Iterator[list[str]]:
    """The distinct names in each of the first columns, and in each of the first rows."""
    rows = sheet.rows[:_ROWS]
    for column in range(min(_COLUMNS, max(map(len, rows), default=0))):
        yield _names(row[column] for row in rows if column < len(row))
    yield from (_names(iter(row)) for row in rows[:6])


def _names(cells: Iterator[Cell]) -> list[str]:
    return [text for text in dict.fromkeys(text_of(cell) for cell in cells) if _is_name(text)]


def _is_name(text: str) -> bool:
    """Whether a text can name a unit: small numbers cannot, whatever codes a registry has."""
    if not text or year_of(text) is not None:
        return False
    return (
        text.isdigit() and int(text) >= _CODE if text.isascii() and not any(map(str.isalpha, text)) else True
    )


def _file_names(books: Sequence[Book]) -> list[list[str]]:
    """The names of the files of each folder."""
    found: dict[str, list[str]] = {}
    for book in books:
        path = PurePosixPath(book.file)
        found.setdefault(str(path.parent), []).append(path.stem)
    return list(found.values())
