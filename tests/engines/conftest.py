"""The engines under test: each test with the fixture ``engine`` runs once for each constructor."""

from collections.abc import Callable

import pytest

from paneloom.engines.memory import MemoryEngine
from paneloom.panel.engine import Engine
from paneloom.panel.frame import Frame

Constructor = Callable[[Frame], Engine]


def memory(frame: Frame) -> Engine:
    """All units in one block."""
    return MemoryEngine(frame)


def memory_by_two(frame: Frame) -> Engine:
    """Two units in a block, so that records have to merge."""
    return MemoryEngine(frame, block_units=2)


CONSTRUCTORS: tuple[Constructor, ...] = (memory, memory_by_two)


@pytest.fixture(params=CONSTRUCTORS, ids=lambda constructor: constructor.__name__)
def engine(request: pytest.FixtureRequest) -> Constructor:
    """How to put a frame into the engine under test."""
    constructor: Constructor = request.param
    return constructor
