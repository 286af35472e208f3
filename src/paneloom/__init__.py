"""From the raw tables of a regional panel study to a checkable paper kit.

>>> import paneloom
>>> results = paneloom.load("my-study").run()  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paneloom.errors import PaneloomError as PaneloomError
    from paneloom.workflow.project import load as load

__all__ = ["PaneloomError", "__version__", "load"]


# What is public is imported when it is asked for, so that the command line answers at once.
def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("paneloom")
    if name == "load":
        from paneloom.workflow.project import load

        return load
    if name == "PaneloomError":
        from paneloom.errors import PaneloomError

        return PaneloomError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
