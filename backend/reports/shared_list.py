"""A list as it is shown by a link: what the law asks of this business, and of the business only what it wants shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from backend.accounts.models import Business
from backend.profiles.queries import load_profile
from backend.profiles.words import question_of, value_text
from backend.reports.dossier import read_text, source_text
from backend.reports.models import ShareLink
from backend.requirements.explaining import explain_item
from backend.requirements.listing import Item, PersonalList, personal_list
from backend.requirements.names import TOPICS
from backend.requirements.receipts import ListReceipt, receipts_of
from rules.matching.receipts import make_receipt
from rules.text import Text


@dataclass(frozen=True, slots=True)
class SharedEntry:
    """One requirement as others see it: no answers, costs, marks or notes of the business."""

    id: str
    title: Text
    topic: Text
    when: Text
    ends: date | None
    ended: bool
    authority: Text | None
    plain: Text | None
    steps: tuple[Text, ...]
    source: str
    read: Text
    because: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedList:
    """What a link shows today."""

    name: str
    inn: str
    on: date
    edition: str
    receipts: tuple[ListReceipt, ...]
    entries: tuple[SharedEntry, ...]
    unclear: int
    answers: tuple[tuple[Text, Text], ...]

    def by_topic(self) -> dict[Text, list[SharedEntry]]:
        """Return the entries by topic, in the order of the list."""
        topics: dict[Text, list[SharedEntry]] = {}
        for entry in self.entries:
            topics.setdefault(entry.topic, []).append(entry)
        return topics


def gather_shared(session: Session, business: Business, link: ShareLink, on: date) -> SharedList:
    """Return the list of a business on a day as a link shows it."""
    personal = personal_list(session, load_profile(session, business), on)
    edition = personal.match.law.edition
    return SharedList(
        name=business.name if link.name_shown else "",
        inn=business.inn or "" if link.name_shown else "",
        on=on,
        edition=f"№ {edition.number}" if edition.number else edition.sha256[:12],
        receipts=_receipts(personal, link),
        entries=tuple(_entry(personal, item, link) for item in personal.items),
        unclear=len(personal.unclear),
        answers=tuple(_answers(personal)) if link.answers_shown else (),
    )


def _entry(personal: PersonalList, item: Item, link: ShareLink) -> SharedEntry:
    requirement = item.requirement
    authority = personal.match.law.edition.authorities.get(requirement.authority or "")
    return SharedEntry(
        id=item.id,
        title=requirement.title,
        topic=TOPICS.get(requirement.domain, Text(requirement.domain, requirement.domain)),
        when=item.when,
        ends=item.ends,
        ended=item.ended,
        authority=authority.name if authority else None,
        plain=requirement.plain,
        steps=requirement.steps,
        source=source_text(requirement),
        read=read_text(requirement),
        because=_because(personal, item) if link.answers_shown else (),
    )


def _because(personal: PersonalList, item: Item) -> tuple[Text, ...]:
    return tuple(
        Text(f"{why.question.ru} {why.answer.ru}", f"{why.question.en} {why.answer.en}")
        for why in explain_item(personal.match, item.requirement).main.because
    )


def _receipts(personal: PersonalList, link: ShareLink) -> tuple[ListReceipt, ...]:
    """The list's own receipts hash the answers, and few answers are guessed from a hash: hidden answers stay out."""
    match = personal.match
    if link.answers_shown:
        found = receipts_of(match)
        return tuple(ListReceipt(_place(number, len(found)), one.sha256) for number, one in enumerate(found, 1))
    shown = sorted((item.id, "applies") for item in personal.items)
    return (ListReceipt("", make_receipt(match.law.edition.sha256, match.on, {}, shown).sha256),)


def _answers(personal: PersonalList) -> list[tuple[Text, Text]]:
    """Every known fact; places go by number, for their names are addresses."""
    vocabulary, places = personal.match.law.vocabulary, personal.match.places
    rows = []
    for number, place in enumerate(places, 1):
        where = _place(number, len(places))
        for code, fact in vocabulary.facts.items():
            if code in place.known.facts and (fact.of_place or number == 1):
                asked = question_of(fact)
                before = Text(f"Адрес {where}. ", f"Place {where}. ") if where and fact.of_place else Text("", "")
                label = Text(f"{before.ru}{asked.ru}", f"{before.en}{asked.en}")
                rows.append((label, value_text(fact, place.known.facts[code], vocabulary)))
    return rows


def _place(number: int, places: int) -> str:
    return str(number) if places > 1 else ""
