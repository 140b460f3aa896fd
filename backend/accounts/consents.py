"""Consents to the processing of personal data: what for, in which wording, since when (152-ФЗ, ст. 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from backend.accounts.models import Consent, Person
from backend.audit.service import record
from backend.errors import NotFound
from backend.permissions import Actor
from rules.text import Text

ACCOUNT, LETTERS = "account", "letters"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose: what is kept, why, until when. A changed text gets a new wording id and is asked again."""

    code: str
    wording: str
    title: Text
    data: Text
    until: Text


PURPOSES: Mapping[str, Purpose] = {
    ACCOUNT: Purpose(
        ACCOUNT,
        "account-2026-11",
        Text("Аккаунт", "Account"),
        Text(
            "Храним имя, почту и хэш пароля, чтобы вы могли войти и вернуться к своему списку. "
            "Записываем, храним, меняем по вашей просьбе и удаляем, в том числе программой. Никому не передаём.",
            "We keep your name, address and a hash of your password, so that you can sign in and return to your list. "
            "We record, store, change at your request and delete them, also by program. We pass them to nobody.",
        ),
        Text(
            "Пока есть аккаунт. Отозвать: удалите аккаунт, данные сотрём сразу.",
            "While the account exists. To withdraw, delete it: the data are erased at once.",
        ),
    ),
    LETTERS: Purpose(
        LETTERS,
        "letters-2026-11",
        Text("Письма о сроках и изменениях", "Letters about dates and changes"),
        Text(
            "Пишем на вашу почту, когда подходит срок или меняется требование. Рекламы нет.",
            "We write to your address when a date comes near or a requirement changes. No advertising.",
        ),
        Text(
            "Пока не отзовёте. Письма о входе и пароле придут и без этого согласия.",
            "Until you withdraw it. Letters about signing in and passwords come without this consent too.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A purpose and the person's open consent to it, if any."""

    purpose: Purpose
    consent: Consent | None


def list_standing(session: Session, person_id: str) -> list[Standing]:
    """Return every purpose with the person's consent."""
    return [Standing(purpose, _open(session, person_id, code)) for code, purpose in PURPOSES.items()]


def give(session: Session, person: Person, code: str, now: datetime) -> None:
    """Record a consent in its present wording.

    Raises:
        NotFound: no such purpose.
    """
    purpose = PURPOSES.get(code)
    if purpose is None:
        raise NotFound
    if _open(session, person.id, code) is not None:
        return
    consent = Consent(person_id=person.id, purpose=code, wording=purpose.wording, given_at=now)
    session.add(consent)
    _apply(session, person, code, given=True, now=now)


def withdraw(session: Session, person: Person, code: str, now: datetime) -> None:
    """Withdraw a consent; that to the account is withdrawn by erasing it.

    Raises:
        NotFound: no such purpose, or it ends with the account only.
    """
    if code not in PURPOSES or code == ACCOUNT:
        raise NotFound
    consent = _open(session, person.id, code)
    if consent is None:
        return
    consent.withdrawn_at = now
    session.add(consent)
    _apply(session, person, code, given=False, now=now)


def _apply(session: Session, person: Person, code: str, *, given: bool, now: datetime) -> None:
    if code == LETTERS:
        person.mail_notices = given
        session.add(person)
    session.flush()
    action = "consent.give" if given else "consent.withdraw"
    record(session, Actor(person_id=person.id), action, "person", person.id, {"purpose": code}, now)


def _open(session: Session, person_id: str, code: str) -> Consent | None:
    theirs = (Consent.person_id == person_id, Consent.purpose == code, col(Consent.withdrawn_at).is_(None))
    return session.exec(select(Consent).where(*theirs)).first()
