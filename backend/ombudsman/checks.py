"""Checks and conditions of the table of the ombudsman's cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from backend.appeals.models import Appeal
from backend.errors import Conflict, Invalid
from backend.ombudsman.about import event_of
from backend.ombudsman.consents import drafted, given
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.own_acts import took_part
from backend.permissions import Actor
from backend.procedures.bindings import Guard
from rules.control import event_rules
from rules.faults import Fault
from rules.text import Text

CHOOSE = Text("Откройте «Что показать» и заполните это.", "Open “What to show” and fill it in.")
ASK_CLIENT = Text("Попросите клиента дать его.", "Ask the client for it.")


def consent_lasts(session: Session, row: OmbudsmanCase, actor: Actor | None) -> None:
    """Nothing is done in a case whose consent ended. That its last day is over shows in the rights, by the clock."""
    if given(session, row.id) is None:
        raise Conflict(Text("Согласие закончилось.", "The consent has ended."), ASK_CLIENT)


def consent_is_ready(session: Session, row: OmbudsmanCase, actor: Actor | None) -> None:
    """The consent says what is shown, what for and until when.

    Raises:
        Invalid: every item that lacks.
    """
    one = drafted(session, row.id)
    lacking: list[tuple[str, Text]] = []
    if one is None or not (one.parts or one.files):
        lacking.append(("parts", Text("Не выбрано, что показать.", "What to show is not chosen.")))
    if one is None or not one.purpose:
        lacking.append(("purpose", Text("Не сказано, для чего.", "The purpose is not named.")))
    if one is None or one.until is None:
        lacking.append(("until", Text("Не сказано, до какого дня.", "The last day is not named.")))
    if lacking:
        raise Invalid([Fault("missing", field, message, CHOOSE) for field, message in lacking])


def consent_names_presence(session: Session, row: OmbudsmanCase, actor: Actor | None) -> None:
    """The ombudsman is present only with the client's consent to that (36(6), 29(1)5)."""
    one = given(session, row.id)
    if one is None or not one.presence:
        message = Text(
            "На участие в проверке согласия нет: ст. 29 ч. 1 п. 5.", "No consent to presence at the event: art. 29(1)5."
        )
        raise Conflict(message, ASK_CLIENT)


def consent_lets_ask(session: Session, row: OmbudsmanCase, actor: Actor | None) -> None:
    """A question tells the authority that there is a case: the client has agreed to that."""
    one = given(session, row.id)
    if one is None or not one.may_ask:
        raise Conflict(
            Text("Спрашивать орган клиент не разрешил.", "The client has not let you ask the authority."), ASK_CLIENT
        )


def event_has_interaction(session: Session, row: OmbudsmanCase, actor: Actor | None) -> None:
    """Nobody is present at an event that is held without interaction (36(6), 56(2), 56(3))."""
    event = event_of(session, row)
    kind = event_rules().kinds.get(event.kind) if event else None
    if kind is None or not kind.contact:
        raise Conflict(
            Text("Участвуют в проверках с взаимодействием: ст. 36 ч. 6.", "Only events with interaction: art. 36(6)."),
            Text("Дайте позицию или спросите орган.", "Issue a position or ask the authority."),
        )


def not_the_own_decision(session: Session, row: OmbudsmanCase, actor: Actor | None) -> None:
    """Whoever took part in the act as an official does not judge it as an ombudsman."""
    if actor is not None and actor.person_id in took_part(session, row):
        raise Conflict(
            Text("Вы участвовали в этом решении по должности.", "You took part in that decision by office."),
            Text("Передайте обращение другому уполномоченному.", "Forward the case to another ombudsman."),
        )


def position_is_with_an_appeal(session: Session, row: OmbudsmanCase, actor: Actor | None) -> None:
    """The body answers a position that was attached to an appeal (41(4)); one by itself has nobody to answer it."""
    appeal = session.get(Appeal, row.appeal_id) if row.appeal_id else None
    if appeal is None or appeal.position_id != row.id:
        raise Conflict(
            Text("Позиция не приложена к жалобе.", "The position is not attached to an appeal."),
            Text("Завершите дело с тем, чего добились.", "Close the case with its effect."),
        )


GUARDS: Mapping[str, Guard] = {
    "consent_lasts": consent_lasts,
    "consent_is_ready": consent_is_ready,
    "consent_names_presence": consent_names_presence,
    "consent_lets_ask": consent_lets_ask,
    "event_has_interaction": event_has_interaction,
    "not_the_own_decision": not_the_own_decision,
    "position_is_with_an_appeal": position_is_with_an_appeal,
}
CONDITIONS: Mapping[str, Callable[[Session, Any], bool]] = {
    "was_not_taken_up": lambda session, row: row.accepted_on is None,
    "was_taken_up": lambda session, row: row.accepted_on is not None and not row.position,
    "has_a_position": lambda session, row: row.accepted_on is not None and bool(row.position),
}
