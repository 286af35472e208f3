"""Which tables of cells a study has, and what stands in their columns: read off the schema, key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from paneloom.study.base import InTwoLanguages, Section
from paneloom.study.model import Study

Kind = Literal["text", "word", "words", "whole", "number", "truth", "span", "numbers", "any"]
Path = tuple[str, ...]
NAME, VALUE = "name", "value"
LANGUAGES_OF_TEXT = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of a table: the key it holds, counted from its entry, and how its cells are to be read.

    ``language`` is that of one half of a text in two languages. ``choices`` are the only words allowed.
    ``about``, ``default`` and ``needed`` are what the schema says of the key.
    """

    path: Path
    kind: Kind
    choices: tuple[str, ...] = ()
    language: str = ""
    about: str = field(default="", compare=False)
    default: object = field(default=None, compare=False)
    needed: bool = field(default=False, compare=False)

    @property
    def heading(self) -> str:
        """What stands above the column: ``label.zh``, ``deflate.base``; ``value`` for the entry itself."""
        return ".".join((*self.path, *filter(None, (self.language,)))) or VALUE


@dataclass(frozen=True, slots=True)
class Form:
    """One table of cells.

    ``owners`` head the columns that name what an entry belongs to. A form ``named`` has a column for the name
    of the entry itself, one that is ``listed`` holds the items of a list in order. With neither, it is a list
    of settings, one in each row.
    """

    path: Path
    owners: tuple[str, ...]
    slots: tuple[Slot, ...]
    named: bool = False
    listed: bool = False
    key: str = ""

    @property
    def title(self) -> str:
        """What stands above the table, in brackets."""
        return ".".join(self.path)

    @property
    def names(self) -> tuple[str, ...]:
        """The headings of the columns of names."""
        return (*self.owners, *((NAME,) if self.named else ()))

    @property
    def is_settings(self) -> bool:
        """Whether each row is one setting."""
        return not self.named and not self.listed


@cache
def forms() -> Mapping[str, Form]:
    """Every form of a study by its title; a table before the tables that belong to it."""
    found = [form for name, info in Study.model_fields.items() for form in _top(name, info.annotation)]
    return MappingProxyType({form.title: form for form in found})


def options(annotation: Any) -> tuple[Any, ...]:
    """The members of a union, None apart; an annotation that is none is its own only member."""
    if get_origin(annotation) is Annotated:
        return options(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return tuple(option for member in get_args(annotation) for option in options(member))
    return () if annotation is NoneType else (annotation,)


def section_in(annotation: Any) -> type[Section] | None:
    """The section that an annotation is, when it is nothing else."""
    found = options(annotation)
    return found[0] if len(found) == 1 and _is_section(found[0]) else None


def entry_of(annotation: Any) -> tuple[str, Any] | None:
    """("dict" or "list", what is in it) of a mapping or list of sections, else None."""
    found = options(annotation)
    origin, args = (get_origin(found[0]), get_args(found[0])) if len(found) == 1 else (None, ())
    if origin is dict and section_in(args[1]):
        return "dict", section_in(args[1])
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis and section_in(args[0]):
        return "list", section_in(args[0])
    return None


def _is_section(option: Any) -> bool:
    return isinstance(option, type) and issubclass(option, Section) and option is not InTwoLanguages


def _top(name: str, annotation: Any) -> Iterator[Form]:
    """The forms of a section of the study file."""
    model = section_in(annotation)
    if model is not None:
        yield Form((name,), (), slots_of(model))
        yield from _children((name,), (), model)
        return
    found = options(annotation)
    if len(found) == 1 and get_origin(found[0]) is dict:
        entry = options(get_args(found[0])[1])
        models = [option for option in entry if _is_section(option)]
        slots = {slot.heading: slot for model in models for slot in slots_of(model)}
        if not models or len(entry) > 1:
            slots = {VALUE: Slot((), "any"), **slots}
        yield Form((name,), (), tuple(slots.values()), named=True)
        for model in models:
            yield from _children((name,), (name,), model)
        for option in entry:
            below = entry_of(option)
            if below is not None and below[0] == "dict":
                word = below[1].__name__.lower()
                yield Form((name, word), (name,), slots_of(below[1]), named=True)
    else:
        yield Form((name,), (), (Slot((), "any"),))


def _children(path: Path, owners: tuple[str, ...], model: type[Section]) -> Iterator[Form]:
    """The forms of lists and mappings of sections within an entry."""
    for key, info in model.model_fields.items():
        below = entry_of(info.annotation)
        if below is not None:
            kind, inner = below
            yield Form(
                (*path, key), owners, slots_of(inner), named=kind == "dict", listed=kind == "list", key=key
            )


def slots_of(model: type[Section], before: Path = ()) -> tuple[Slot, ...]:
    """The columns of a section: two for a text, those of a section within it, one for anything else."""
    found: list[Slot] = []
    for name, info in model.model_fields.items():
        path = (*before, name)
        inner = section_in(info.annotation)
        if InTwoLanguages in options(info.annotation):
            own = [Slot(path, "text", language=language) for language in LANGUAGES_OF_TEXT]
        else:
            own = [Slot(path, *_kind(info.annotation))]
        found += slots_of(inner, path) if inner is not None else ()
        needed = info.is_required()
        default = None if needed or info.default_factory is not None else info.default
        about = info.description or ""
        found += [replace(slot, about=about, default=default, needed=needed) for slot in own]
    return tuple(found)


def _kind(annotation: Any) -> tuple[Kind, tuple[str, ...]]:
    found = options(annotation)
    plain: dict[Any, Kind] = {str: "word", bool: "truth", int: "whole", float: "number"}
    if len(found) != 1:
        lists = [option for option in found if get_origin(option) is tuple]
        rest = [option for option in found if option not in lists and get_origin(option) is not Literal]
        closed = [option for option in found if get_origin(option) is Literal]
        words = tuple(str(word) for option in closed for word in get_args(option))
        return ("numbers" if lists and not rest and _holds_numbers(lists[0]) else "any"), words
    (only,) = found
    if only in plain:
        return plain[only], ()
    if get_origin(only) is Literal and all(isinstance(word, str) for word in get_args(only)):
        return "word", get_args(only)
    if get_origin(only) is not tuple:
        return "any", ()
    if _holds_numbers(only):
        # Years are told from a range of decimals, which "0.01-1" would not be.
        is_span = [inner for item in get_args(only) for inner in options(item)] == [int, int]
        return ("span" if is_span else "numbers"), ()
    items = [option for item in get_args(only) if item is not Ellipsis for option in options(item)]
    choices = tuple(word for item in items if get_origin(item) is Literal for word in get_args(item))
    is_text = all(item is str or get_origin(item) is Literal for item in items)
    return ("words", choices) if is_text else ("any", ())


def _holds_numbers(option: Any) -> bool:
    items = [inner for item in get_args(option) if item is not Ellipsis for inner in options(item)]
    return bool(items) and all(item in (int, float) for item in items)
