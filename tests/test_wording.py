"""Every sentence is there, in both languages, with the details it mentions; none is there for nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from paneloom.errors import PaneloomError, nearest
from paneloom.wording import LANGUAGES, Language, catalogue, say

SOURCE = Path(__file__).resolve().parent.parent / "src" / "paneloom"
OF_THE_BASE = ("place", "label", "several")
ERRORS = {slug: texts for slug, texts in catalogue("errors").items() if slug not in OF_THE_BASE}
WORDS = {
    f"{group}.{word}": texts for group, words in catalogue("words").items() for word, texts in words.items()
}
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Each call of ``name`` whose first argument is a text: where it stands, and the call."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == name:
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def constants() -> set[str]:
    nodes = (node for tree in TREES.values() for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_error_raised_has_its_texts_and_their_details() -> None:
    wrong = []
    for place, call in calls("PaneloomError"):
        slug = call.args[0].value  # type: ignore[attr-defined]
        if slug not in ERRORS:
            wrong.append(f"{place}: {slug} has no texts")
            continue
        given = {keyword.arg for keyword in call.keywords}
        lacking = set().union(*(fields(text) for text in ERRORS[slug].values())) - given
        if lacking and None not in given:
            wrong.append(f"{place}: {slug} is not given {sorted(lacking)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("slug", sorted(ERRORS))
def test_every_error_has_four_texts(slug: str) -> None:
    assert list(ERRORS[slug]) == ["en", "zh", "fix_en", "fix_zh"]
    assert all(text.strip() and text[-1] in ".。" for text in ERRORS[slug].values())


def test_no_error_is_without_use() -> None:
    assert sorted(set(ERRORS) - constants()) == []


def test_every_phrase_said_exists() -> None:
    keys = [(place, call.args[0].value) for place, call in calls("say")]  # type: ignore[attr-defined]
    assert [f"{place}: {key}" for place, key in keys if "." in key and key not in WORDS] == []


@pytest.mark.parametrize("key", sorted(WORDS))
def test_every_phrase_is_in_both_languages(key: str) -> None:
    assert sorted(WORDS[key]) == sorted(LANGUAGES)
    assert all(isinstance(text, str) for text in WORDS[key].values())


def told(slug: str, language: Language, empty: tuple[str, ...]) -> tuple[str, str]:
    """What an error says and advises when some of its details are empty."""
    names = set().union(*(fields(text) for text in ERRORS[slug].values()))
    details: dict[str, Any] = {name: "" if name in empty else "Xx" for name in sorted(names)}
    error = PaneloomError(slug, **details)
    return error.what(language), error.remedy(language)


# Lists that always hold something.
NEVER_EMPTY = tuple(
    (slug, "known")
    for slug in ("unknown-engine", "unknown-function", "table-without-dimension", "usage-choice")
)
MAY_BE_EMPTY = ("nearest", "known", "instead", "option", "absent")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", sorted(ERRORS))
def test_a_text_reads_well_without_what_may_be_empty(slug: str, language: Language) -> None:
    whole = told(slug, language, ())
    for empty in (("nearest",), ("known",), ("nearest", "known"), MAY_BE_EMPTY):
        lacking = tuple(name for name in empty if (slug, name) not in NEVER_EMPTY)
        for text, full in zip(told(slug, language, lacking), whole, strict=True):
            assert text[-1] in ".。"
            assert text.count("—") == full.count("—")
            for gap in ("  ", ": .", ":.", "：。", "( )", "()", "（）", " ,", " ;"):
                assert gap not in text
            # A sentence that begins with a small letter is one of a key, and no rest of another.
            assert not text[0].islower() or text[0] == full[0]


@pytest.mark.parametrize(
    ("word", "candidates", "found"),
    [
        ("贵洲", ("贵阳", "贵州"), "贵阳"),
        ("贵洲", ("海南", "贵州", "广州"), "贵州"),
        ("goverment", ("lngdp", "gov", "urban"), "gov"),
        ("GDP", ("gdpr", "gdp"), "gdp"),
        ("abc", ("macao",), ""),
        ("zzzz", ("y1", "gdp"), ""),
        ("lngpd", ("gdp", "lngdp"), "lngdp"),
        ("", ("gdp",), ""),
    ],
)
def test_the_nearest_word(word: str, candidates: tuple[str, ...], found: str) -> None:
    assert nearest(word, candidates) == found


def test_a_gap_in_the_only_sentence_is_closed() -> None:
    error = PaneloomError(
        "duplicate-key", variable="x", unit="北京", time="", first_en="a.csv", first_zh="a.csv", absent=""
    )
    assert error.what("en") == "x has two values for 北京; the other one stands at: a.csv."


@pytest.mark.parametrize(("tables", "models", "text"), [
    (1, 1, "1 model in 1 table"),
    (1, 2, "2 models in 1 table"),
    ("1,001", 0, "0 models in 1,001 tables"),
])  # fmt: skip
def test_a_count_chooses_its_word(tables: object, models: int, text: str) -> None:
    assert say("glance.models", "en", tables=tables, models=models) == text
    assert PaneloomError("too-few-rows", rows=models, parameters=2).what() == (
        f"{models} {'row' if models == 1 else 'rows'} cannot carry 2 parameters."
    )


def test_every_counted_word_has_two_forms() -> None:
    texts = [text for texts in (*ERRORS.values(), *WORDS.values()) for text in texts.values()]
    specs = [spec for text in texts for _, _, spec, _ in Formatter().parse(text) if spec and "|" in spec]
    assert len(specs) > 40
    assert all(len(spec.split("|")) == 2 and all(spec.split("|")) for spec in specs)
