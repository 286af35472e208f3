"""A Study as the text of a study file that reads back to the same Study."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paneloom.study.base import InTwoLanguages, Section
from paneloom.study.model import Study
from paneloom.study.toml_text import key_text, value_lines

# Entries of these sections are written as one inline table each, a line for each variable.
INLINE = ("variables",)
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """``key = value  # remark``; without a key, the remark alone."""

    key: str
    value: object = None
    remark: str = ""

    @property
    def text(self) -> str:
        """The line as it stands in the file."""
        if not self.key:
            return f"# {self.remark}"
        return f"{key_text(self.key)} = {value_lines(self.value)}" + (
            f"  # {self.remark}" if self.remark else ""
        )


Lines = Callable[[Path, Section], list[Line]]


def study_toml(study: Study) -> str:
    """The study with what was given and nothing else; ``read(study_toml(study)) == study``."""
    return document(study, lambda _, section: given_lines(section))


def document(study: Study, lines: Lines) -> str:
    """The text of a study file; ``lines`` says what stands in each of its sections."""
    return "\n\n".join(_tables((), study, lines)) + "\n"


def given_lines(section: Section) -> list[Line]:
    """The keys of a section that were given, in the order of the schema."""
    return [Line(name, plain(value)) for name, value in given(section).items() if is_value(value)]


def given(section: Section) -> dict[str, Any]:
    """The given fields of a section; an absent value has no place in a file."""
    fields = [name for name in type(section).model_fields if name in section.model_fields_set]
    return {name: value for name in fields if (value := getattr(section, name)) is not None}


def is_value(value: object) -> bool:
    """Whether a field stands on the right of "=", rather than below a heading of its own."""
    return isinstance(value, InTwoLanguages) or not isinstance(value, Mapping | Section)


def plain(value: object) -> object:
    """A value of texts, numbers, lists and mappings only."""
    if isinstance(value, Section):
        return {name: plain(item) for name, item in given(value).items()}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def _tables(path: Path, section: Section, lines: Lines) -> Iterator[str]:
    """A heading with its lines for the section and for each section below it."""
    own = lines(path, section) if path else []
    below = [
        table
        for name in type(section).model_fields
        if not is_value(value := getattr(section, name))
        for table in _below((*path, name), value, lines, is_given=name in section.model_fields_set)
    ]
    if path and (own or not below):
        yield "\n".join([_heading(path), *(line.text for line in own)])
    yield from below


def _below(path: Path, value: Any, lines: Lines, *, is_given: bool) -> Iterator[str]:
    if isinstance(value, Section):
        if is_given or lines(path, value):
            yield from _tables(path, value, lines)
    elif path[-1] in INLINE:
        entries = [line for name, entry in value.items() for line in _inline(path, name, entry, lines)]
        if entries or is_given:
            yield "\n".join([_heading(path), *(line.text for line in entries)])
    elif is_given and not value:
        yield _heading(path)
    elif any(is_value(entry) for entry in value.values()):
        # Below the heading of a table a plain value would belong to that table: all stand in one, in order.
        rows = [Line(name, _plain_tree(entry)) for name, entry in value.items()]
        yield "\n".join([_heading(path), *(line.text for line in rows)])
    else:
        for name, entry in value.items():
            yield from (
                _tables((*path, name), entry, lines)
                if isinstance(entry, Section)
                else _below((*path, name), entry, lines, is_given=True)
            )


def _plain_tree(entry: Any) -> object:
    """A value, a section, or a mapping of sections, as plain values."""
    if isinstance(entry, Mapping):
        return {name: plain(item) for name, item in entry.items()}
    return plain(entry)


def _inline(path: Path, name: str, entry: Section, lines: Lines) -> Iterator[Line]:
    """All of an entry on one line; the keys that carry a remark are listed behind it."""
    own = [line for line in lines((*path, name), entry) if line.key]
    # A section within a line, such as how a variable is deflated.
    own += [Line(key, plain(value)) for key, value in given(entry).items() if not is_value(value)]
    remarks: dict[str, list[str]] = {}
    for line in own:
        if line.remark:
            remarks.setdefault(line.remark, []).append(line.key)
    remark = "; ".join(f"{text}: {', '.join(keys)}" for text, keys in remarks.items())
    yield Line(name, {line.key: line.value for line in own}, remark)


def _heading(path: Path) -> str:
    return f"[{'.'.join(key_text(key) for key in path)}]"
