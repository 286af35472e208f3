"""The page: the whole study in one HTML file that asks nothing of the network."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files

from paneloom.present.table import Note, Table
from paneloom.render.html import html_figure, html_table, safe, stylesheet
from paneloom.report.chapters import Block, Chapter, Facts, Heading, chapters
from paneloom.report.results import Exhibit, Results, notes_below
from paneloom.study.base import text_in
from paneloom.wording import Language, say

# A span of years, which a line must not break; an entity of escaped text has no such digits.
YEARS = re.compile("[0-9]{4}[\N{EM DASH}\N{EN DASH}-]{1,2}[0-9]{4}( ?年)?")
LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}


def page(results: Results, drawings: Mapping[str, bytes]) -> str:
    """The page of the results; ``drawings`` has the SVG of every figure and map by its name."""
    style = stylesheet() + files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    shown = chapters(results)
    body = [_opening(results), _contents(results, shown), "<main>"]
    body += [_chapter(chapter, drawings) for chapter in shown]
    head = head_lines(results.title, results.language, style)
    return "\n".join([*head, *body, "</main>", "</body>", "</html>", ""])


def head_lines(title: str, language: Language, style: str) -> list[str]:
    """The lines of a page up to its body, with a policy that lets in its own style and nothing else."""
    # The hash lets this style in and no other; there is no script for a policy to let in.
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return [
        "<!DOCTYPE html>",
        f'<html lang="{LANGUAGE_TAGS[language]}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        # Browsers ask for an icon of their own accord; this one is empty.
        '<link rel="icon" href="data:,">',
        f"<title>{safe(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
    ]


def _opening(results: Results) -> str:
    language = results.language
    parts = []
    if results.study.study.simulated:
        parts.append(f'<p class="banner" role="note">{safe(say("page.simulated", language))}</p>')
    title = YEARS.sub(r'<span class="whole">\g<0></span>', safe(text_in(results.study.study.title, language)))
    parts += [
        "<header>",
        f"<h1>{title}</h1>",
        f'<p class="byline">{safe(_byline(results))}</p>',
        "</header>",
    ]
    return "\n".join(parts)


def _byline(results: Results) -> str:
    version = dict(results.provenance.versions)["paneloom"]
    return say("page.byline", results.language, version=version, study=results.provenance.study[:12])


def _contents(results: Results, shown: Iterable[Chapter]) -> str:
    name = safe(say("page.contents", results.language))
    items = "".join(f'<li><a href="#{chapter.key}">{safe(chapter.heading)}</a></li>' for chapter in shown)
    return f'<nav aria-label="{name}"><h2>{name}</h2><ol>{items}</ol></nav>'


def _chapter(chapter: Chapter, drawings: Mapping[str, bytes]) -> str:
    blocks = "\n".join(_block(block, drawings) for block in chapter.blocks)
    return f'<section id="{chapter.key}">\n<h2>{safe(chapter.heading)}</h2>\n{blocks}\n</section>'


def _block(block: Block, drawings: Mapping[str, bytes]) -> str:
    if isinstance(block, Heading):
        return f"<h3>{safe(block.text)}</h3>"
    if isinstance(block, Facts):
        return _facts(block)
    if isinstance(block, Exhibit):
        return _exhibit(block, drawings)
    return f"<p>{safe(block)}</p>"


def _facts(facts: Facts) -> str:
    pairs = []
    for term, lines in facts.pairs:
        pairs.append(f"<dt>{safe(term)}</dt>")
        pairs += [f"<dd>{safe(line)}</dd>" for line in lines]
    return f'<dl class="{facts.kind}">' + "".join(pairs) + "</dl>"


def _exhibit(exhibit: Exhibit, drawings: Mapping[str, bytes]) -> str:
    item = exhibit.item
    if isinstance(item, Table):
        # Focus lets the keyboard scroll what is wider than the screen.
        label = safe(f"{item.label} {item.title}")
        scroll = f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">'
        # The notes stand outside what scrolls, so that a phone shows their lines whole.
        shown = f"{scroll}\n{html_table(replace(item, notes=()))}</div>\n{_notes(item.notes)}"
    else:
        shown = html_figure(item.label, item.title, drawings[item.name], notes_below(item))
    return f'<div class="exhibit" id="{anchor(exhibit)}">\n{shown}</div>'


def _notes(notes: Iterable[Note]) -> str:
    return "".join(f'<p class="{note.kind}">{safe(note.text)}</p>\n' for note in notes)


def anchor(exhibit: Exhibit) -> str:
    """Where an exhibit stands on the page: "table-5", "figure-2"."""
    return f"{'table' if isinstance(exhibit.item, Table) else 'figure'}-{exhibit.number}{exhibit.letter}"
