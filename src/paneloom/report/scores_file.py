"""The scores of every index by unit and time, as Parquet."""

from __future__ import annotations

from paneloom.panel.frame import Frame
from paneloom.sources.parquet import parquet_bytes


def scores_parquet(scores: Frame, unit: str, time: str) -> bytes:
    """A row for each unit and time: the two keys, then each index and each part of one."""
    return parquet_bytes({unit: scores.unit_names, time: scores.time, **scores.numbers})
