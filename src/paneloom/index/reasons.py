"""Why something of an index was refused, in words."""

from __future__ import annotations

from typing import Any

from paneloom.errors import PaneloomError
from paneloom.index.index import Index
from paneloom.index.index_table import indicator_label
from paneloom.study.base import text_in
from paneloom.study.model import Study
from paneloom.wording import Language, say

MOST_NAMED = 3


def reason(
    slug: str, details: tuple[tuple[str, str], ...], index: Index, study: Study, language: Language
) -> str:
    """What the error says, with the labels of the first few indicators and dimensions that it names."""
    labels = labels_in(index, study, language)
    told: dict[str, Any] = {}
    for key, text in details:
        words = str(text).split(", ")
        known = [labels[word] for word in words if word in labels]
        shown = say("table.comma", language).join(known[:MOST_NAMED])
        more = len(known) > MOST_NAMED
        told[key] = shown + (say("weight.and_more", language) if more else "") if known else text
    return PaneloomError(slug, **told).what(language)


def labels_in(index: Index, study: Study, language: Language) -> dict[str, str]:
    """What the indicators, the dimensions and the index itself are called."""
    nodes = {node.name: text_in(node.label, language) or node.name for node in index.nodes}
    return nodes | {item.variable: indicator_label(item, study, language) for item in index.indicators}
