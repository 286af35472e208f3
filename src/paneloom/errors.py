"""The one family of errors: what was seen, where, and what to do, in English and in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from string import Formatter

from paneloom.wording import Language, catalogue, filled_in

LIST_LIMIT = 12
TEXT_LIMIT = 300
SENTENCE = re.compile(r".+?(?:。|\.(?=\s|$))\s*|.+$", re.DOTALL)
LIKENESS, LIKENESS_OF_SHORT, SHORT = 0.6, 0.5, 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault sits: a file, and within it a line, a sheet and cell, or a key."""

    file: str
    line: int | None = None
    sheet: str | None = None
    cell: str | None = None
    key: str | None = None

    def text(self, language: Language) -> str:
        """The place in one line, most general part first."""
        words = catalogue("errors")["place"]
        parts = [self.file]
        for name in ("line", "sheet", "cell", "key"):
            value = getattr(self, name)
            if value is not None:
                parts.append(words[name][language].format(value=_cut(str(value))))
        join: str = words["join"][language]
        return join.join(parts)


class PaneloomError(Exception):
    """A fault that its reader can mend.

    Parameters
    ----------
    slug
        The key of the text in ``wording/errors.toml``; it never changes, so that scripts can rely on it.
    where
        The file, line, sheet, cell or key at fault.
    seen
        The value that was met there; a sequence is listed, at most twelve of its items.
    details
        What the text of the error mentions by name. A sentence that mentions what is empty is left out.
    """

    def __init__(
        self, slug: str, *, where: Place | None = None, seen: object = None, **details: object
    ) -> None:
        self.slug = slug
        self.where = where
        self.seen = seen
        self.details = {name: _listed(value) for name, value in details.items()}
        super().__init__(slug)

    def what(self, language: Language = "en") -> str:
        """What is wrong, in one sentence."""
        return self._phrase("", language)

    def remedy(self, language: Language = "en") -> str:
        """What to do about it."""
        return self._phrase("fix_", language)

    def text(self, language: Language = "en") -> str:
        """The whole message: what, where, seen, what to do."""
        labels = catalogue("errors")["label"]
        lines = [self.what(language)]
        if self.where is not None:
            lines.append(f"  {labels['where'][language]} {self.where.text(language)}")
        if self.seen is not None:
            lines.append(f"  {labels['seen'][language]} {_cut(_listed(self.seen))}")
        lines.append(f"  {labels['do'][language]} {self.remedy(language)}")
        return "\n".join(lines)

    def _phrase(self, prefix: str, language: Language) -> str:
        template: str = catalogue("errors")[self.slug][prefix + language]
        sentences = [part for part in SENTENCE.findall(template) if self._has_all(part)]
        if sentences:
            return filled_in("".join(sentences).rstrip(), self.details)
        # Nothing else would be said, so the gap alone is closed.
        return re.sub(r" +(?=[ ;:,.)])", "", filled_in(template, self.details))

    def _has_all(self, sentence: str) -> bool:
        """Whether there is something to say for each detail that the sentence mentions."""
        return all(self.details.get(name, "-") for _, name, _, _ in Formatter().parse(sentence) if name)

    def __str__(self) -> str:
        return self.text("en")


class PaneloomErrors(PaneloomError):
    """Several faults found in one look, reported together."""

    def __init__(self, problems: Iterable[PaneloomError]) -> None:
        self.problems = tuple(problems)
        super().__init__("several", count=len(self.problems))

    def text(self, language: Language = "en") -> str:
        """The count, then every problem in the order of the file; a single problem speaks for itself."""
        if len(self.problems) == 1:
            return self.problems[0].text(language)
        ordered = sorted(self.problems, key=lambda p: (p.where.line or 0) if p.where else 0)
        parts = [self.what(language)]
        parts += [f"{number}. {problem.text(language)}" for number, problem in enumerate(ordered, start=1)]
        return "\n".join(parts)


def nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate most like ``word``, case apart, or "" when none is close; the first of equals.

    Short words that begin alike may differ in more of their letters: 贵洲 is like 贵州, goverment like gov.
    """
    best, found = (0.0, False), ""
    matcher = SequenceMatcher(b=word.casefold(), autojunk=False)
    for candidate in candidates:
        matcher.set_seq1(candidate.casefold())
        begins_alike = candidate[:1].casefold() == word[:1].casefold()
        is_short = begins_alike and min(len(word), len(candidate)) <= SHORT
        score = (matcher.ratio(), begins_alike)
        if score > best and score[0] >= (LIKENESS_OF_SHORT if is_short else LIKENESS):
            best, found = score, candidate
    return found


def _cut(text: str) -> str:
    """A text without the tail that would bury the message."""
    return text if len(text) <= TEXT_LIMIT else f"{text[:TEXT_LIMIT]}... ({len(text)})"


def _listed(value: object) -> str:
    """A value as text; the items of a sequence with commas, the tail of a long one counted."""
    if not isinstance(value, tuple | list):
        return str(value)
    shown = ", ".join(str(item) for item in value[:LIST_LIMIT])
    return shown if len(value) <= LIST_LIMIT else f"{shown}, ... ({len(value)})"
