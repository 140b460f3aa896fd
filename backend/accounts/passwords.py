"""Passwords as Argon2id hashes, at most two at a time: a flood of sign-ins must not stop the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from backend.errors import Busy
from rules.faults import Fault
from rules.text import Text

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
AT_ONCE = BoundedSemaphore(2)
PATIENCE_SECONDS = 5.0
SHORTEST, LONGEST = 10, 128
# What everybody tries first: rows of a keyboard, the alphabet, digits, and these.
ROWS = (
    "01234567890123456789",
    "98765432109876543210",
    "qwertyuiopasdfghjklzxcvbnm",
    "йцукенгшщзхъфывапролджэячсмитьбю",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb",
)
COMMON = (
    "password",
    "passw0rd",
    "пароль",
    "qwerty",
    "йцукен",
    "administrator",
    "letmein",
    "iloveyou",
    "welcome",
    "yasno",
)


def hash_password(password: str) -> str:
    """Return the hash that is kept. It takes about 30 ms: call it before the database is written to.

    Raises:
        Busy: too many others are waiting.
    """
    with _turn():
        return HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password fits; as slow without an account as with one, so addresses cannot be guessed.

    Raises:
        Busy: too many others are waiting.
    """
    nobody = _nobody()
    try:
        with _turn():
            HASHER.verify(kept or nobody, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def password_fault(password: str, about: tuple[str, ...] = (), field: str = "password") -> Fault | None:
    """Return what is wrong with a new password, or None; `about`: name and address, which anybody would try."""
    digits = len(password)
    if digits < SHORTEST:
        message = Text(
            f"Знаков в пароле: {digits}, нужно от {SHORTEST}.", f"{digits} characters; {SHORTEST} are needed."
        )
        return Fault("password_short", field, message, Text("Добавьте ещё, например слово.", "Add some, say a word."))
    if digits > LONGEST:
        message = Text(f"Знаков в пароле: {digits}, предел {LONGEST}.", f"{digits} characters; the limit is {LONGEST}.")
        return Fault("password_long", field, message, Text("Сократите его.", "Shorten it."))
    if _guessable(password.casefold(), about):
        message = Text("Такой пароль подберут сразу.", "This password is guessed at once.")
        remedy = Text(
            "Возьмите три-четыре слова, не связанные с вами.", "Take three or four words that are not about you."
        )
        return Fault("password_common", field, message, remedy)
    return None


def _guessable(password: str, about: tuple[str, ...]) -> bool:
    """A few different characters, a row of keys, or a well-known word with little added."""
    if len(set(password)) < 5 or any(password in row + row for row in ROWS):
        return True
    known = [*COMMON, *(part.casefold() for part in about if len(part) > 3)]
    return any(word in password and len(password) - len(word) < 5 for word in known)


@contextmanager
def _turn() -> Iterator[None]:
    if not AT_ONCE.acquire(timeout=PATIENCE_SECONDS):
        raise Busy
    try:
        yield
    finally:
        AT_ONCE.release()


@cache
def _nobody() -> str:
    return HASHER.hash("nobody has this password")
