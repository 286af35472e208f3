"""A recipe built in code, whose dimensions are part of one another."""

import pytest
from tests.index.arrays import recipe_for

from paneloom.errors import PaneloomError


def test_a_circle_of_dimensions_is_refused() -> None:
    recipe = recipe_for("++", "xy", levels="nested", dimensions={"x": {"parent": "y"}, "y": {"parent": "x"}})
    with pytest.raises(PaneloomError) as info:
        recipe.branches()
    assert info.value.slug == "index-parent-circle"
