"""The bundled font holds every character that the package itself prints."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from paneloom.space.boundaries import BUNDLED, read_boundaries

FONTS = Path("src/paneloom/render/fonts")


@pytest.fixture(scope="module")
def font(root: Path) -> TTFont:
    return TTFont(root / FONTS / "PaneloomSansSC-Regular.ttf")


def test_words_errors_and_region_names_can_be_printed(font: TTFont, root: Path) -> None:
    texts = [
        path.read_text(encoding="utf-8") for path in sorted((root / "src/paneloom/wording").glob("*.toml"))
    ]
    for name in BUNDLED:
        boundaries = read_boundaries(name)
        texts += [*boundaries.labels_zh, *boundaries.labels_en, boundaries.source_zh, boundaries.source_en]
    held = font.getBestCmap()
    assert not sorted({sign for text in texts for sign in text if sign != "\n" and ord(sign) not in held})


def test_signs_of_tables_can_be_printed(font: TTFont) -> None:
    held = font.getBestCmap()
    signs = "−×÷±≤≥≈≠²³⁻⁰₀₉·…—–“”‘’′″αβγδεμσχΔΣΩ￥€℃‰①⑩ⅠⅩ←→↑↓■□●○▲△✓†‡§¶ÀßčŁšž（）【】《》"
    assert not [sign for sign in signs if ord(sign) not in held]
    assert sum(0x4E00 <= code <= 0x9FFF for code in held) >= 6700


def test_font_has_its_own_name_and_its_licence_beside_it(font: TTFont, root: Path) -> None:
    names = font["name"]
    assert names.getDebugName(1) == "Paneloom Sans SC"
    assert "Open Font License" in names.getDebugName(13)
    licence = (root / FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert names.getDebugName(0).split("(http")[0] in licence
    assert (root / FONTS / "PaneloomSansSC-Regular.ttf").stat().st_size < 2_600_000
