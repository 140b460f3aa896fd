"""The dossier of one business on one day, gathered once for every form it is given in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments.queries import answers_of, marks_of, readiness_of
from backend.costs.queries import cost_of_list
from backend.costs.words import band_text, cost_text, hours_text
from backend.profiles.choices import choices_of, left_out
from backend.profiles.queries import load_profile
from backend.profiles.words import question_of, value_text
from backend.requirements.explaining import explain_item
from backend.requirements.listing import Item, PersonalList, personal_list
from backend.requirements.names import SUBJECTS, TOPICS
from backend.web import formats
from calculators.readiness import Readiness
from calculators.sanctions import SanctionRange
from rules.matching.receipts import make_receipt
from rules.requirements import Requirement
from rules.text import Text

FIRST = 10
NOT_ANSWERED = Text("Не отвечали", "Not answered")
ANSWERS = {
    "yes": Text("Сделано", "Done"),
    "partly": Text("Частично", "Partly"),
    "no": Text("Нет", "Not done"),
    "not_applicable": Text("Не касается", "Not concerned"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One requirement of the dossier, in words."""

    id: str
    title: Text
    topic: Text
    when: Text
    plain: Text | None
    steps: tuple[Text, ...]
    because: tuple[Text, ...]
    source: str
    read: Text
    authority: Text | None
    sanctions: tuple[Text, ...]
    cost: Text
    answer: Text
    answer_code: str
    note: str
    places: tuple[str, ...]
    clarity: int | None
    feasibility: int | None
    first: Text | None
    done: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that is printed: the same for PDF, page and table."""

    name: str
    on: date
    edition: str
    receipt: str
    counts: dict[str, int]
    readiness: Readiness
    entries: tuple[Entry, ...]
    unclear: tuple[tuple[Text, Text], ...]
    answers: tuple[tuple[str, Text, Text], ...]
    yearly: Text | None
    yearly_hours: Text | None
    one_off: Text | None
    not_assessed: int
    per_case: int
    wage: Text
    everything: bool

    def by_topic(self) -> dict[Text, list[Entry]]:
        """Return the entries by topic, in the order of the list."""
        topics: dict[Text, list[Entry]] = {}
        for entry in self.entries:
            topics.setdefault(entry.topic, []).append(entry)
        return topics

    @property
    def first(self) -> tuple[Entry, ...]:
        """What to do first."""
        return tuple(entry for entry in self.entries if not entry.done and entry.answer_code != "not_applicable")[
            :FIRST
        ]


def gather(session: Session, business: Business, on: date) -> Dossier:
    """Return the dossier of a business on a day."""
    personal = personal_list(session, load_profile(session, business), on)
    match = personal.match
    without = left_out(business, match.law.edition)
    answers, marks = answers_of(session, business.id), marks_of(session, business.id)
    portfolio = cost_of_list(session, match, business.id, without)
    costs = {cost.requirement: cost_text(cost) for cost in portfolio.duties}
    edition = match.law.edition
    main = match.places[0]
    receipt = make_receipt(edition.sha256, on, main.known.facts, sorted(main.match.verdicts.items()))
    return Dossier(
        name=business.name,
        on=on,
        edition=str(edition.number) if edition.number else edition.sha256[:12],
        receipt=receipt.sha256,
        counts=personal.counts,
        readiness=readiness_of(match, answers, without),
        entries=tuple(
            _entry(personal, item, costs, answers.get(item.id), marks.get(item.id))
            for item in personal.items
            if item.id not in without
        ),
        unclear=tuple((one.requirement.title, one.question) for one in personal.unclear),
        answers=tuple(_answers(personal)),
        yearly=band_text(portfolio.yearly_rub),
        yearly_hours=hours_text(portfolio.yearly_hours),
        one_off=band_text(portfolio.one_off_rub),
        not_assessed=portfolio.not_assessed,
        per_case=sum(1 for cost in portfolio.duties if cost.flag.value == "per_case"),
        wage=portfolio.wage.source,
        everything=choices_of(business).everything,
    )


def _entry(personal: PersonalList, item: Item, costs: dict[str, Text], answer: object, mark: object) -> Entry:
    requirement = item.requirement
    explained = explain_item(personal.match, requirement)
    code = str(getattr(answer, "value", "") or "")
    authority = personal.match.law.edition.authorities.get(requirement.authority or "")
    because = tuple(
        Text(f"{why.question.ru} {why.answer.ru}", f"{why.question.en} {why.answer.en}")
        for why in explained.main.because
    )
    return Entry(
        id=item.id,
        title=requirement.title,
        topic=TOPICS.get(requirement.domain, Text(requirement.domain, requirement.domain)),
        when=item.when,
        plain=requirement.plain,
        steps=requirement.steps,
        because=because,
        source=source_text(requirement),
        read=read_text(requirement),
        authority=authority.name if authority else None,
        sanctions=tuple(_sanction(one) for one in explained.sanctions if one.own),
        cost=costs.get(item.id, Text("не оценено", "not assessed")),
        answer=ANSWERS.get(code, NOT_ANSWERED),
        answer_code=code,
        note=str(getattr(answer, "note", "") or ""),
        places=item.places,
        clarity=getattr(mark, "clarity", None),
        feasibility=getattr(mark, "feasibility", None),
        first=item.priority.reason,
        done=item.done,
    )


def source_text(requirement: Requirement) -> str:
    """Return the act and the provision, as lawyers cite them; Russian in both languages."""
    act = requirement.act
    return f"{act.type} от {act.date:%d.%m.%Y} № {act.number}, {requirement.provision}"


def read_text(requirement: Requirement) -> Text:
    """Return where the duty was read, or that it is to be compared with the act."""
    if requirement.read_in:
        return Text(f"прочитано: {requirement.read_in}", f"read in: {requirement.read_in}")
    return Text("сверьте с актом", "compare with the act")


def _sanction(one: SanctionRange) -> Text:
    who = SUBJECTS.get(one.subject, Text(one.subject, one.subject))
    low, high = formats.number(one.low, "en", 0), formats.number(one.high, "en", 0)
    ru = f"{who.ru}: {formats.number(one.low, 'ru', 0)}–{formats.money(one.high, 'ru')} ({one.article})"
    return Text(ru, f"{who.en}: ₽{low}–{high} ({one.article})")


def _answers(personal: PersonalList) -> list[tuple[str, Text, Text]]:
    """Every known fact by place; what belongs to the business stands under the first place only."""
    vocabulary = personal.match.law.vocabulary
    rows = []
    for number, place in enumerate(personal.match.places):
        for code, fact in vocabulary.facts.items():
            if code in place.known.facts and (fact.of_place or number == 0):
                rows.append(
                    (place.place.name, question_of(fact), value_text(fact, place.known.facts[code], vocabulary))
                )
    return rows
