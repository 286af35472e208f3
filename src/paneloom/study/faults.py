"""What the schema refuses, as errors of our own: one for each fault, placed at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from paneloom.errors import PaneloomError, Place, nearest
from paneloom.study.groups import by_not_group
from paneloom.study.model import Study
from paneloom.study.positions import Keys, Places
from paneloom.study.toml_text import value_text
from paneloom.wording import catalogue

# What an index of a study is called where its keys stand by themselves.
ALONE = ("index", "index")
WRONG_TYPE = {
    "string_type": "key-not-text",
    "int_type": "key-not-whole",
    "int_from_float": "key-not-whole",
    "float_type": "key-not-number",
    "bool_type": "key-not-yes-no",
    "tuple_type": "key-not-list",
    "dict_type": "key-not-section",
    "model_type": "key-not-section",
    "model_attributes_type": "key-not-section",
}
# The keys whose value is the name of something else, and the sections where that is.
REFERENCES = {
    "by": ("groups",),
    "cluster": ("groups", "variables"),
    "data": ("data",),
    "index": ("variables",),
    "median": ("variables",),
    "of": ("variables", "index"),
    "variable": ("variables",),
    "weights": ("variables", "index"),
}
RANGE = ("greater_than_equal", "less_than_equal", "greater_than", "less_than")


def faults(error: ValidationError, raw: Mapping[str, Any], places: Places) -> dict[Keys, PaneloomError]:
    """The problem at each faulty key. ``raw`` is the document that was validated."""
    found: dict[Keys, PaneloomError] = {}
    for item in error.errors(include_url=False):
        keys, branch = _keys(item["loc"], item["type"], raw)
        if branch is not None and not _meant(branch, raw, keys):
            continue
        found.setdefault(keys, _problem(item, keys, raw, places))
    return found


def choice_fault(error: ValidationError, raw: Mapping[str, Any], known: tuple[str, ...]) -> PaneloomError:
    """The first problem of choices ``raw`` for a recipe that stands in no file; ``known`` are its keys."""
    item = error.errors(include_url=False)[0]
    keys, _ = _keys(item["loc"], item["type"], raw)
    # The last part says that a key is at fault, or which of its halves; it is no key of ours.
    keys = keys[:-1] if keys[-1:] == ("[key]",) else keys
    key = ".".join(str(part) for part in keys)
    if item["type"] == "extra_forbidden":
        inside = _keys_of((*ALONE, *keys[:-1])) if len(keys) > 1 else known
        return PaneloomError(
            "index-choice", seen=key, nearest=nearest(str(keys[-1]), inside), near="", words=(), known=inside
        )
    value = _value(raw, keys)
    words = _words((*ALONE, *keys))
    return PaneloomError(
        "index-choice", seen=f"{key} = {value_text(value)}", nearest="", known=(),
        near=_nearest_word(str(keys[-1]), value, words), words=", ".join(words),
    )  # fmt: skip


def apart(found: Mapping[Keys, PaneloomError]) -> list[PaneloomError]:
    """The problems that do not follow from another: a key that is mistyped is not missing too."""
    meant = {(*keys[:-1], problem.details.get("nearest")) for keys, problem in found.items()}
    return [
        problem
        for keys, problem in found.items()
        if not (problem.slug in ("missing-key", "missing-section") and keys in meant)
    ]


def _keys(loc: Keys, kind: str, raw: object) -> tuple[Keys, str | None]:
    """The keys of the file in a pydantic location, without its names for the branches of a union."""
    keys: list[str | int] = []
    branch = None
    here = raw
    for position, part in enumerate(loc):
        inner = _item(here, part)
        if inner is not None:
            here = inner
        elif not (kind == "missing" and position == len(loc) - 1):
            # "[key]" says that the key itself is at fault; "<form>" is the branch that the value itself chose.
            branch = branch if part == "[key]" or str(part).startswith("<") else str(part)
            continue
        keys.append(part)
    return tuple(keys), branch


def _item(value: object, key: str | int) -> object:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, list | tuple) and isinstance(key, int) and key < len(value):
        return value[key]
    return None


def _value(raw: object, keys: Keys) -> object:
    for key in keys:
        raw = _item(raw, key)
    return raw


def _meant(branch: str, raw: object, keys: Keys) -> bool:
    """Whether the branch of a union is the one that the writer of the file was after."""
    values = [_value(raw, keys[:length]) for length in range(len(keys) + 1)]
    if branch == "InTwoLanguages":
        return any(isinstance(value, Mapping) for value in values[-2:])
    if branch == "str":
        return not isinstance(values[-1], Mapping)
    is_list = any(isinstance(value, list | tuple) for value in values[-2:])
    return branch.startswith("tuple") == is_list


def _problem(item: Any, keys: Keys, raw: object, places: Places) -> PaneloomError:
    kind: str = item["type"]
    where = places.at(*keys)
    value = _value(raw, keys)
    seen = value_text(value)
    if kind in WRONG_TYPE:
        return PaneloomError(WRONG_TYPE[kind], where=where, seen=seen)
    if kind == "extra_forbidden":
        return _unknown_key(keys, places)
    if kind == "missing":
        return _missing(keys, raw, places)
    if kind == "literal_error":
        words = _words(keys)
        return PaneloomError(
            "not-one-of", where=where, seen=seen, known=", ".join(words),
            nearest=_nearest_word(str(keys[-1]), value, words),
        )  # fmt: skip
    if kind in RANGE:
        bound = next(iter(item["ctx"].values()))
        return PaneloomError(_range_slug(kind), where=where, seen=seen, bound=bound)
    if kind == "too_long":
        return PaneloomError("list-length", where=where, seen=seen, wanted=item["ctx"]["max_length"])
    if kind == "too_short":
        return PaneloomError("empty-section", where=where, key=keys[-1])
    if kind == "string_pattern_mismatch" and keys[-1] == "value":
        return PaneloomError("not-printed-number", where=where, seen=seen)
    if keys[-1] in REFERENCES and kind in ("string_pattern_mismatch", "string_too_long"):
        return _reference(keys, str(value), raw, places)
    if kind in ("string_pattern_mismatch", "string_too_long"):
        return PaneloomError("bad-name", where=where, seen=keys[-1] if item["loc"][-1] == "[key]" else seen)
    return PaneloomError("bad-value", where=where, seen=seen)


def _nearest_word(key: str, value: object, words: tuple[str, ...]) -> str:
    """The word of the schema that was meant: one like it, or the one that the Chinese workbook calls so."""
    text, offered = str(value), catalogue("workbook")["choice"]
    for word in words:
        called = offered.get(f"{key}.{word}", offered.get(word))
        if called is not None and text in str(called["zh"]).split("|"):
            return word
    return nearest(text, words)


def _reference(keys: Keys, seen: str, raw: object, places: Places) -> PaneloomError:
    """A name that cannot be one leads nowhere; it may be the label of what was meant."""
    where = places.at(*keys)
    entries = {
        name: entry
        for section in REFERENCES[str(keys[-1])]
        if isinstance(part := _item(raw, section), Mapping)
        for name, entry in part.items()
    }
    names = {word: name for name, entry in entries.items() for word in (name, *_labels(entry))}
    if seen in entries:
        return PaneloomError("bad-name", where=where, seen=seen)
    if keys[-1] == "by":
        return by_not_group(seen, tuple(entries), where)
    near = names.get(nearest(seen, names), "")
    if keys[-1] == "cluster":
        return _cluster(seen, near, raw, where)
    slug = "unknown-data" if keys[-1] == "data" else "unknown-name"
    return PaneloomError(slug, where=where, seen=seen, nearest=near, known=tuple(entries))


def _cluster(seen: str, near: str, raw: object, where: Place) -> PaneloomError:
    """Errors are clustered by the unit, unless it is the label of something else that was written."""
    panel, groups = _item(_item(raw, "study"), "panel"), _item(raw, "groups")
    unit = str(panel[0]) if isinstance(panel, list | tuple) and panel else ""
    known = (*([unit] if unit else []), *(groups if isinstance(groups, Mapping) else ()))
    return PaneloomError("cluster-unknown", where=where, seen=seen, nearest=near or unit, known=known)


def _labels(entry: object) -> tuple[str, ...]:
    """What an entry is called in either language."""
    label = _item(entry, "label")
    texts = label.values() if isinstance(label, Mapping) else (label,)
    return tuple(text for text in texts if isinstance(text, str) and text)


def _range_slug(kind: str) -> str:
    return "too-small" if kind.startswith("greater") else "too-large"


def _unknown_key(keys: Keys, places: Places) -> PaneloomError:
    known = _keys_of(keys[:-1])
    return PaneloomError(
        "unknown-key" if len(keys) > 1 else "unknown-section",
        where=places.at(*keys),
        seen=keys[-1],
        nearest=nearest(str(keys[-1]), known),
        known=", ".join(known),
    )


def _missing(keys: Keys, raw: object, places: Places) -> PaneloomError:
    if isinstance(keys[-1], int):
        wanted = len(get_args(next(iter(_options(_declared(keys[:-1]))), None)))
        where = places.at(*keys[:-1])
        return PaneloomError(
            "list-length", where=where, seen=value_text(_value(raw, keys[:-1])), wanted=wanted
        )
    slug = "missing-key" if len(keys) > 1 else "missing-section"
    return PaneloomError(slug, where=places.at(*keys), key=keys[-1])


def _options(annotation: Any) -> Iterator[Any]:
    """The members of a union; an annotation that is none is its own only member."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    members = get_args(annotation) if get_origin(annotation) in (Union, type(str | int)) else (annotation,)
    for member in members:
        yield from _options(member) if member is not annotation else (member,)


def _declared(keys: Keys) -> Any:
    """What the schema declares at these keys, None beyond it."""
    annotation: Any = Study
    for key in keys:
        annotation = next((inner for option in _options(annotation) if (inner := _inside(option, key))), None)
    return annotation


def _inside(option: Any, key: str | int) -> Any:
    if isinstance(option, type) and issubclass(option, BaseModel):
        field = option.model_fields.get(str(key))
        return field.annotation if field else None
    if get_origin(option) is dict:
        return get_args(option)[1]
    return get_args(option)[0] if get_origin(option) is tuple else None


def _keys_of(keys: Keys) -> tuple[str, ...]:
    """The keys that a section may have."""
    models = [o for o in _options(_declared(keys)) if isinstance(o, type) and issubclass(o, BaseModel)]
    return tuple(name for model in models for name in model.model_fields)


def _words(keys: Keys) -> tuple[str, ...]:
    """The words that a key may take."""
    choices = [option for option in _options(_declared(keys)) if get_origin(option) is Literal]
    return tuple(str(word) for choice in choices for word in get_args(choice))
