"""From the raw tables of a regional panel study to a checkable paper kit.

>>> import paneloom
>>> results = paneloom.load("my-study").run()  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paneloom.errors import PaneloomError as PaneloomError
    from paneloom.estimate.regress import regress as regress
    from paneloom.index.composite import composite_index as composite_index
    from paneloom.index.composite import index_weights as index_weights
    from paneloom.index.weights_of import entropy_weights as entropy_weights
    from paneloom.workflow.project import load as load

# What is public, and where it lives; imported when it is asked for, so that the command line answers at once.
_HOMES = {
    "PaneloomError": "paneloom.errors",
    "composite_index": "paneloom.index.composite",
    "entropy_weights": "paneloom.index.weights_of",
    "index_weights": "paneloom.index.composite",
    "load": "paneloom.workflow.project",
    "regress": "paneloom.estimate.regress",
}
__all__ = [
    "PaneloomError",
    "__version__",
    "composite_index",
    "entropy_weights",
    "index_weights",
    "load",
    "regress",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("paneloom")
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
