"""Build the bundled font: Noto Sans SC, subset, with the Greek and extended Latin of Noto Sans.

Run ``python tools/assets/make_font.py`` in an environment with fontTools, Brotli and the npm client. Equal
packages give equal bytes: no timestamp comes from the clock. README.md names the sources.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools.merge import Merger  # type: ignore[import-untyped]
from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from npm_package import unpack

FONTS = Path(__file__).parents[2] / "src" / "paneloom" / "render" / "fonts"
FAMILY = "Paneloom Sans SC"
# 2020-01-01, in the seconds since 1904 that a font counts in.
FIXED_DATE = 3660681600
SYMBOLS = (
    "−×÷±≤≥≈≠∞∑∏√∫∂∆²³¹⁴°′″·…‥—–‘’“”„‚‹›•※†‡‰№℃™￥€←↑→↓↔⇒⇔✓■□▲△▼▽◆◇○●◎★☆"
    "、。〃々〆〇〈〉《》「」『』【】〔〕〖〗！（），．：；？［］｛｝～＋－＝＜＞／＊＆＃＠％｜＂＇＾＿｀￠￡"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
    "\u2009\u2002\u2003\u3000"
)
RAISED, LOWERED = "⁰⁵⁶⁷⁸⁹⁻", "₀₁₂₃₄₅₆₇₈₉"


def wanted() -> set[int]:
    """Return the code points that a table, a figure or a map of the project may print."""
    latin = [*range(0x20, 0x7F), *range(0xA0, 0x180)]
    greek = [*range(0x391, 0x3A2), *range(0x3A3, 0x3CA)]
    full_width = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
    return {*latin, *greek, *full_width, *map(ord, SYMBOLS), *map(ord, chinese())}


def chinese() -> Iterable[str]:
    """Return the 6,763 Chinese characters of GB 2312, rows 16 to 87."""
    for row in range(0xB0, 0xF8):
        last = 0xFA if row == 0xD7 else 0xFF
        for cell in range(0xA1, last):
            yield bytes([row, cell]).decode("gb2312")


def slices(folder: Path, weight: int) -> list[Path]:
    """Return the font files of the packages, those of Noto Sans SC first, the largest of them first."""
    chosen: list[Path] = []
    for package in ("noto-sans-sc", "noto-sans", "noto-sans-symbols"):
        files = unpack(f"@fontsource/{package}", "5.3.0", folder) / "files"
        found = files.glob(f"*-{weight}-normal.woff2")
        chosen += sorted(found, key=lambda path: (-path.stat().st_size, path.name))
    return chosen


def pick(paths: Iterable[Path], folder: Path) -> tuple[list[str], set[int]]:
    """Write the part that each slice is first to offer; return the parts and what none of them offers."""
    missing = wanted()
    parts: list[str] = []
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "BASE", "STAT", "gasp", "vhea", "vmtx"]
    for path in paths:
        font = TTFont(path)
        taken = missing & set(font.getBestCmap())
        if not taken:
            continue
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=taken)
        subsetter.subset(font)
        font.flavor = None
        parts.append(str(folder / f"part{len(parts):03}.ttf"))
        font.save(parts[-1])
        missing -= taken
    return parts, missing


def add_small_digits(font: Any) -> None:
    """Draw the superscripts and subscripts that no slice holds from the ordinary digits, at 60 per cent."""
    names = font.getBestCmap()
    for text, digits, lift in ((RAISED, "056789−", 330), (LOWERED, "0123456789", -120)):
        for sign, digit in zip(text, digits, strict=True):
            source, target = names[ord(digit)], f"uni{ord(sign):04X}"
            pen = TTGlyphPen(None)
            font.getGlyphSet()[source].draw(TransformPen(pen, (0.6, 0, 0, 0.6, 0, lift)))
            font.setGlyphOrder([*font.getGlyphOrder(), target])
            font["glyf"][target] = pen.glyph()
            advance, bearing = font["hmtx"][source]
            font["hmtx"][target] = (round(advance * 0.6), round(bearing * 0.6))
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap[ord(sign)] = target


def label(font: Any, style: str, copyrights: list[str]) -> None:
    """Name the font as its own family: it is a modified version of others, and says of which."""
    table = font["name"]
    table.names = []
    plain = FAMILY.replace(" ", "")
    texts = {
        0: " ".join(copyrights),
        1: FAMILY,
        2: style,
        3: f"{plain}-{style};1.0",
        4: f"{FAMILY} {style}",
        5: "Version 1.0",
        6: f"{plain}-{style}",
        10: "Subset of Noto Sans SC 2.004 merged with parts of Noto Sans and Noto Sans Symbols.",
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: "https://scripts.sil.org/OFL",
    }
    for number, text in texts.items():
        table.setName(text, number, 3, 1, 0x409)
    font["head"].created = font["head"].modified = FIXED_DATE


def build(style: str, weight: int, folder: Path) -> None:
    """Build one weight and write it beside its licence."""
    paths = slices(folder, weight)
    parts, missing = pick(paths, folder)
    copyrights = [TTFont(part)["name"].getDebugName(0) for part in parts]
    font = Merger().merge(parts)
    add_small_digits(font)
    label(font, style, list(dict.fromkeys(copyrights)))
    font.recalcTimestamp = False
    target = FONTS / f"{FAMILY.replace(' ', '')}-{style}.ttf"
    font.save(target)
    held = len(font.getBestCmap())
    print(target.name, held, "characters,", target.stat().st_size, "bytes; nowhere found:",
          "".join(map(chr, sorted(missing))) or "none")  # fmt: skip
    licence = next(p for p in folder.glob("*sans-sc*/package/LICENSE"))
    with (FONTS / "OFL.txt").open("w", encoding="utf-8", newline="\n") as file:
        body = licence.read_text(encoding="utf-8").partition("\n")[2].lstrip()
        file.write("\n".join([*dict.fromkeys(copyrights), "", body]))


def main() -> None:
    """Build the regular weight."""
    with tempfile.TemporaryDirectory() as name:
        build("Regular", 400, Path(name))


if __name__ == "__main__":
    main()
