"""What every call of the API does alike: one JSON body read strictly, parameters known, not too many in a minute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from litestar import Controller, Response
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.exceptions import ClientException
from litestar.handlers import BaseRouteHandler
from litestar.params import Parameter

from backend.clock import Clock
from backend.errors import BadRequest, NotFound, TooLarge, WrongMedia
from backend.web.call_limits import limit_calls
from backend.web.context import AnyRequest
from backend.web.etags import JSON
from backend.web.forms import Model, read
from backend.web.invisible import invisible, nul_places, plain_document
from rules.exact_json import json_in_order, read_json
from rules.faults import InputError
from rules.shapes import as_date, missing, unknown_key, wrong
from rules.text import Text

MOST_BYTES = 1024 * 1024
MOST_VALUES = 20_000  # an answer of `match`, the largest document there is, has about 11,000
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
# Named in a handler's signature, but no parameter of the address.
NOT_ASKED = frozenset({"self", "request", "scope", "state", "headers", "cookies", "query", "body", "data", "socket"})

Day = Annotated[
    str, Parameter(description="A day, year-month-day; today when left out", schema_extra={"format": "date"})
]


async def provide_document(request: AnyRequest) -> Any:
    """Return the JSON document of the body: numbers exact, nothing twice, no invisible characters.

    Raises:
        WrongMedia: it says it is something else.
        TooLarge: more than one megabyte, or more values than any document here needs.
        InputError: it is not strict JSON, with the place.
    """
    media = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if media != JSON and not media.endswith("+json"):
        raise WrongMedia(
            Text("Тело должно быть JSON.", "The body must be JSON."),
            Text(f"Пришлите Content-Type: {JSON}.", f"Send Content-Type: {JSON}."),
            field="Content-Type",
        )
    stated = request.headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and len(stated) < 20 and int(stated) > MOST_BYTES:
        raise _too_large()
    body = await request.body()
    if len(body) > MOST_BYTES:
        raise _too_large()
    document = read_json(body)
    if _count(document) > MOST_VALUES:
        raise _too_large()
    faults = [invisible(where) for where in nul_places(document)]
    if faults:
        raise InputError(faults)
    return plain_document(document)


def _too_large() -> TooLarge:
    return TooLarge(
        Text("Документ больше 1 МБ или 20 000 значений.", "The document is larger than 1 MB or 20,000 values."),
        Text("Разделите его или сократите.", "Split it or shorten it."),
    )


def _count(value: object) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(_count, value.values()))
    return 1 + sum(map(_count, value)) if isinstance(value, list) else 1


def check_parameters(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse parameters nobody reads, and those given twice: a slip of the pen must not pass for an answer.

    Raises:
        BadRequest: an unknown or repeated parameter, by name.
        NotFound: an address with an invisible character leads nowhere.
    """
    if any("\x00" in str(value) for value in connection.path_params.values()):
        raise NotFound
    # What stands in the path is no parameter after the question mark.
    known = _asked(handler) - connection.path_params.keys()
    try:
        given = connection.query_params
    except ClientException:
        raise BadRequest(*_UNREADABLE) from None
    for name in given:
        if name not in known:
            fault = unknown_key(name, name, sorted(known))
            raise BadRequest(fault.message, fault.remedy, field=name)
        values = given.getall(name)
        if len(values) > 1:
            raise BadRequest(
                Text(f"Параметр «{name}» указан дважды.", f"The parameter “{name}” is given twice."),
                Text("Оставьте один.", "Keep one."),
                field=name,
            )
        if "\x00" in values[0]:
            fault = invisible(name)
            raise BadRequest(fault.message, fault.remedy, field=name)


_UNREADABLE = (
    Text("Параметры адреса не разобрать.", "The parameters of the address cannot be read."),
    Text("Закодируйте их в UTF-8.", "Encode them as UTF-8."),
)


@lru_cache(maxsize=512)
def _asked(handler: BaseRouteHandler) -> frozenset[str]:
    given = handler.resolve_dependencies()
    fields = dict(handler.parsed_fn_signature.parameters)
    # What is given to the handler may itself be read from the address.
    for name in given.keys() & fields.keys():
        fields |= given[name].parsed_fn_signature.parameters
    asked = {name: field for name, field in fields.items() if name not in {*given, *NOT_ASKED}}
    return frozenset(_address_name(field) or name for name, field in asked.items())


def _address_name(field: Any) -> str | None:
    """A parameter may go by another name in the address than in the signature."""
    definition = field.kwarg_definition
    return getattr(definition, "query", None) or getattr(definition, "name", None)


BODY: Mapping[str, Provide] = {"document": Provide(provide_document)}


class Api(Controller):
    """A controller of the API: limits and parameters are checked before it, the body is read for it."""

    guards = [limit_calls, check_parameters]
    dependencies = BODY


def answer(document: object, status: int = 200) -> Response[bytes]:
    """Return a computed document as the command line prints it: keys in order, numbers exact, a line end."""
    headers = {"Cache-Control": "no-store"}
    return Response(json_in_order(document) + b"\n", status_code=status, media_type=JSON, headers=headers)


def parts(document: object, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Any]:
    """Return an object of the body with no other keys than these.

    Raises:
        InputError: every unknown key and every missing one.
    """
    needed, known = tuple(required), (*required, *optional)
    if not isinstance(document, dict):
        shape = "{" + ", ".join(f'"{name}": …' for name in known) + "}"
        raise InputError([wrong("", document, f"объект {shape}", f"an object {shape}")])
    faults = [unknown_key(str(key), key, known) for key in document if key not in known]
    faults += [missing(name) for name in needed if name not in document]
    if faults:
        raise InputError(faults)
    return document


def read_body(schema: type[Model], document: object, required: Iterable[str] = ()) -> Model:
    """Return an object of the body as the schema's model; what is not required may be left out.

    Raises:
        InputError: unknown and missing keys.
        Invalid: every other fault, each with its field.
    """
    needed = tuple(required)
    return read(schema, parts(document, needed, [name for name in schema.model_fields if name not in needed]))


def day_of(text: str, clock: Clock, field: str = "on") -> date:
    """Return the day an address asks for; today when it names none.

    Raises:
        InputError: it is no day, or far outside the time the registry speaks of.
    """
    if not text:
        return clock.today()
    day = as_date(text)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        wanted = (f"день с {FIRST_DAY} по {LAST_DAY}, например 2026-11-28", f"a day from {FIRST_DAY} to {LAST_DAY}")
        raise InputError([wrong(field, text, *wanted)])
    return day
