"""Signs that turn the direction of writing in names, labels and data reach no output."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from tests.small_study import change, data_file, output_bytes, write_small_study

import paneloom
from paneloom.report.csv_lines import harmless
from paneloom.study.toml_text import value_text

SIGNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TURNED = tuple(sign.encode() for sign in SIGNS)


def members(content: bytes) -> list[bytes]:
    """The parts of a zip file, or the content itself."""
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_no_output_turns_around(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    for old in ("A small study", "Does it run?", "Productivity", "Baseline", "Nobody", "Made up"):
        change(folder / "study.toml", old, f"{SIGNS}{old}\u202ex")
    change(folder / "study.toml", "[index.infra.dimensions.net]",
           '[index.infra.dimensions.net]\nlabel = "\u202enet"')  # fmt: skip
    change(data_file(folder), "北京,2015", "\u202e北京,2015")
    paneloom.load(folder).run()
    written = output_bytes(folder / "output")
    # The last is for programs, and holds every text as it was given.
    texts = {name: content for name, content in written.items() if name != "results.json"}
    turned = [name for name, content in texts.items() for part in members(content)
              if name[-4:] not in (".png", "quet") and any(sign in part for sign in TURNED)]  # fmt: skip
    assert turned == []
    assert "\\u202E" in texts["study.resolved.toml"].decode("utf-8")
    assert "Productivityx" in texts["report.html"].decode("utf-8")


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_hides_no_formula(sign: str) -> None:
    assert harmless(f"{sign}=cmd()") == "'=cmd()"


def test_what_cannot_be_seen_in_a_study_file_is_written_by_its_number() -> None:
    assert value_text("a\u202eb\u2028c\U000e0001d\u3000é 中") == '"a\\u202Eb\\u2028c\\U000E0001d\u3000é 中"'
