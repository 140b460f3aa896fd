"""The second factor: codes of an app (RFC 6238), each taken once, and recovery codes for a day without the phone.

The app's secret is stored nowhere: it is HMAC-SHA256 of a random salt under the server's own secret, which is not in
the database and not in a backup. Whoever copies the database cannot make codes.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

import pyotp
import sqlalchemy as sa
from sqlalchemy import CursorResult
from sqlmodel import Session, col, select

from backend.accounts.models import Person, PersonSession, RecoveryCode, RoleGrant, SecondFactor
from backend.accounts.office_keys import end_office_keys
from backend.accounts.sessions import end_sessions
from backend.accounts.tokens import hash_of
from backend.audit.service import record
from backend.errors import Conflict, Invalid, NotFound
from backend.notifications.service import notify, write_to
from backend.permissions import SECOND_FACTOR, Actor
from rules.faults import Fault
from rules.text import Text

ISSUER = "Yasno"
STEP_SECONDS = 30
AROUND = (-1, 0, 1)  # clocks of phones are seldom off by more
OFFER_LASTS = timedelta(minutes=15)
RECOVERY_CODES = 10
GROUPS, GROUP = 6, 4  # 24 signs of five bits: 120 bits, so a plain hash is enough
PAGE = "/account/second-factor"
WRONG_CODE = Fault(
    "wrong_code",
    "code",
    Text("Код не подходит, или его уже вводили.", "The code does not fit, or was used before."),
    Text("Дождитесь следующего кода и сверьте время на телефоне.", "Wait for the next code; check the phone's clock."),
)


def seed_of(secret: str, factor: SecondFactor) -> str:
    """Return the secret that the app is given, in base32."""
    derived = hmac.new(secret.encode(), b"second factor\n" + factor.secret_salt.encode(), "sha256").digest()
    return base64.b32encode(derived[:20]).decode()


def address_of_app(secret: str, factor: SecondFactor, person: Person) -> str:
    """Return the otpauth address that apps read from the square code."""
    return pyotp.TOTP(seed_of(secret, factor)).provisioning_uri(name=person.email, issuer_name=ISSUER)


def find_factor(session: Session, person_id: str) -> SecondFactor | None:
    """Return the app a person's codes come from, or None while there is none."""
    theirs = (SecondFactor.person_id == person_id, col(SecondFactor.confirmed_at).is_not(None))
    return session.exec(select(SecondFactor).where(*theirs)).first()


def find_offered(session: Session, person_id: str, now: datetime) -> SecondFactor:
    """Return the app a person is setting up.

    Raises:
        NotFound: none, or begun too long ago.
    """
    theirs = (SecondFactor.person_id == person_id, col(SecondFactor.confirmed_at).is_(None))
    factor = session.exec(select(SecondFactor).where(*theirs)).first()
    if factor is None or now - factor.offered_at > OFFER_LASTS:
        raise NotFound
    return factor


def is_required(session: Session, person_id: str) -> bool:
    """Whether one of the person's roles needs a second factor."""
    roles = session.exec(select(RoleGrant.role).where(RoleGrant.person_id == person_id)).all()
    return bool(SECOND_FACTOR & set(roles))


def count_recovery_codes(session: Session, person_id: str) -> int:
    """Return how many recovery codes are left."""
    theirs = (RecoveryCode.person_id == person_id, col(RecoveryCode.used_at).is_(None))
    return len(session.exec(select(RecoveryCode.id).where(*theirs)).all())


def offer(session: Session, person_id: str, now: datetime) -> SecondFactor:
    """Begin setting an app up; the one in use stays until the new one has shown a code."""
    waiting = (col(SecondFactor.person_id) == person_id, col(SecondFactor.confirmed_at).is_(None))
    session.execute(sa.delete(SecondFactor).where(*waiting))
    factor = SecondFactor(person_id=person_id, secret_salt=secrets.token_urlsafe(32), offered_at=now)
    session.add(factor)
    session.flush()
    return factor


def confirm(session: Session, secret: str, person: Person, code: str, now: datetime, keep: str | None) -> list[str]:
    """Take the offered app into use; return the recovery codes, once. Every session but `keep` ends.

    Raises:
        NotFound: nothing is being set up.
        Invalid: not a code of this app.
    """
    factor = find_offered(session, person.id, now)
    _take_app_code(session, secret, factor, code, now)
    others = (col(SecondFactor.person_id) == person.id, col(SecondFactor.id) != factor.id)
    session.execute(sa.delete(SecondFactor).where(*others))
    factor.confirmed_at = now
    session.add(factor)
    end_sessions(session, person.id, now, but=keep)
    kept = (col(PersonSession.person_id) == person.id, col(PersonSession.id) == keep)
    session.execute(sa.update(PersonSession).where(*kept).values(second_factor_at=now))
    record(session, Actor(person_id=person.id), "second_factor.on", "person", person.id, None, now)
    _tell(session, person, "accounts.second_factor_on", {}, now)
    return _fresh_codes(session, person.id, now)


def take(session: Session, secret: str, person: Person, code: str, now: datetime) -> int | None:
    """Take a code at sign-in, of the app or for recovery; after the latter return how many are left.

    Raises:
        Invalid: it fits neither, or was taken before.
    """
    typed = "".join(code.split()).replace("-", "").lower()
    factor = find_factor(session, person.id)
    if factor is None:
        raise Invalid([WRONG_CODE])
    if len(typed) == GROUPS * GROUP:
        return _take_recovery_code(session, person, typed, now)
    _take_app_code(session, secret, factor, typed, now)
    return None


def new_recovery_codes(session: Session, person: Person, now: datetime) -> list[str]:
    """Return new recovery codes, once; the former ones are good no more.

    Raises:
        NotFound: the person has no second factor.
    """
    if find_factor(session, person.id) is None:
        raise NotFound
    record(session, Actor(person_id=person.id), "second_factor.new_codes", "person", person.id, None, now)
    _tell(session, person, "accounts.recovery_codes", {}, now)
    return _fresh_codes(session, person.id, now)


def switch_off(session: Session, person: Person, now: datetime) -> None:
    """Sign in by the password alone from now on.

    Raises:
        Conflict: the person's role needs the second factor.
    """
    if is_required(session, person.id):
        raise Conflict(
            Text("Для вашей роли код обязателен.", "Your role needs the code."),
            Text("Телефон сменился: замените приложение.", "A new phone: change the app."),
        )
    _forget(session, person.id)
    end_office_keys(session, person.id, now)
    record(session, Actor(person_id=person.id), "second_factor.off", "person", person.id, None, now)
    _tell(session, person, "accounts.second_factor_off", {}, now)


def reset(session: Session, actor: Actor | None, person: Person, now: datetime) -> None:
    """Take a lost app away, by an admin or the terminal: sessions end, the password alone leads to a new set-up.

    Raises:
        Conflict: an admin's own, or there is none.
    """
    if actor is not None and actor.person_id == person.id:
        raise Conflict(
            Text("Своё приложение так не сбрасывают.", "Nobody resets their own app."),
            Text("Замените его в «Моих данных».", "Change it under “My details”."),
        )
    if find_factor(session, person.id) is None:
        raise Conflict(
            Text("Приложения с кодами у человека нет.", "The person has no app with codes."),
            Text("Сбрасывать нечего.", "There is nothing to reset."),
        )
    _forget(session, person.id)
    end_sessions(session, person.id, now)
    end_office_keys(session, person.id, now)
    record(session, actor, "second_factor.reset", "person", person.id, None, now)
    _tell(session, person, "accounts.second_factor_reset", {}, now)


def _take_app_code(session: Session, secret: str, factor: SecondFactor, code: str, now: datetime) -> None:
    app, present = pyotp.TOTP(seed_of(secret, factor)), int(now.timestamp()) // STEP_SECONDS
    typed = "".join(code.split()).encode()
    fitting = [present + by for by in AROUND if hmac.compare_digest(app.generate_otp(present + by).encode(), typed)]
    step = next((one for one in fitting if one > factor.last_step), None)
    if step is None:
        raise Invalid([WRONG_CODE])
    # Of two who send the same code at the same moment one is refused.
    unused = (col(SecondFactor.id) == factor.id, col(SecondFactor.last_step) < step)
    if _changed(session, sa.update(SecondFactor).where(*unused).values(last_step=step)) != 1:
        raise Invalid([WRONG_CODE])
    session.refresh(factor)


def _take_recovery_code(session: Session, person: Person, typed: str, now: datetime) -> int:
    theirs = (col(RecoveryCode.person_id) == person.id, col(RecoveryCode.code_hash) == hash_of(typed))
    unused = col(RecoveryCode.used_at).is_(None)
    if _changed(session, sa.update(RecoveryCode).where(*theirs, unused).values(used_at=now)) != 1:
        raise Invalid([WRONG_CODE])
    left = count_recovery_codes(session, person.id)
    record(session, Actor(person_id=person.id), "second_factor.recovery", "person", person.id, None, now)
    _tell(session, person, "accounts.recovery_code", {"left": left}, now)
    return left


def _changed(session: Session, statement: Any) -> int:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def _fresh_codes(session: Session, person_id: str, now: datetime) -> list[str]:
    session.execute(sa.delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
    codes = [_random_code() for _ in range(RECOVERY_CODES)]
    hashes = [hash_of(code.replace("-", "")) for code in codes]
    session.add_all([RecoveryCode(person_id=person_id, code_hash=one, created_at=now) for one in hashes])
    session.flush()
    return codes


def _random_code() -> str:
    signs = base64.b32encode(secrets.token_bytes(GROUPS * GROUP * 5 // 8)).decode().lower()
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def _forget(session: Session, person_id: str) -> None:
    for table in (SecondFactor, RecoveryCode):
        session.execute(sa.delete(table).where(col(table.person_id) == person_id))


def _tell(session: Session, person: Person, kind: str, params: Mapping[str, Any], now: datetime) -> None:
    """A notice, and a letter also to those who want no letters: it may be somebody else who did this."""
    notify(session, [person.id], kind, params, PAGE, now)
    if not person.mail_notices:
        write_to(session, person.email, person.language, kind, params, PAGE, now)
