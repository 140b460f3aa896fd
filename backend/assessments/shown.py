"""What several pages of self-assessment say alike."""

from __future__ import annotations

from collections.abc import Iterable

from backend.accounts.models import Business
from backend.law import current_law
from backend.profiles.choices import choices_of
from backend.requirements.names import topic_name
from rules.requirements import Requirement
from rules.text import Text

MAIN_ONLY = Text("только главное", "the main duties only")


def topic_of(requirement: Requirement) -> Text:
    """Return the topic of a requirement."""
    return topic_name(requirement.domain)


def choices_said(business: Business) -> Text | None:
    """Return what the settings leave out, for every total; None where nothing is."""
    chosen = choices_of(business)
    if chosen.everything:
        return None
    authorities = current_law().edition.authorities
    parts = [MAIN_ONLY] if chosen.depth == "main" else []
    if chosen.domains_out:
        parts.append(_without("без тем", "without topics", map(topic_name, sorted(chosen.domains_out))))
    if chosen.authorities_out:
        names = (authorities[code].name for code in sorted(chosen.authorities_out) if code in authorities)
        parts.append(_without("без органов", "without authorities", names))
    ru, en = "; ".join(part.ru for part in parts), "; ".join(part.en for part in parts)
    return Text(f"Считаем не всё: {ru}.", f"Not everything is counted: {en}.")


def _without(ru: str, en: str, names: Iterable[Text]) -> Text:
    found = list(names)
    return Text(f"{ru}: {', '.join(one.ru for one in found)}", f"{en}: {', '.join(one.en for one in found)}")
