"""The parts of a draft, each a short form: one table serves the pages, the API and the list of what still lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.appeals.models import Appeal
from backend.appeals.opening import choose_addressee, names_nothing_here, region_of_act
from backend.authorities.models import AuthorityBody
from backend.authorities.queries import list_bodies
from backend.control.cases.asking import Ask, AskKind, read_asked
from backend.control.cases.kinds import Asks
from backend.errors import Conflict, NotFound
from backend.procedures.recomputing import dates_changed
from calculators.appeal import AuthorRole, Channel, FilerKind, Signature
from calculators.calendar import zone_of
from rules.control import control_types
from rules.text import Text

ROLES = (
    (AuthorRole.OFFICIAL, Text("Инспектор или другой сотрудник", "An inspector or another official")),
    (AuthorRole.DEPUTY, Text("Заместитель руководителя", "A deputy of the head")),
    (AuthorRole.HEAD, Text("Руководитель органа", "The head of the body")),
    (AuthorRole.BODY, Text("Сам орган: кто подписал, не видно", "The body as such: who signed is not shown")),
)
KINDS = (
    (FilerKind.OOO, Text("ООО", "Limited company")),
    (FilerKind.AO, Text("АО", "Joint-stock company")),
    (FilerKind.NKO, Text("Некоммерческая организация", "Non-profit organisation")),
    (FilerKind.ORGANISATION, Text("Другая организация", "Another organisation")),
    (FilerKind.PUBLIC_BODY, Text("Государственное учреждение", "A public institution")),
    (FilerKind.IP, Text("ИП", "Sole entrepreneur")),
    (FilerKind.NPD, Text("Самозанятый", "Self-employed")),
    (FilerKind.CITIZEN, Text("Гражданин", "A citizen")),
)
CHANNELS = (
    (Channel.FEDERAL_PORTAL, Text("Госуслуги", "Gosuslugi")),
    (Channel.REGIONAL_PORTAL, Text("Региональный портал", "A regional portal")),
    (Channel.PAPER, Text("На бумаге: есть гостайна", "On paper: a state secret")),
)
SIGNATURES = (
    (Signature.QUALIFIED, Text("УКЭП", "Qualified signature")),
    (Signature.SIMPLE, Text("Простая подпись Госуслуг", "Simple signature of Gosuslugi")),
)


def _options(rows: tuple[tuple[Any, Text], ...]) -> tuple[tuple[str, Text], ...]:
    return tuple((code.value, name) for code, name in rows)


def _text(name: str, ru: str, en: str, hint: Text | None = None, most: int = 300, *, long: bool = False) -> Ask:
    kind = AskKind.LONG if long else AskKind.TEXT
    return Ask(name, kind, Text(ru, en), hint, optional=True, most=most)


def _what(session: Session, row: Appeal) -> Asks:
    number = Ask(
        "event_number",
        AskKind.TEXT,
        Text("Номер проверки в ЕРКНМ", "Number in the register"),
        Text("20 цифр", "20 digits"),
        optional=True,
        most=40,
        register=True,
    )
    if names_nothing_here(row):
        number = Ask(
            "control_type",
            AskKind.CHOICE,
            Text("Вид контроля", "Type of control"),
            Text("От него зависит путь жалобы", "The way of the appeal depends on it"),
            choices=tuple((type_.code, type_.title) for type_ in control_types().values()),
            optional=True,
        )
    elif row.object_id:
        number = _text("object_number", "Номер объекта в ЕРВК", "Number of the object in the register", most=40)
    known = Ask("known_on", AskKind.DATE, *_known(row), optional=True)
    return (_text("contested", "Что обжалуете", "What you appeal against", CONTESTED, 4000, long=True), number, known)


CONTESTED = Text("Документ, номер и дата; для действий: что и когда сделали", "The paper, its number and date")


def _known(row: Appeal) -> tuple[Text, Text]:
    if row.prescription_id:
        return (
            Text("Когда получили предписание", "When the prescription came"),
            Text("От этого дня 10\u00a0рабочих дней: ст. 40 ч. 6", "10\u00a0working days from then: art. 40(6)"),
        )
    return (
        Text("Когда узнали о нарушении", "When you learned of it"),
        Text("От этого дня 30\u00a0дней: ст. 40 ч. 5", "30\u00a0days from then: art. 40(5)"),
    )


def _whose(session: Session, row: Appeal) -> Asks:
    bodies = tuple((body.id, Text(body.name, body.name)) for body in list_bodies(session))
    return (
        _text("authority_name", "Орган, чьё это решение", "The body whose act it is"),
        Ask(
            "body_id",
            AskKind.CHOICE,
            Text("Орган из списка", "The body from the list"),
            Text("По нему видно, куда подавать", "It tells where the appeal goes"),
            choices=bodies,
            optional=True,
        ),
        Ask(
            "author_role",
            AskKind.CHOICE,
            Text("Кто решил или сделал", "Who decided or acted"),
            choices=_options(ROLES),
            optional=True,
        ),
        _text("author_name", "Его фамилия, имя, отчество", "Their name", Text("Как в документе", "As in the paper")),
    )


def _filer(session: Session, row: Appeal) -> Asks:
    delegated = Text("Право передано через Госуслуги (ЕСИА)", "The right was delegated in ESIA")
    return (
        Ask("filer_kind", AskKind.CHOICE, Text("Кто подаёт", "Who files"), choices=_options(KINDS), optional=True),
        _text("filer_name", "Имя или название", "Name"),
        _text("filer_address", "Адрес", "Address", Text("Место нахождения или жительства", "Seat or residence"), 500),
        _text("representative", "Представитель, если подаёт он", "The representative, if one files"),
        _text("proxy", "Доверенность: номер и дата", "Power of attorney: number and date"),
        Ask("delegated", AskKind.YES_NO, delegated, Text("248-ФЗ, ст. 41 ч. 3", "248-FZ, art. 41(3)"), optional=True),
        _text("contact_way", "Как с вами связаться, пока рассматривают", "How to reach you meanwhile"),
        _text("decision_way", "Как получить решение", "How to get the decision"),
    )


def _wishes(session: Session, row: Appeal) -> Asks:
    stay = Text("Просите приостановить исполнение?", "Do you ask for a stay?")
    restore = Text("Срок прошёл: просите его восстановить?", "Late: do you ask to restore the term?")
    return (
        Ask(
            "demands",
            AskKind.LINES,
            Text("Чего требуете", "What you demand"),
            Text("Каждое с новой строки: отменить решение, акт, предписание…", "One a line"),
            optional=True,
        ),
        Ask(
            "asks_for_stay",
            AskKind.YES_NO,
            stay,
            Text("Ответят за 2\u00a0рабочих дня: ст. 40 ч. 10", "2 days"),
            optional=True,
        ),
        _text("stay_asked_reason", "Почему приостановить", "Why stay it", most=4000, long=True),
        Ask(
            "asks_to_restore", AskKind.YES_NO, restore, Text("248-ФЗ, ст. 40 ч. 7", "248-FZ, art. 40(7)"), optional=True
        ),
        _text("restore_reason", "Почему не успели", "Why it is late", most=4000, long=True),
    )


def _way(session: Session, row: Appeal) -> Asks:
    def asks(name: str, ru: str, en: str) -> Ask:
        return Ask(name, AskKind.YES_NO, Text(ru, en), optional=True)

    return (
        asks("fine", "Это постановление о штрафе?", "Is it a decision on a fine?"),
        asks("court_decision", "Суд уже решал об этом?", "Has a court decided on it?"),
        asks("state_secret", "Есть ли гостайна в бумагах?", "Do the papers hold a state secret?"),
        asks("court_only", "Закон оставляет только суд?", "Does the law leave the court alone?"),
        asks("insulting", "Есть ли в тексте оскорбления или угрозы?", "Does it hold insults or threats?"),
        asks("new_arguments", "Если уже отказывали: есть новые доводы?", "If refused before: are there new arguments?"),
        Ask(
            "channel", AskKind.CHOICE, Text("Где подадите", "Where you file"), choices=_options(CHANNELS), optional=True
        ),
        Ask(
            "signature",
            AskKind.CHOICE,
            Text("Чем подпишете", "How you sign"),
            choices=_options(SIGNATURES),
            optional=True,
        ),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a draft: what it is called, its fields, and which items of 41(1) and checks it answers."""

    code: str
    name: Text
    asks: Callable[[Session, Appeal], Asks]


PARTS: Mapping[str, Part] = {
    part.code: part
    for part in (
        Part("what", Text("На что жалуетесь", "What it is about"), _what),
        Part("whose", Text("Чьё это решение", "Whose act it is"), _whose),
        Part("filer", Text("Кто подаёт", "Who files"), _filer),
        Part("wishes", Text("Чего просите", "What you ask for"), _wishes),
        Part("way", Text("Проверьте путь", "Check the way"), _way),
    )
}
FLAGS = ("asks_for_stay", "asks_to_restore")
# What 41(1) and the term of filing rest on: a draft may lack it, an appeal may not.
OF_LAW = frozenset(
    {"contested", "event_number", "object_number", "known_on", "authority_name", "author_name", "filer_kind"}
    | {"filer_name", "filer_address", "contact_way", "decision_way", "demands"}
)


def find_part(code: str) -> Part:
    """Return a part by its code.

    Raises:
        NotFound: there is none.
    """
    if code not in PARTS:
        raise NotFound
    return PARTS[code]


def write_part(session: Session, row: Appeal, part: Part, values: Mapping[str, Any], now: datetime) -> None:
    """Write what was typed into a part of a draft; terms and addressee follow.

    Raises:
        Conflict: it is filed already.
        Invalid: every fault of the fields.
    """
    refuse_filed(row)
    typed = read_asked(part.asks(session, row), values, zone_of(row.region or None), now)
    former = (row.body_id, row.authority_name)
    for name, value in typed.items():
        setattr(row, name, bool(value) if name in FLAGS else _held(row, name, value))
    row.version += 1
    session.add(row)
    session.flush()
    # What was typed is words; read again it is what the rules know: a head is told from «head».
    session.refresh(row)
    if part.code == "whose":
        _follow_the_body(session, row, former)
    if part.code in ("what", "whose"):
        choose_addressee(session, row)
        dates_changed(session, "appeal", row, now)


def _follow_the_body(session: Session, row: Appeal, former: tuple[str | None, str]) -> None:
    """Take the body's name and region from the list: the zone of the term is that of the body.

    Of a body of the whole country, or of none, the region is that of what the appeal is about.
    """
    body = session.get(AuthorityBody, row.body_id) if row.body_id else None
    if row.body_id != former[0]:
        row.region = (body.region if body is not None else "") or region_of_act(session, row)
    if body is not None and (not row.authority_name or _is_left_over(session, row, former)):
        row.authority_name = body.name
    session.add(row)
    session.flush()


def _is_left_over(session: Session, row: Appeal, former: tuple[str | None, str]) -> bool:
    """Whether the name is that of another body of the list: the form brought it back, nobody typed it anew."""
    body_id, name = former
    if row.body_id == body_id or row.authority_name != name:
        return False
    return name in {body.name for body in list_bodies(session)}


def _held(row: Appeal, name: str, value: Any) -> Any:
    column = type(row).__table__.columns[name]  # type: ignore[attr-defined]
    if value is None and not column.nullable:
        return [] if name == "demands" else ""
    return value


def refuse_filed(row: Appeal) -> None:
    """See that an appeal is still a draft.

    Raises:
        Conflict: it was filed: what was filed does not change; material may be added (43(4.1)).
    """
    if row.state != "DRAFT":
        raise Conflict(
            Text("Жалоба подана, текст не меняется.", "The appeal is filed, its text stays."),
            Text("Добавьте материалы: ст. 43 ч. 4.1.", "Add material: art. 43(4.1)."),
        )
