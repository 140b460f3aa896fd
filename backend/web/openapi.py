"""The description of the API, OpenAPI 3.1: made from the handlers, their models and the formats' own JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import Controller
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, Info, OpenAPI, Operation, Server

from backend.permissions import CLIENT_SCOPES, RIGHTS, Permission
from backend.web.api_schemas import PROBLEM, component_of, components
from backend.web.idempotency import HEADER, REPLAYED
from rules.text import Text

BASE = "/api/v1"
OWN = Permission.BUSINESS_BY_KEY
TITLE = "Yasno API"
ABOUT = (
    "Which mandatory requirements apply to a business, why, and what they cost; control events. "
    "Computing calls need no key and keep nothing. Other calls take `Authorization: Bearer <key>`; a key is for one "
    "business, or for one office of somebody who works with control events, and is made under «Мои данные». "
    "Cookies are ignored. Texts come as `{ru, en}`; the words of errors follow `Accept-Language`. "
    "Numbers are exact decimals; money is text with two decimals."
)
TAGS = {
    "law": Text("Реестр, факты, сроки, порядки", "The registry: requirements, facts, activities, terms, procedures"),
    "matching": Text(
        "Что действует при данных фактах и почему", "What applies to given facts, why, what would change it"
    ),
    "cost": Text("Расходы", "What requirements cost"),
    "business": Text("Бизнес ключа: адреса и факты", "A business of the key: places and facts"),
    "list": Text("Его список, споры, досье", "Its list of requirements, disputes, dossier"),
    "assessment": Text(
        "Самооценка, оценки, файлы, план, календарь", "Its self-assessment, marks, papers, plan, calendar"
    ),
    "control": Text(
        "Проверки: комната, части, файлы, шаги", "Control events: the room, its parts, files, steps of cases"
    ),
    "consultations": Text(
        "Вопросы органу о требованиях (50)", "Questions to a control body about requirements (art. 50)"
    ),
    "feedback": Text(
        "Вопросы регуляторам и ответы, свои отзывы", "Statements to regulators and their answers, own feedback"
    ),
    "statistics": Text(
        "Выпуски: что бизнес говорит о требованиях", "Releases: what businesses say of requirements, with noise"
    ),
    "register": Text("Загрузка открытых данных ЕРКНМ", "Imports of the open data of the register of control events"),
    "integrity": Text(
        "Целость журнала: ключи, контрольные точки", "Integrity of the log: keys, checkpoints, receipts of rows"
    ),
    "clients": Text("Токены для программ организаций", "Tokens for machine clients of organisations"),
    "webhooks": Text("Вебхуки программы: адреса и сообщения", "Webhooks of a machine client: addresses and messages"),
    "notices": Text("Уведомления человеку, чей ключ", "Notices to the person behind the key"),
}
REFUSALS: Mapping[int, Text] = {
    400: Text("Параметр, заголовок или курсор не разобрать.", "A parameter, a header or a cursor cannot be read."),
    401: Text("Ключа нет, или он закончился.", "No key, or one that has ended."),
    404: Text("Такого нет, или оно не ваше.", "No such thing, or not yours: the two are told apart to nobody."),
    409: Text("В этом состоянии так нельзя.", "The thing is in a state where this cannot be done."),
    412: Text("Это изменили после вашего ETag.", "Somebody changed the thing since the ETag you sent."),
    413: Text("Больше 1 МБ JSON или 10 МБ файла.", "More than 1 MB of JSON, or 10 MB of a file."),
    415: Text("Тело другого вида.", "The body is not of the kind this call takes."),
    422: Text("Тело с ошибками: названы все сразу.", "The body is wrong: every fault at once, each with its field."),
    429: Text(
        "Слишком много запросов за минуту; Retry-After говорит, сколько ждать.",
        "Too many calls in this minute; `Retry-After` says when to go on.",
    ),
    503: Text(
        "Слишком много записей сразу; Retry-After говорит, сколько ждать.",
        "Too many writes at once; `Retry-After` says when to try again.",
    ),
}
SCOPES = {"statistics:read": "Read releases", "webhooks:manage": "Manage the client's own webhooks"}
TAG_HEADER = {"ETag": {"description": "Tag of this content", "schema": {"type": "string"}}}
WAIT_HEADER = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be said of one call beyond its parameters: models are pydantic classes or names of JSON Schemas."""

    permission: Permission
    status: int
    takes: Any = None
    gives: Any = None
    example: Any = None
    tagged: bool = False  # has an ETag; a writer may send If-Match
    reading: bool = False  # a GET
    creates: bool = False  # takes an Idempotency-Key
    conflicts: bool = False
    files: tuple[str, ...] = ()  # media types of a file that is given
    form: Any = None  # schema of a multipart body
    raw: str = ""  # media type of a body that is a file itself


def reads(permission: Permission, summary: str, gives: Any, **more: Any) -> dict[str, Any]:
    """Return the settings of a GET handler."""
    return _handler(Call(permission, 200, gives=gives, reading=True, **more), summary)


def computes(summary: str, takes: Any, gives: Any, **more: Any) -> dict[str, Any]:
    """Return the settings of a POST handler that keeps nothing and is open to all."""
    return _handler(Call(Permission.PUBLIC, 200, takes, gives, **more), summary)


def writes(summary: str, takes: Any, gives: Any, permission: Permission = OWN, **more: Any) -> dict[str, Any]:
    """Return the settings of a handler that changes something, of the key's business if nothing else is said."""
    return _handler(Call(permission, 200, takes, gives, tagged=True, **more), summary)


def creates(summary: str, takes: Any, gives: Any, permission: Permission = OWN, **more: Any) -> dict[str, Any]:
    """Return the settings of a POST handler that makes something; a repeated call makes it once."""
    return _handler(Call(permission, 201, takes, gives, creates=True, **more), summary)


def hands_out(summary: str, takes: Any, gives: Any, permission: Permission = OWN, **more: Any) -> dict[str, Any]:
    """Return the settings of a POST handler that makes a secret: its answer is kept nowhere, so it is not repeated."""
    return _handler(Call(permission, 201, takes, gives, **more), summary)


def changes(permission: Permission, summary: str, gives: Any, **more: Any) -> dict[str, Any]:
    """Return the settings of a handler that changes a state and takes no body."""
    return _handler(Call(permission, 200, gives=gives, **more), summary)


def deletes(summary: str, permission: Permission = OWN, **more: Any) -> dict[str, Any]:
    """Return the settings of a DELETE handler."""
    return _handler(Call(permission, 204, **more), summary)


def _handler(call: Call, summary: str) -> dict[str, Any]:
    for model in (call.takes, call.gives):
        component_of(model)
    operation: type[Operation] = type("Described", (ApiOperation,), {"call": call})
    return {
        "opt": {"permission": call.permission},
        "sync_to_thread": True,
        "status_code": call.status,
        "summary": summary,
        "operation_class": operation,
    }


@dataclass
class ApiOperation(Operation):
    """An operation with its body, every answer and the right it needs; what Litestar guessed of these is dropped."""

    call: ClassVar[Call]

    def to_schema(self) -> dict[str, Any]:
        """Return the operation as the document shows it."""
        shape = super().to_schema()
        call = self.call
        shape["parameters"] = [*shape.get("parameters", []), *_headers(call)]
        shape["responses"] = {str(call.status): _given(call), **_not_modified(call), **_refusals(call, shape)}
        if call.takes is not None or call.form is not None or call.raw:
            shape["requestBody"] = {"required": True, "content": _taken(call)}
        shape["security"] = security_of(call.permission)
        return {name: part for name, part in shape.items() if part != []}


def security_of(permission: Permission) -> list[dict[str, list[str]]]:
    """Return who may call: anybody, whoever has a key, and machine clients with a scope."""
    if permission is Permission.PUBLIC:
        return [{}]
    scopes = [scope for scope, allowed in CLIENT_SCOPES.items() if allowed is permission]
    keyed: list[dict[str, list[str]]] = [{"key": []}] if RIGHTS[permission] else []
    return keyed + [{"client": [scope]} for scope in scopes]


def _taken(call: Call) -> dict[str, Any]:
    if call.raw:
        return {call.raw: {"schema": {"type": "string", "format": "binary"}}}
    if call.form is not None:
        return {"multipart/form-data": {"schema": call.form}}
    content: dict[str, Any] = {"schema": component_of(call.takes)}
    return {"application/json": content | ({"example": call.example} if call.example is not None else {})}


def _given(call: Call) -> dict[str, Any]:
    shape: dict[str, Any] = {"description": "Done." if call.status == 204 else "The answer."}
    if call.gives is not None:
        shape["content"] = {"application/json": {"schema": component_of(call.gives)}}
    if call.files:
        shape["content"] = {**{media: _file(media) for media in call.files}, **shape.get("content", {})}
    headers: dict[str, Any] = dict(TAG_HEADER) if call.tagged else {}
    if call.creates:
        headers |= {REPLAYED: {"description": "Given for the first time before", "schema": {"const": "true"}}}
    return shape | ({"headers": headers} if headers else {})


def _file(media: str) -> dict[str, Any]:
    return {"schema": {"type": "object"} if media.endswith("+json") else {"type": "string", "format": "binary"}}


def _not_modified(call: Call) -> dict[str, Any]:
    seen = {"304": {"description": "You have this already.", "headers": TAG_HEADER}}
    return seen if call.tagged and call.reading else {}


def _headers(call: Call) -> list[dict[str, Any]]:
    text = {"type": "string", "maxLength": 255}
    named = []
    if call.creates:
        about = "The same key with the same call gets the first answer again, for 48 hours."
        named.append((HEADER, about, {**text, "minLength": 1, "pattern": "^[ -~]+$"}))
    if call.tagged and call.reading:
        named.append(("If-None-Match", "ETag you have: 304 if it still holds.", {"type": "string"}))
    elif call.tagged:
        about = "ETag you saw: 412 if somebody changed the thing since."
        named.append(("If-Match", about, {"type": "string", "pattern": '^("[!#-~]*"|\\*)$'}))
    return [
        {"name": name, "in": "header", "required": False, "description": about, "schema": schema}
        for name, about, schema in named
    ]


def _refusals(call: Call, shape: Mapping[str, Any]) -> dict[str, Any]:
    keyed = call.permission is not Permission.PUBLIC
    bodied = call.takes is not None or call.form is not None or bool(call.raw)
    in_path = any(one.get("in") == "path" for one in shape["parameters"])
    writing = keyed and not call.reading
    asked = {
        400: True,
        401: keyed,
        404: keyed or in_path,
        409: call.conflicts,
        412: call.tagged and writing,
        413: bodied,
        415: bodied,
        422: True,
        429: True,
        503: writing,
    }
    return {str(status): {"$ref": f"#/components/responses/Refused{status}"} for status, on in asked.items() if on}


def _refusal(status: int, about: str) -> dict[str, Any]:
    shape = {"description": about, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    return shape | ({"headers": WAIT_HEADER} if status in (429, 503) else {})


@dataclass
class ApiDocument(OpenAPI):
    """The whole description: calls of the API only, with every schema they name."""

    def to_schema(self) -> dict[str, Any]:
        """Return the document."""
        shape = super().to_schema()
        shape["paths"] = {path: item for path, item in sorted(shape["paths"].items()) if path.startswith(BASE)}
        shape["tags"] = [{"name": name, "description": about.en} for name, about in TAGS.items()]
        shape["components"] = {
            "schemas": _used(shape["paths"], {**shape["components"].get("schemas", {}), **components()}),
            "responses": {f"Refused{status}": _refusal(status, about.en) for status, about in REFUSALS.items()},
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key of a business or of an office, `yasno_…`.",
                },
                "client": {
                    "type": "oauth2",
                    "description": "A machine client of a business or an authority, approved by an admin.",
                    "flows": {"clientCredentials": {"tokenUrl": f"{BASE}/oauth/token", "scopes": dict(SCOPES)}},
                },
            },
        }
        return shape


def _used(paths: object, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Return only the schemas that calls name, directly or through others; pages leave theirs behind."""
    wanted, found = {"Problem", *_references(paths)}, dict[str, Any]()
    while wanted:
        name = wanted.pop()
        found[name] = schemas[name]
        wanted |= set(_references(schemas[name])) - set(found)
    return dict(sorted(found.items()))


def _references(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/components/schemas/"):
            yield reference.rpartition("/")[2]
        for part in value.values():
            yield from _references(part)
    elif isinstance(value, list):
        for part in value:
            yield from _references(part)


class NoRoutes(Controller):
    """Stands where Litestar would put its own pages of the description: ours are in `api.py`, with a permission."""

    path = "/schema"


@dataclass
class ApiConfig(OpenAPIConfig):
    """How the description is begun."""

    def to_openapi_schema(self) -> OpenAPI:
        """Return the document without its paths."""
        info = Info(title=self.title, version=self.version, description=self.description)
        return ApiDocument(info=info, paths={}, servers=[Server(url="/")], components=Components())


def config() -> OpenAPIConfig:
    """Return what the application needs to describe its API."""
    made = ApiConfig(
        title=TITLE, version="1.0.0", description=ABOUT, use_handler_docstrings=True, operation_id_creator=operation_id
    )
    # Set after the making: given there, Litestar warns of a setting that will go.
    made.openapi_controller = NoRoutes  # type: ignore[assignment]
    return made


def operation_id(handler: HTTPRouteHandler, method: Any, path: list[Any]) -> str:
    """Return the name of a call: that of its function; pages, which are left out, go by their address."""
    parts = [str(getattr(part, "full", part)) for part in path]
    if parts[:2] == ["api", "v1"]:
        return handler.handler_name
    return f"{method.value} {'/'.join(parts)}"
