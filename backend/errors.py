"""Refusals: what happened, why, and what to do, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from rules.faults import Fault
from rules.text import Text


class PlatformError(Exception):
    """A refusal that is shown to a person or a program."""

    status_code = 500
    code = "error"

    def __init__(
        self, message: Text, remedy: Text, *, field: str | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(message.en)
        self.message, self.remedy, self.field, self.retry_after = message, remedy, field, retry_after

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every single fault behind the refusal."""
        return (Fault(self.code, self.field, self.message, self.remedy),)


class Invalid(PlatformError):
    """The input is wrong; nothing was changed."""

    status_code = 422
    code = "invalid"

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(first.message, first.remedy, field=first.field)
        self._faults = tuple(faults)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every single fault behind the refusal."""
        return self._faults


class BadRequest(PlatformError):
    """The request itself cannot be read: a parameter, a cursor, a header."""

    status_code = 400
    code = "bad_request"


class TooLarge(PlatformError):
    """More data than the address takes."""

    status_code = 413
    code = "too_large"


class WrongMedia(PlatformError):
    """The body is of another kind than the address takes."""

    status_code = 415
    code = "wrong_media"


class SignInNeeded(PlatformError):
    """The page or call is for people who have signed in."""

    status_code = 401
    code = "sign_in_needed"

    def __init__(self) -> None:
        super().__init__(
            Text("Сначала войдите.", "Sign in first."),
            Text("Войдите и откройте адрес ещё раз.", "Sign in and open the address again."),
        )


class TokenRefused(PlatformError):
    """A machine client's token that is good no more, for whatever reason: all are told in the same words."""

    status_code = 401
    code = "invalid_token"

    def __init__(self) -> None:
        super().__init__(
            Text("Токен не действует.", "The token is not valid."),
            Text(
                "Возьмите новый: POST /api/v1/oauth/token. Если не дают, спросите владельца подключения.",
                "Take a new one: POST /api/v1/oauth/token. If none is given, ask the owner of the client.",
            ),
        )


class SecondFactorNeeded(PlatformError):
    """The person's role needs a second factor, and they have not set one up."""

    status_code = 403
    code = "second_factor_needed"

    def __init__(self) -> None:
        super().__init__(
            Text("Для вашей роли нужен код из приложения.", "Your role needs a code from an app."),
            Text("Подключите приложение: /account/second-factor.", "Set the app up: /account/second-factor."),
        )


class NotFound(PlatformError):
    """No such thing, or not yours: the two are told apart to nobody."""

    status_code = 404
    code = "not_found"

    def __init__(self) -> None:
        super().__init__(
            Text("Страницы нет, или она не ваша.", "No such page, or not yours."),
            Text("Найдите поиском.", "Search for it."),
        )


class Conflict(PlatformError):
    """The thing is in a state where this cannot be done."""

    status_code = 409
    code = "conflict"


class Changed(PlatformError):
    """Somebody changed the thing meanwhile (If-Match does not match)."""

    status_code = 412
    code = "changed"

    def __init__(self) -> None:
        super().__init__(
            Text("Карточку изменили, пока вы писали.", "The card changed while you were writing."),
            Text("Сравните и сохраните ещё раз.", "Compare and save again."),
        )


class Refused(PlatformError):
    """The request itself is not trusted (forged form, foreign site)."""

    status_code = 403
    code = "refused"


def _go_on_in(seconds: int) -> Text:
    minutes = -(-seconds // 60)
    if seconds > 90:
        return Text(f"Продолжите через {minutes}\u00a0мин.", f"Go on in {minutes}\u00a0min.")
    return Text(f"Продолжите через {seconds}\u00a0с.", f"Go on in {seconds}\u00a0s.")


class TooMany(PlatformError):
    """Too many requests in a short time."""

    status_code = 429
    code = "too_many"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            Text("Слишком много запросов.", "Too many requests."),
            _go_on_in(seconds),
            retry_after=seconds,
        )


class Busy(PlatformError):
    """The server cannot take the request now."""

    status_code = 503
    code = "busy"

    def __init__(self) -> None:
        super().__init__(
            Text("Сейчас слишком много записей сразу.", "Too many writes at once right now."),
            Text("Повторите через несколько секунд.", "Try again in a few seconds."),
            retry_after=5,
        )
