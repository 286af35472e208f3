"""The chapters of the report and their order: blocks of text, facts and exhibits, for any form of output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from paneloom.report.glance import glance
from paneloom.report.provenance import data_facts, reproduction_facts
from paneloom.report.results import Exhibit, Results
from paneloom.study.base import text_in
from paneloom.wording import say


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a chapter."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms and what they are; the second may run over several lines. "code" is for hashes and commands."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...]
    kind: Literal["text", "code"] = "text"


Block = str | Heading | Facts | Exhibit


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its key in ``words.toml`` (group "chapter"), its heading, its blocks."""

    key: str
    heading: str
    blocks: tuple[Block, ...]


# What belongs to which chapter: the parts of the study whose exhibits it shows.
PARTS = {
    "data": ("data",),
    "variables": ("variables",),
    "description": ("describe",),
    "index": ("index",),
    "coupling": ("coupling",),
    "regressions": ("regress", "mechanism", "moderation"),
    "maps": ("map",),
    "published": ("published",),
    "ledger": ("ledger",),
}


def chapters(results: Results, *, brief: bool = False) -> tuple[Chapter, ...]:
    """The chapters that have something to show; ``brief`` ones give hashes by their beginning."""
    made = [Chapter("glance", say("chapter.glance", results.language), (Facts(glance(results)),))]
    for key in PARTS:
        blocks = (*_opening(results, key), *_exhibits(results, key))
        if any(isinstance(block, Exhibit) for block in blocks):
            made.append(Chapter(key, say(f"chapter.{key}", results.language), blocks))
    return (*made, _closing(results, brief=brief))


def _closing(results: Results, *, brief: bool) -> Chapter:
    language = results.language
    blocks = (
        say("page.reproduction", language),
        Facts(reproduction_facts(results, brief=brief), "code"),
        say("page.files_line_brief" if brief else "page.files_line", language),
    )
    return Chapter("reproduction", say("chapter.reproduction", language), blocks)


def _opening(results: Results, key: str) -> tuple[Block, ...]:
    """What a chapter says before its exhibits."""
    if key == "data":
        return (Facts(data_facts(results)),)
    if key == "published":
        return (say("page.published", results.language),)
    if key == "ledger":
        count = len(results.ledger.entries)
        return (say("page.ledger" if count else "page.ledger_empty", results.language, count=f"{count:,}"),)
    return ()


def _exhibits(results: Results, key: str) -> Iterator[Block]:
    """The exhibits of a chapter; where it has several indices, each under a heading, with its note."""
    shown = [exhibit for exhibit in results.exhibits if exhibit.part.partition(".")[0] in PARTS[key]]
    before = ""
    for at, exhibit in enumerate(shown):
        if key == "index" and exhibit.part != before:
            yield from _index_opening(results, exhibit.part.partition(".")[2])
        before = exhibit.part
        yield exhibit
        if at + 1 == len(shown) or shown[at + 1].part != before:
            yield from (text for part, text in results.left_out if part == before)


def _index_opening(results: Results, name: str) -> Iterator[Block]:
    part = results.study.index[name]
    yield Heading(text_in(part.label, results.language) or name)
    if part.note:
        yield text_in(part.note, results.language)
