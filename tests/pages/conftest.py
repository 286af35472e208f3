"""The finished run is the workflow's own."""

from tests.workflow.conftest import finished

__all__ = ["finished"]
