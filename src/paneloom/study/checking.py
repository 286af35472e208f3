"""A study under check: where its keys stand, what its names mean, what is wrong with one of its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paneloom.errors import PaneloomError, nearest
from paneloom.study.expression import Along, Expression, Is, Name, Pooled, parse, walk
from paneloom.study.model import Study
from paneloom.study.names import Names, names_of, recipes_of
from paneloom.study.positions import Keys, Places
from paneloom.study.recipes import Recipe


@dataclass(frozen=True, slots=True)
class Checking:
    """A study under check.

    ``lost`` are the sections not fully read: a name missing there proves nothing. ``doubtful`` are the
    regressions with a fault already reported: a key missing there proves nothing.
    """

    study: Study
    places: Places
    names: Names
    recipes: dict[str, Recipe]
    lost: tuple[str, ...] = ()
    doubtful: tuple[Keys, ...] = ()

    def whole(self, *sections: str) -> bool:
        """Whether all of these sections were read in full."""
        return not any(section in self.lost for section in sections)

    def expression(self, text: str, *keys: str | int, is_variable: bool = False) -> Iterator[PaneloomError]:
        """What is wrong with the expression ``text``, written at ``keys``, as a number for each row.

        What rows together tell stands only where a variable is defined: a model that leaves rows out must
        not seem to change it.
        """
        where = self.places.at(*keys)
        try:
            tree = parse(text)
        except PaneloomError as problem:
            problem.where = where
            yield problem
            return
        told: list[str] = []
        for part in walk(tree):
            if isinstance(part, Pooled | Along) and not is_variable:
                yield PaneloomError(
                    "pooled-outside-variables", where=where, seen=text, function=part.function
                )
                return
            for word, found in self._words(part, is_bare=part is tree and not is_variable):
                if word not in told:
                    told.append(word)
                    found.where = where
                    yield found

    def _words(self, part: Expression, *, is_bare: bool) -> Iterator[tuple[str, PaneloomError]]:
        """What is wrong with the names that one part of an expression reads itself."""
        keys = (self.study.unit, self.study.time)
        if isinstance(part, Name) and (is_bare or part.name != self.study.time):
            for problem in self.number(part.name):
                yield part.name, problem
        elif isinstance(part, Is):
            if part.name == self.study.time or part.name in self.names.numbers:
                yield part.name, PaneloomError("not-labels", seen=part.name, text=part.texts[0])
            else:
                yield from self._known(part.name, (self.study.unit, *self.names.labels))
        elif isinstance(part, Pooled):
            for name in part.by:
                yield from self._known(name, (*keys, *self.names.labels, *self.names.numbers))

    def _known(self, word: str, known: tuple[str, ...]) -> Iterator[tuple[str, PaneloomError]]:
        if word not in known and self.whole("variables", "variable", "groups", "index"):
            yield word, PaneloomError("unknown-name", seen=word, nearest=nearest(word, known), known=known)

    def number(self, word: str, *keys: str | int) -> Iterator[PaneloomError]:
        """What is wrong with ``word``, written at ``keys``, as the name of a number for each row."""
        where = self.places.at(*keys)
        if word in (*self.names.labels, self.study.unit):
            yield PaneloomError("label-as-number", where=where, seen=word)
        elif word not in self.names.known_numbers and self.whole("variables", "index"):
            known = self.names.numbers
            yield PaneloomError(
                "unknown-name", where=where, seen=word, nearest=nearest(word, known), known=known
            )


def checking(
    study: Study,
    root: Path,
    places: Places,
    *,
    lost: tuple[str, ...] = (),
    doubtful: tuple[Keys, ...] = (),
) -> Checking:
    """A study ready for the checks; ``root`` is its folder."""
    recipes = recipes_of(study, root, places)
    if any(made.problems and not made.indicators for made in recipes.values()):
        lost += ("index",)
    return Checking(study, places, names_of(study, recipes), recipes, lost, doubtful)
