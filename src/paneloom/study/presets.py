"""Named recipes of an index: the choices that a preset makes where a study does not make its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

Preset = Literal["bureau"]

# Statistical bureaus score each indicator between two thresholds set beforehand on 0 to 100, keep what lies
# beyond at the threshold, and add up with given weights.
PRESETS: Mapping[str, Mapping[str, Any]] = MappingProxyType({
    "bureau": MappingProxyType({
        "scale": "minmax",
        "bounds": "goalposts",
        "clip": True,
        "range": (0.0, 100.0),
        "method": "given",
        "aggregation": "arithmetic",
    }),
})  # fmt: skip


def with_preset(choices: Any) -> Any:
    """The choices of a recipe, and those of its preset for all that it leaves open."""
    if not isinstance(choices, Mapping):
        return choices
    preset = choices.get("preset")
    chosen = PRESETS.get(preset) if isinstance(preset, str) else None
    return choices if chosen is None else {**choices, **{k: v for k, v in chosen.items() if k not in choices}}
