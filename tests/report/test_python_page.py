"""Every example of the page about Python gives what the page says."""

import doctest
import re
import shutil
from pathlib import Path

import pytest

EXAMPLE = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.slow
def test_every_example_gives_what_the_page_says(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    study = Path("studies/us-public-capital")
    shutil.copytree(root / study, tmp_path / study, ignore=shutil.ignore_patterns("output"))
    monkeypatch.chdir(tmp_path)
    text = (root / "docs" / "python.md").read_text(encoding="utf-8")
    examples = "\n".join(EXAMPLE.findall(text))
    assert text.count("```") == 2 * len(EXAMPLE.findall(text))
    test = doctest.DocTestParser().get_doctest(examples, {}, "python.md", None, 0)
    failures, tried = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert tried > 20
    assert failures == 0, capsys.readouterr().out
