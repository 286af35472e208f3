"""What absorbed effects are called in print."""

from __future__ import annotations

from paneloom.study.effects import CROSS
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say


def crossed_label(study: Study, effect: str, language: Language) -> str:
    """The label of a key or category; "region × year" for what crosses two."""
    parts = (label_of(study, part.strip(), language) for part in effect.split(CROSS))
    return say("table.cross", language).join(parts)


def effect_label(study: Study, effect: str, language: Language, word: str = "table.effects") -> str:
    """What an absorbed effect is called: "Province fixed effects", "Region × year fixed effects"."""
    text = say(word, language, effect=crossed_label(study, effect, language))
    return text[:1].upper() + text[1:]
