"""The countries of ISO 3166-1, with their names in English and Chinese, as pycountry lists them."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from paneloom.errors import PaneloomError
from paneloom.study.csv_rows import csv_rows

DOMAIN = "iso3166-1"


def country_rows() -> tuple[dict[str, str], ...]:
    """A row for each country, by its three-letter code; ``country-names.csv`` adds everyday names.

    Raises
    ------
    PaneloomError
        ``needs-extra`` where pycountry is not installed.
    """
    try:
        import pycountry
    except ImportError as fault:
        raise PaneloomError("needs-extra", seen="countries", extra="countries") from fault
    simplified, traditional = (_translated(Path(pycountry.LOCALES_DIR), code) for code in ("zh_CN", "zh_TW"))
    added = _added()
    rows = []
    for country in sorted(pycountry.countries, key=lambda country: str(country.alpha_3)):
        common = getattr(country, "common_name", "") or country.name
        names = tuple(dict.fromkeys((common, country.name, getattr(country, "official_name", country.name))))
        own, variants = added.get(country.alpha_3, ("", ""))
        loose = [*(simplified(text) for text in names), *(traditional(text) for text in names)]
        rows.append(
            {
                "code": country.alpha_3,
                "name": common,
                "zh": own or simplified(common),
                "en": common,
                "alpha_2": country.alpha_2,
                "numeric": f"{country.numeric}|{int(country.numeric)}",
                "names": "|".join(names[1:]),
                "short": "|".join(dict.fromkeys(loose)),
                "variants": variants,
            }
        )
    return tuple(rows)


def _translated(folder: Path, language: str) -> Callable[[str], str]:
    """Names in a language; a name without a translation stays as it is."""
    import gettext

    return gettext.translation(DOMAIN, folder, languages=[language], fallback=True).gettext


def _added() -> dict[str, tuple[str, str]]:
    """The Chinese name in use, where another than the translation, and everyday names, by code."""
    text = files(__package__).joinpath("country-names.csv").read_text(encoding="utf-8")
    return {code: (zh, variants) for _, (code, zh, variants) in csv_rows(text, "country-names.csv")[1:]}
