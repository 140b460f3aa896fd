"""The case of the ombudsman as a case: who sees it, what its steps ask for. One table serves pages and API alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.day_order import After
from backend.control.cases.faults import fault
from backend.control.cases.files import READERS
from backend.control.cases.kinds import CaseKind, Standing, register
from backend.control.models import EventFile
from backend.control.models.room import Side
from backend.errors import Invalid, PlatformError
from backend.ombudsman.about import title_of
from backend.ombudsman.checks import GUARDS
from backend.ombudsman.consents import day_of, drafted
from backend.ombudsman.facts import facts_of
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.rights import NAME, is_own_copy, side_of
from backend.permissions import Actor
from rules.control.grounds import appeal_grounds
from rules.procedures import procedures
from rules.procedures.ombudsman_case import WITH_CONSENT
from rules.text import Text

PAGES = {Side.AUTHORITY: "/desk/ombudsman-requests/", Side.OMBUDSMAN: "/desk/ombudsman/cases/"}
EFFECT = Ask(
    "effect",
    AskKind.LONG,
    Text("Чего добились для бизнеса", "What the business got"),
    Text("Своими словами, без имён и цифр клиента: это остаётся у вас", "In your words, no names: you keep it"),
)
KEPT = Text(
    "Согласие клиента закончится: в доклад пойдёт то, что выберете здесь",
    "The client's consent ends: the report counts what you choose here",
)
CLOSING = ("close_resolved", "close_partly", "close_unresolved")
REASON = Ask("reason", AskKind.LONG, Text("Причина", "Reason"))


def _filed_as(session: Session, row: OmbudsmanCase) -> tuple[Ask, ...]:
    """How the case is filed for the search of similar ones and the yearly report."""
    grounds = tuple((code, one.title) for code, one in appeal_grounds().items())
    return (
        Ask("ground", AskKind.CHOICE, Text("О чём дело", "What the case is about"), choices=grounds, optional=True),
        Ask(
            "requirement",
            AskKind.TEXT,
            Text("Код требования, если дело о нём", "Code of the requirement, if the case is about one"),
            optional=True,
            most=120,
        ),
    )


def _to_close(session: Session, row: OmbudsmanCase) -> tuple[Ask, ...]:
    """What the business got, and how the case is counted: with it the consent ends, and what the client showed."""
    ground, requirement = _filed_as(session, row)
    return EFFECT, replace(ground, hint=KEPT), requirement


def _filled(session: Session, row: OmbudsmanCase, action: str) -> dict[str, Any]:
    """A closing shows how the case is filed; nothing of the client's material is filled in."""
    return {"ground": row.ground, "requirement": row.requirement or ""} if action in CLOSING else {}


def _close(session: Session, row: OmbudsmanCase, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """What is left out at the closing stays as the case was filed before."""
    row.effect = typed["effect"]
    row.ground, row.requirement = typed["ground"] or row.ground, typed["requirement"] or row.requirement


def _see_that_it_can_last(
    session: Session, row: OmbudsmanCase, typed: dict[str, Any], actor: Actor, now: datetime
) -> None:
    """A consent whose last day passed while it was a draft gives nothing.

    Raises:
        Invalid: its last day is over.
    """
    one = drafted(session, row.id)
    if one is not None and one.until is not None and one.until < day_of(now):
        raise Invalid([fault("past", "until", "Этот день уже прошёл.", "That day is over.", LATER)])


def _why_closed(session: Session, row: OmbudsmanCase, action: str) -> tuple[Text, Text] | None:
    """Say what a step lacks that is of this state: a consent to it, an event with interaction, an appeal."""
    here = [step for step in procedures()[NAME].steps_from(row.state) if step.action == action]
    for name in (guard for step in here for guard in step.guards):
        try:
            GUARDS[name](session, row, None)
        except PlatformError as refusal:
            return refusal.message, refusal.remedy
    return None


LATER = Text("Откройте «Что показать» и назовите другой.", "Open “What to show” and name another.")
ASKS: dict[str, Any] = {
    "accept": _filed_as,
    "decline": (REASON,),
    "forward": (Ask("forwarded_to", AskKind.TEXT, Text("Кому передаёте", "To whom")), REASON),
    "ask_authority": (
        Ask("question", AskKind.LONG, Text("Что спросить у органа", "What to ask the authority")),
        Ask("asked_on", AskKind.DATE, Text("Дата запроса", "Date of the request")),
    ),
    "take_answer": (Ask("answer", AskKind.LONG, Text("Ответ органа", "The authority's answer"), most=8000),),
    "issue_position": (
        Ask(
            "position",
            AskKind.LONG,
            Text("Позиция", "The position"),
            Text("Клиент приложит её к жалобе, орган на неё ответит: ст. 41 ч. 4", "It goes with the appeal: 41(4)"),
            most=20000,
        ),
    ),
    "record_answer": (
        Ask("answer_to_position", AskKind.LONG, Text("Что ответил орган", "What the body answered"), most=8000),
    ),
    **dict.fromkeys(CLOSING, _to_close),
}
HIDDEN = frozenset({"mark_triage_late", "mark_request_late", "mark_position_late"})

# What the authority reads of the course: that it was asked, that it answered.
OF_AUTHORITY = frozenset({"ask_authority", "take_answer", "mark_request_late", "tell_authority"})


def _hidden_steps(side: Side) -> frozenset[str]:
    actions = frozenset(step.action for step in procedures()[NAME].steps)
    return actions - OF_AUTHORITY if side is Side.AUTHORITY else frozenset()


def may_read(file: EventFile, side: Side) -> bool:
    """Whether a side reads a file that came with a step; the client's own the ombudsman reads where it is noted."""
    asked = file.side is Side.OMBUDSMAN and file.part == "ask_authority"
    readable = {
        Side.BUSINESS: True,
        Side.OMBUDSMAN: file.side in (Side.OMBUDSMAN, Side.AUTHORITY),
        Side.AUTHORITY: file.side is Side.AUTHORITY or asked,
    }
    return readable.get(side, False)


def address(row: OmbudsmanCase, side: Side) -> str:
    """Return the page of a case for a side; of one that is over an ombudsman opens what they wrote themselves."""
    if side is Side.OMBUDSMAN and row.state not in WITH_CONSENT:
        return f"/desk/ombudsman/kept/{row.id}" if row.ombudsman_id else "/desk/ombudsman/cases"
    return f"{PAGES.get(side, '/ombudsman/')}{row.id}"


READERS[NAME] = may_read
KIND = register(
    CaseKind(
        procedure=NAME,
        model=OmbudsmanCase,
        side=side_of,
        address=address,
        region=lambda row: row.region,
        own_copy=is_own_copy,
        asks=ASKS,
        compose=dict.fromkeys(("submit", "renew_consent"), _see_that_it_can_last) | dict.fromkeys(CLOSING, _close),
        filled=_filled,
        order=(After("asked_on", "received_on", Text("Это раньше обращения.", "This is before the request.")),),
        hidden=HIDDEN,
        why_closed=_why_closed,
        standing=Standing(
            title=lambda session, row: title_of(row),
            back=lambda side: {Side.AUTHORITY: "/desk/ombudsman-requests", Side.OMBUDSMAN: "/desk/ombudsman/cases"}.get(
                side, "/ombudsman"
            ),
            facts=facts_of,
            hidden_steps=_hidden_steps,
        ),
    )
)
