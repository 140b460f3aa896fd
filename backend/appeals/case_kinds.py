"""The appeal as a case: who sees it, what its steps ask for. One table serves pages and API alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.appeals.asking import ASKED, GIVEN, keep_words
from backend.appeals.checks import motions_are_decided, timeliness_is_settled
from backend.appeals.deciding import DECIDED, DECISIONS, WORDS, asks_of, decide, filled, refuse
from backend.appeals.facts import facts_of
from backend.appeals.filing import NAME
from backend.appeals.models import Appeal
from backend.appeals.naming import REFUSALS, title_of
from backend.appeals.readiness import readiness_of
from backend.appeals.rights import side_of
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.day_order import After
from backend.control.cases.faults import fault
from backend.control.cases.kinds import CaseKind, Standing, register
from backend.control.models.room import Side
from backend.errors import Conflict, Invalid
from backend.permissions import Actor
from calculators.appeal import DoorCode
from calculators.calendar import zone_of
from calculators.event_check import Result
from rules.procedures.appeal_states import HEARD
from rules.text import Text

MOST_MATERIAL = 8000
AS_FILE = Text("Приложите его файлом.", "Attach it as a file.")
BEFORE_REGISTERED = Text("Это раньше регистрации жалобы.", "This is before the appeal was registered.")
BEFORE_DECIDED = Text("Это раньше решения.", "This is before the decision.")
ORDER = (
    *(After(name, "registered_on", BEFORE_REGISTERED) for name in ("stay_decided_on", "papers_asked_on")),
    After("stay_told_on", "stay_decided_on", BEFORE_DECIDED),
    After("information_on", "papers_asked_on", Text("Это раньше запроса.", "This is before the request.")),
    After("decided_on", "registered_on", BEFORE_REGISTERED),
    After("published_on", "decided_on", BEFORE_DECIDED),
)
STAY_DAY = Ask("stay_decided_on", AskKind.DATE, Text("Дата решения", "Date of the decision"))


def why_closed(session: Session, row: Appeal, action: str) -> tuple[Text, Text] | None:
    """Say why an appeal cannot be recorded as filed yet: another way is right, or items of 41(1) are missing."""
    if action in DECISIONS and row.state in HEARD:
        return _why_undecided(session, row)
    if action != "submit" or row.state != "DRAFT":
        return None
    state = readiness_of(session, row)
    if not state.way.here and state.way.code is not DoorCode.UNKNOWN:
        return state.way.title, state.way.what_to_do
    names = [one.title for one in state.items if one.result is not Result.CLEAN]
    ru, en = "; ".join(name.ru for name in names), "; ".join(name.en for name in names)
    fill = Text("Заполните это в черновике.", "Fill that in the draft.")
    return (Text(f"В жалобе не хватает: {ru}.", f"The appeal lacks: {en}."), fill) if names else None


def _why_undecided(session: Session, row: Appeal) -> tuple[Text, Text] | None:
    try:
        timeliness_is_settled(session, row, None)
        motions_are_decided(session, row, None)
    except Conflict as refusal:
        return refusal.message, refusal.remedy
    return None


def _add_material(session: Session, row: Appeal, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Add to what was added before: every addition stays to be read (43(4.1)).

    Raises:
        Invalid: there is no room for so much text; it can be attached as a file.
    """
    said = f"{now.astimezone(zone_of(row.region or None)):%d.%m.%Y}: {typed['material']}"
    whole = "\n\n".join(part for part in (row.material, said) if part)
    if len(whole) > MOST_MATERIAL:
        raise Invalid([fault("too_long", "material", "Столько текста не поместится.", "There is no room.", AS_FILE)])
    row.material = whole


def _withdraw(session: Session, row: Appeal, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    # Recorded as what it is to the body: a refusal on ground 3 of 42(1).
    row.knows_no_repeat, row.refusal_ground = bool(typed["knows_no_repeat"]), 3


def _ask_information(session: Session, row: Appeal, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    # The day of an earlier answer says nothing of this question: by it the clock would run on too soon (43(3)).
    row.question, row.papers_asked_on, row.information_on = typed["question"], typed["papers_asked_on"], None
    keep_words(session, row, ASKED, typed["question"], now)


def _give_information(session: Session, row: Appeal, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    row.answer, row.information_on = typed["answer"], typed["information_on"]
    keep_words(session, row, GIVEN, typed["answer"], now)


ASKS: dict[str, Any] = {
    "submit": (
        Ask("filed_at", AskKind.MOMENT, Text("Когда подали на портале", "When it was filed on the portal")),
        Ask(
            "proof_at",
            AskKind.MOMENT,
            Text("Время на подтверждении", "Time on the confirmation"),
            Text("Решает оно, а не наши часы. Приложите снимок.", "It decides, not our clock. Attach a picture."),
            optional=True,
        ),
    ),
    "register": (
        Ask("registered_on", AskKind.DATE, Text("День регистрации", "Day of registration")),
        Ask("registry_number", AskKind.TEXT, Text("Номер жалобы", "Number of the appeal"), most=60),
    ),
    "add_material": (Ask("material", AskKind.LONG, Text("Что добавляете", "What you add"), most=2000),),
    "withdraw": (
        Ask(
            "knows_no_repeat",
            AskKind.YES_NO,
            Text("Понимаю: повторить по тем же доводам нельзя", "I know: it cannot be repeated on the same grounds"),
            Text("248-ФЗ, ст. 40 ч. 8", "248-FZ, art. 40(8)"),
        ),
    ),
    "hold_in_time": (),
    "restore_term": (),
    "deny_term": (Ask("term_reason", AskKind.LONG, Text("Почему", "Why")),),
    "grant_stay": (STAY_DAY,),
    "deny_stay": (STAY_DAY, Ask("stay_reason", AskKind.LONG, Text("Почему", "Why"))),
    "tell_stay": (Ask("stay_told_on", AskKind.DATE, Text("Когда сообщили", "When it was told")),),
    "ask_information": (
        Ask(
            "question",
            AskKind.LONG,
            Text("Что нужно", "What is needed"),
            Text("Не то, что есть у государства: ст. 43 ч. 4", "Nothing the state holds already: art. 43(4)"),
        ),
        Ask("papers_asked_on", AskKind.DATE, Text("Дата запроса", "Date of the request")),
    ),
    "give_information": (
        Ask("answer", AskKind.LONG, Text("Ответ", "Answer")),
        Ask("information_on", AskKind.DATE, Text("Когда отправили", "When it was sent")),
    ),
    "refuse": (
        Ask(
            "refusal_ground",
            AskKind.CHOICE,
            Text("Основание, ст. 42 ч. 1", "Ground, art. 42(1)"),
            choices=tuple((str(n), Text(f"{n}. {name.ru}", f"{n}. {name.en}")) for n, name in REFUSALS.items()),
        ),
        WORDS,
        DECIDED,
    ),
    "supersede": (WORDS, DECIDED),
    "publish": (Ask("published_on", AskKind.DATE, Text("День размещения", "Day it was published")),),
    "answer_ombudsman": (
        Ask("answer_to_position", AskKind.LONG, Text("Ответ на позицию", "Answer to the position"), most=8000),
    ),
    "note_court": (Ask("court_note", AskKind.LONG, Text("Суд, дата, номер дела", "Court, date, number"), most=2000),),
    **{action: asks_of(action) for action in DECISIONS},
}

KIND = register(
    CaseKind(
        procedure=NAME,
        model=Appeal,
        side=side_of,
        address=lambda row, side: f"/desk/appeals/{row.id}" if side is Side.AUTHORITY else f"/appeals/{row.id}",
        region=lambda row: row.region,
        own_copy=lambda session, row: not row.shared,
        asks=ASKS,
        compose={
            **dict.fromkeys(DECISIONS, decide),
            "refuse": refuse,
            "withdraw": _withdraw,
            ASKED: _ask_information,
            GIVEN: _give_information,
            "add_material": _add_material,
        },
        filled=filled,
        order=ORDER,
        why_closed=why_closed,
        hidden=frozenset({"mark_filing_late", "mark_stay_late", "mark_overdue", "mark_publication_late", "go_on"}),
        standing=Standing(
            title=lambda session, row: title_of(row),
            back=lambda side: "/desk/appeals" if side is Side.AUTHORITY else "/appeals",
            facts=lambda session, row, side: facts_of(session, row),
        ),
    )
)
