"""The documentation knows every key of the results and every option of the commands."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from paneloom.cli.arguments import ACTIONS, COMMANDS, read_arguments


def test_every_key_of_the_results_is_explained(root: Path) -> None:
    text = (root / "docs" / "results-schema.md").read_text(encoding="utf-8")
    schema = json.loads(files("paneloom.report").joinpath("results.schema.json").read_text("utf-8"))
    keys = [*schema["properties"], *schema["$defs"]["estimate"]["properties"]]
    assert [key for key in keys if f"`{key}`" not in text] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(root: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    text = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    assert read_arguments([command, "--help"]) == 0
    options = re.findall(r"--[a-z]+", capsys.readouterr().out)
    assert [option for option in options if option not in text] == []


def test_every_action_of_the_ledger_is_explained(root: Path) -> None:
    text = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [action for action in ACTIONS if f"\n| `{action}` |" not in text] == []
