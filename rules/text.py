"""Text for people, Russian and English together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["ru", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in both languages.

    >>> Text("кафе", "café").in_("en")
    'café'
    """

    ru: str
    en: str

    def in_(self, language: str) -> str:
        """Return the text in `language`; anything but "en" reads Russian."""
        return self.en if language == "en" else self.ru

    def as_dict(self) -> dict[str, str]:
        """Return the shape that files and answers use: {"ru", "en"}."""
        return {"ru": self.ru, "en": self.en}
