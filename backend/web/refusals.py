"""How refusals look: problem+json for programs, a page with a remedy for people."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from backend.errors import (
    Busy,
    Invalid,
    NotFound,
    PlatformError,
    Refused,
    SecondFactorNeeded,
    SignInNeeded,
    TokenRefused,
)
from backend.web.context import language_of
from backend.web.pages import page
from backend.web.redirects import see
from rules.faults import Fault, InputError
from rules.text import Text

log = structlog.get_logger()
PROBLEM = "application/problem+json"

KNOWN: dict[int, tuple[str, Text, Text]] = {
    400: (
        "bad_request",
        Text("Запрос не разобрать.", "The request cannot be read."),
        Text("Сверьте его с описанием.", "Check it against the description."),
    ),
    401: (
        "sign_in_needed",
        Text("Сначала войдите.", "Sign in first."),
        Text("Передайте действующий ключ.", "Send a working key."),
    ),
    403: (
        "refused",
        Text(
            "Запрос отклонён: форма устарела или пришла с чужого сайта.",
            "Refused: the form is old or came from another site.",
        ),
        Text("Обновите страницу и отправьте ещё раз.", "Reload the page and send it again."),
    ),
    404: (
        "not_found",
        Text("Страницы нет, или она не ваша.", "No such page, or not yours."),
        Text("Найдите поиском.", "Search for it."),
    ),
    405: (
        "method_not_allowed",
        Text("Здесь так не делают.", "This address does not take that method."),
        Text("Сверьте метод с описанием.", "Check the method."),
    ),
    413: (
        "too_large",
        Text("Слишком много данных: предел 10 МБ.", "Too much data: the limit is 10 MB."),
        Text("Сожмите файл; остальное цело.", "Compress the file; the rest is safe."),
    ),
    429: (
        "too_many",
        Text("Слишком много запросов.", "Too many requests."),
        Text("Подождите минуту и продолжите.", "Wait a minute and go on."),
    ),
    500: (
        "error",
        Text("Сбой у нас.", "Our fault."),
        Text(
            "Обновите страницу. Если не помогло, назовите код.",
            "Reload the page. If that does not help, tell us the code.",
        ),
    ),
}


NO_KEY = (
    Text("Нужен действующий ключ.", "A working key is needed."),
    Text(
        "Передайте Authorization: Bearer <ключ>; ключ делают в «Моих данных».",
        "Send Authorization: Bearer <key>; a key is made under “My details”.",
    ),
)


def refuse(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Answer any exception."""
    if isinstance(error, SignInNeeded) and not _for_program(request):
        return see(f"/sign-in?next={request.url.path}")
    if isinstance(error, SecondFactorNeeded) and not _for_program(request):
        return see("/account/second-factor")
    status, faults, headers, reference = _explain(request, error)
    if _for_program(request):
        return _problem(request, status, faults, headers, reference)
    return _page(request, status, faults, headers, reference)


def _for_program(request: Request[Any, Any, Any]) -> bool:
    return request.url.path.startswith(("/api/", "/health"))


def _explain(request: Request[Any, Any, Any], error: Exception) -> tuple[int, tuple[Fault, ...], dict[str, str], str]:
    if isinstance(error, SignInNeeded):
        return 401, (Fault("key_needed", None, *NO_KEY),), {"WWW-Authenticate": "Bearer"}, ""
    if isinstance(error, TokenRefused):
        return 401, error.faults, {"WWW-Authenticate": 'Bearer error="invalid_token"'}, ""
    if isinstance(error, PlatformError):
        headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
        return error.status_code, error.faults, headers, ""
    if isinstance(error, InputError):
        return 422, error.faults, {}, ""
    if isinstance(error, ValidationException):
        return 400, _faults_of_validation(error), {}, ""
    if isinstance(error, HTTPException) and error.status_code < 500:
        code, message, remedy = KNOWN.get(error.status_code, KNOWN[400 if error.status_code < 500 else 500])
        return error.status_code, (Fault(code, None, message, remedy),), dict(error.headers or {}), ""
    reference = secrets.token_hex(2).upper()
    # No address of the page: answers of a person may stand in it.
    log.error("unexpected", reference=reference, kind=type(error).__name__, exc_info=error)
    code, message, remedy = KNOWN[500]
    return 500, (Fault(code, None, message, remedy),), {}, reference


def _faults_of_validation(error: ValidationException) -> tuple[Fault, ...]:
    code, message, remedy = KNOWN[400]
    extra = error.extra if isinstance(error.extra, list) else []
    named = [item for item in extra if isinstance(item, dict) and item.get("key")]
    return tuple(_parameter(item) for item in named) or (Fault(code, None, message, remedy),)


def _parameter(item: dict[str, Any]) -> Fault:
    """Litestar's own words on a parameter are English; ours name the parameter in both languages."""
    name = str(item["key"])
    return Fault(
        "bad_parameter",
        name,
        Text(f"Параметр «{name}» не того вида или вне границ.", f"The parameter “{name}” does not fit."),
        Text(
            "Сверьте его с описанием: /api/docs.", f"Check it against the description, /api/docs: {item.get('message')}"
        ),
    )


def _problem(
    request: Request[Any, Any, Any], status: int, faults: tuple[Fault, ...], headers: dict[str, str], reference: str
) -> Response[Any]:
    first, language = faults[0], language_of(request)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": first.message.in_(language),
        "status": status,
        "detail": first.remedy.in_(language),
        "code": first.code,
        "errors": [fault.as_dict() for fault in faults],
    }
    if reference:
        body["reference"] = reference
    return Response(body, status_code=status, media_type=PROBLEM, headers=headers)


def _page(
    request: Request[Any, Any, Any], status: int, faults: tuple[Fault, ...], headers: dict[str, str], reference: str
) -> Response[Any]:
    language = language_of(request)
    first, *others = faults
    answer = page(
        request,
        "error.html",
        status_code=status,
        status=status,
        title=first.message.in_(language),
        detail=" ".join(fault.message.in_(language) for fault in others),
        remedy=first.remedy.in_(language),
        code=reference,
        search=first.code == NotFound.code,
    )
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


__all__ = ["Busy", "Invalid", "NotFound", "Refused", "refuse"]
