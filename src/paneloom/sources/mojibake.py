"""Texts that were read in the wrong encoding somewhere on their way."""

from __future__ import annotations

import re

# How Chinese text comes to be garbled: the encoding it was read in, and the one it was written in.
_MISTAKES = (("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"))
# Any two bytes make a Chinese character in GB18030, so that Åland would turn into 舕and: letters tell nothing.
_CHINESE = re.compile(r"[^A-Za-z]*[\u3400-\u9fff][^A-Za-z]*")
_FOREIGN = re.compile(r"[^\x20-\x7e\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def unmangled(text: str) -> str | None:
    """What a garbled text was before: 骞夸笢 was 广东; None when it is not garbled.

    Where bytes were lost on the way the original cannot be told, and is "".
    """
    if "\ufffd" in text:
        return ""
    if text.isascii():
        return None
    for read, written in _MISTAKES:
        try:
            original = text.encode(read).decode(written)
        except UnicodeError:
            continue
        if original != text and _CHINESE.fullmatch(original) and not _FOREIGN.search(original):
            return original
    return None
