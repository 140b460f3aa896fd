"""The typeface of papers: Golos Text, embedded into every PDF."""

from __future__ import annotations

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from backend.config import ROOT

FONTS = ROOT / "frontend" / "fonts"


@cache
def register_fonts() -> None:
    """Make «Golos» and «Golos-Bold» known to reportlab."""
    pdfmetrics.registerFont(TTFont("Golos", str(FONTS / "GolosText-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("Golos-Bold", str(FONTS / "GolosText-Bold.ttf")))
    # The typeface has no italics: they are the regular ones.
    pdfmetrics.registerFontFamily("Golos", normal="Golos", bold="Golos-Bold", italic="Golos", boldItalic="Golos-Bold")
