"""What every section of a study file shares: frozen, nothing unknown accepted, texts in two languages."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from paneloom.wording import Language


class Section(BaseModel):
    """Base of the sections: frozen, unknown keys refused, no silent conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class InTwoLanguages(Section):
    """A text given in English and in Chinese."""

    en: str
    zh: str


Text = str | InTwoLanguages


def text_in(text: Text, language: Language) -> str:
    """The text in one language; a text given once serves both."""
    if isinstance(text, str):
        return text
    return text.zh if language == "zh" else text.en


def _as_tuple(value: Any) -> Any:
    """A single word where a list is expected is a list of one; TOML lists become tuples."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
Year = Annotated[int, Field(ge=1, le=9999)]
Years = Annotated[tuple[Year, ...], BeforeValidator(_as_tuple)]
Span = Annotated[tuple[Year, Year], BeforeValidator(_as_tuple)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=64)]
