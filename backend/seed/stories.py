"""What demo businesses have done with their lists: how much depends on their story, never on chance."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments.answers import record_answer, record_note
from backend.assessments.flags import keep_flag
from backend.assessments.marks import record_mark
from backend.assessments.models import AnswerValue, FlagKind
from backend.assessments.planning import plan
from backend.assessments.schemas import FlagInput, MarkInput, PlanInput
from backend.clock import MOSCOW
from backend.costs.schemas import OwnNumbersInput, WageInput
from backend.costs.service import record_numbers, record_wage
from backend.profiles.queries import load_profile
from backend.requirements.listing import PersonalList, personal_list
from rules.requirements import Requirement

# The share of the list that was answered, and how many marks and own numbers were left.
SHARES = {"thorough": (90, 30, 8), "half": (45, 12, 3), "little": (10, 3, 0)}
VALUES = (AnswerValue.YES,) * 6 + (AnswerValue.PARTLY,) * 2 + (AnswerValue.NO,) * 2
CLARITY = (5, 4, 4, 3, 3, 3, 2, 2, 1, 4)
FEASIBILITY = (4, 4, 3, 5, 3, 2, 4, 3, 2, 5)
NOTES = ("Папка в кабинете директора", "Договор до декабря", "Спросить у бухгалтера", "Сделали весной")
# What businesses say of the pair they flag.
SAID = {
    FlagKind.DUPLICATE: (
        "Одно и то же отдаём двум органам в разной форме.",
        "Хватило бы одной бумаги, а держим две: вдруг спросят именно вторую.",
        "Пишем в двух местах одно и то же. Можно оставить что-то одно?",
        "Непонятно, закрываем ли мы второе требование, когда выполнили первое.",
        "На проверке показали документы, через месяц другой орган попросил то же самое.",
        "Похоже, норму просто переписали в другой акт. Какая из них главная?",
        "Инспектор сам сказал, что это об одном, но штрафы разные.",
        "Каждый раз тратим два часа на повтор того, что уже сделали.",
    ),
    FlagKind.CONTRADICTION: (
        "По одному акту у нас всё в порядке, по другому нарушение. Чему верить?",
        "Выполнили первое, и нам сказали, что этого мало по второму.",
        "Два акта отвечают на один вопрос по-разному. Как не попасть на штраф?",
    ),
}
WHO = ("Анна", "Бухгалтер", "Администратор зала", "Директор")


def tell(session: Session, business: Business, story: str, number: int, now: datetime) -> None:
    """Let a business answer, mark, plan, count and flag, as its story goes."""
    today = now.astimezone(MOSCOW).date()
    personal = personal_list(session, load_profile(session, business), today)
    answered, marks, numbers = SHARES[story]
    entries = [item.requirement for item in personal.items]
    for place, entry in enumerate(entries):
        if _chance(business.name, entry.id) < answered:
            _answer(session, business, entry, place, now)
    for entry in entries[:: max(1, len(entries) // marks)][:marks] if marks else []:
        _mark(session, business, entry, now)
    _count(session, business, entries, numbers, number, now)
    if story != "little":
        _flag(session, business, personal, number, now)


def _chance(*parts: str) -> int:
    """Return a number below 100 that belongs to these words: the demo world is the same everywhere."""
    return int(hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8], 16) % 100


def _answer(session: Session, business: Business, entry: Requirement, place: int, now: datetime) -> None:
    chance = _chance(business.name, entry.id, "value")
    value = VALUES[chance % len(VALUES)]
    when = now - timedelta(days=chance, minutes=place)
    record_answer(session, business.id, entry, value, when)
    if chance < 8:
        record_note(session, business.id, entry, NOTES[chance % len(NOTES)], when)
    if value is not AnswerValue.YES and chance % 3 == 0:
        due = (now + timedelta(days=7 + chance)).date()
        plan(session, business.id, entry.id, PlanInput(who=WHO[chance % len(WHO)], due_on=due), when)


def _mark(session: Session, business: Business, entry: Requirement, now: datetime) -> None:
    chance = _chance(business.name, entry.id, "mark")
    clarity, feasibility = CLARITY[chance % 10], FEASIBILITY[chance // 10 % 10]
    given = MarkInput(
        clarity=clarity,
        feasibility=feasibility,
        clarity_tags=("references",) if clarity <= 2 else (),
        feasibility_tags=("expensive",) if feasibility <= 2 else (),
        fragments=(0,) if clarity <= 2 else (),
        retelling_helped=chance % 4 != 0,
    )
    record_mark(session, business.id, entry, given, now - timedelta(days=chance // 2))


def _count(
    session: Session, business: Business, entries: list[Requirement], numbers: int, number: int, now: datetime
) -> None:
    """Own wage and own numbers of the first duties that take time."""
    if not numbers:
        return
    record_wage(session, business.id, WageInput(monthly=Decimal(55000 + 2500 * (number % 14))), now)
    timed = [entry for entry in entries if entry.effort and entry.effort.hours_per_time]
    for entry in timed[:numbers]:
        chance = _chance(business.name, entry.id, "hours")
        hours = Decimal(25 + chance) / 50
        times = str(1 + chance % 12)
        record_numbers(session, business.id, entry.id, OwnNumbersInput(hours_per_time=hours, times_per_year=times), now)


def _flag(session: Session, business: Business, personal: PersonalList, number: int, now: datetime) -> None:
    """Flag the first pair that the registry itself knows as a duplicate or a contradiction."""
    for item in personal.items:
        for overlap in item.requirement.overlaps:
            if overlap.kind in (FlagKind.DUPLICATE.value, FlagKind.CONTRADICTION.value):
                kind = FlagKind(overlap.kind)
                given = FlagInput(kind=kind, other=overlap.with_, text=SAID[kind][number % len(SAID[kind])])
                keep_flag(session, business.id, item.requirement, given, now - timedelta(days=9), join=False)
                return
