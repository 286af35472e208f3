"""Which language to speak: what was asked for, else the study's, else the machine's."""

from __future__ import annotations

import locale
import os
import re
from functools import cache
from pathlib import Path

from paneloom.cli.terminal import can_print_chinese
from paneloom.errors import PaneloomError
from paneloom.wording import LANGUAGES, Language
from paneloom.workflow.study_files import is_workbook, language_of, study_file

VARIABLE = "PANELOOM_LANG"
# The study may be what cannot be read, so its language is looked for in its text.
_IN_STUDY = re.compile(rb'^[ \t]*language[ \t]*=[ \t]*["\'](en|zh)["\']', re.MULTILINE)
HEAD = 100_000


def spoken(asked: Language | None, study: str) -> Language:
    """The language of messages: --lang, else PANELOOM_LANG, else the study's, else the locale's.

    Unless it was asked for, Chinese is not spoken to a terminal that cannot print it.
    """
    return asked or language_asked() or _fitting(_of_study(study) or language_of_locale())


def language_asked() -> Language | None:
    """What the environment asks for."""
    asked = os.environ.get(VARIABLE, "").lower()[:2]
    return next((language for language in LANGUAGES if language == asked), None)


def language_of_locale() -> Language:
    """Chinese where the machine is set to Chinese, else English."""
    settings = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    first = next((text for text in settings if text), "") or (locale.getlocale()[0] or "")
    return "zh" if first.lower().startswith(("zh", "chinese")) else "en"


def _fitting(language: Language) -> Language:
    return language if language == "en" or can_print_chinese() else "en"


@cache
def _of_workbook(file: Path) -> Language | None:
    """What a workbook says; what is wrong with it is told by who reads it for good."""
    try:
        return language_of(file)
    except PaneloomError:
        return None


def _of_study(study: str) -> Language | None:
    if not study:
        return None
    try:
        file = study_file(Path(study))
        # A pipe would be waited for.
        if not file.is_file():
            return None
        if is_workbook(file):
            return _of_workbook(file)
        with file.open("rb") as opened:
            found = _IN_STUDY.search(opened.read(HEAD))
    except (OSError, ValueError):
        return None
    if found is None:
        return None
    return "zh" if found[1] == b"zh" else "en"
