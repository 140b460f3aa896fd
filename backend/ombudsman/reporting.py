"""The yearly report of an ombudsman: one-way tables of a finished year, made once; no names, nobody ranked (30(7))."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.audit.service import record, wait_for_turn
from backend.control.cases.draft_pdf import Paper, Section, render
from backend.control.cases.naming import state_name
from backend.errors import Conflict, NotFound
from backend.ombudsman.cells import FOR_MEDIAN, OTHERS, middle, one_way
from backend.ombudsman.consents import day_of
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanKind, OmbudsmanReport
from backend.ombudsman.offices import KINDS, kind_of
from backend.ombudsman.rights import NAME, is_seen
from backend.ombudsman.traits import shown_grounds
from backend.ombudsman.views import COUNTED, keep
from backend.permissions import Actor
from rules.control.grounds import appeal_grounds
from rules.procedures import procedures
from rules.text import Text

FIRST_YEAR = 2026
TABLES: Mapping[str, Text] = {
    "authority": Text("Орган", "Authority"),
    "ground": Text("О чём дело", "What it is about"),
    "outcome": Text("Чем кончилось", "Outcome"),
    "days": Text("За сколько дней", "In how many days"),
}
OTHER_ROWS = Text("прочие", "others")
UNNAMED = Text("не указано", "not named")
OPEN = Text("в работе", "going on")
BINS = (
    (10, Text("до 10 дней", "to 10 days")),
    (20, Text("11–20 дней", "11–20 days")),
    (30, Text("21–30 дней", "21–30")),
)
LONGER = Text("больше 30 дней", "more than 30 days")
MEDIAN = Text("Половина дел закрыта не дольше чем за, дней", "Half of the cases were closed within, days")
HOW = Text(
    "Строки меньше 10 собраны в «прочие», числа округлены до 5, итогов нет: никого нельзя узнать вычитанием.",
    "Rows under 10 are merged into “others”, counts rounded to 5, no totals: nobody is found by subtracting.",
)
CSV = (Text("Таблица", "Table"), Text("Строка", "Row"), Text("Обращений", "Cases"))


def office_of(session: Session, actor: Actor) -> tuple[OmbudsmanKind, str]:
    """Return the office an ombudsman reports for.

    Raises:
        NotFound: they are in none.
    """
    kind = kind_of(session, actor)
    if kind is None:
        raise NotFound
    return kind, actor.region or ""


def years_open(today: date) -> range:
    """Return the years a report can be made of: finished ones."""
    return range(FIRST_YEAR, today.year)


def reports_of(session: Session, actor: Actor) -> Sequence[OmbudsmanReport]:
    """Return the reports of the office, the last first."""
    kind, region = office_of(session, actor)
    mine = OmbudsmanReport.kind == kind, OmbudsmanReport.region == region
    return session.exec(select(OmbudsmanReport).where(*mine).order_by(col(OmbudsmanReport.year).desc())).all()


def find_report(session: Session, actor: Actor, year: int) -> OmbudsmanReport:
    """Return the report of a year.

    Raises:
        NotFound: it was not made, or is another office's.
    """
    found = next((row for row in reports_of(session, actor) if row.year == year), None)
    if found is None:
        raise NotFound
    return found


def make_report(session: Session, actor: Actor, year: int, now: datetime) -> OmbudsmanReport:
    """Return the report of a year, made now and never again: two counts could be subtracted from each other.

    Raises:
        NotFound: not an ombudsman.
        Conflict: the year is not over, or its report is made.
    """
    kind, region = office_of(session, actor)
    if year not in years_open(day_of(now)):
        raise Conflict(
            Text("Доклад составляют за прошедший год.", "A report is made of a finished year."),
            Text("Выберите прошедший.", "Choose one that is over."),
        )
    # Of two who make it at once the second waits here, and is told that it is made.
    wait_for_turn(session)
    if any(row.year == year for row in reports_of(session, actor)):
        raise Conflict(
            Text("Доклад за этот год уже есть, второго не бывает.", "That year's report is made; there is no second."),
            Text("Откройте его.", "Open it."),
        )
    cases = _cases(session, kind, region, year)
    by_consent = _grounds_by_consent(session, actor, cases, now)
    for case_id in by_consent:
        keep(session, actor, case_id, COUNTED, now)
    row = OmbudsmanReport(
        year=year,
        kind=kind,
        region=region,
        tables=_tables(cases, by_consent),
        made_by=actor.person_id or "",
        made_at=now,
    )
    session.add(row)
    session.flush()
    record(session, actor, "ombudsman.report", "ombudsman_report", row.id, {"year": year}, now)
    return row


def _cases(session: Session, kind: OmbudsmanKind, region: str, year: int) -> Sequence[OmbudsmanCase]:
    """Return the requests that the office received in a year."""
    query = select(OmbudsmanCase).where(
        OmbudsmanCase.kind == kind,
        col(OmbudsmanCase.received_on).between(date(year, 1, 1), date(year, 12, 31)),
    )
    return [row for row in session.exec(query) if not region or row.region == region]


def _grounds_by_consent(session: Session, actor: Actor, rows: Iterable[OmbudsmanCase], now: datetime) -> dict[str, str]:
    """Return by case the ground that only what the client shows now tells; counting it is a look at it.

    Where the client names several, the one under which the ombudsman filed the case stays, else the first is counted:
    a case counted in two rows could bring «others» to ten with fewer than ten cases.
    """
    seen = [row for row in rows if is_seen(session, actor, row, day_of(now))]
    shown = {row.id: shown_grounds(session, row, now) for row in seen}
    return {row.id: codes[0] for row in seen if (codes := shown[row.id]) and row.ground not in codes}


def _tables(cases: Sequence[OmbudsmanCase], by_consent: Mapping[str, str]) -> dict[str, Any]:
    keys = {
        "authority": _authority,
        "ground": lambda row: by_consent.get(row.id) or _ground(row),
        "outcome": _outcome,
        "days": _days,
    }
    tables: dict[str, Any] = {name: one_way(Counter(map(key, cases))) for name, key in keys.items()}
    took = [(row.closed_on - row.received_on).days for row in cases if row.closed_on and row.received_on]
    return tables | {"median_days": middle(took)}


def _authority(row: OmbudsmanCase) -> str:
    return row.authority_name or UNNAMED.ru


def _ground(row: OmbudsmanCase) -> str:
    return row.ground or "-"


def _outcome(row: OmbudsmanCase) -> str:
    return row.state if procedures()[NAME].states[row.state].terminal else "-"


def _days(row: OmbudsmanCase) -> str:
    if row.closed_on is None or row.received_on is None:
        return "-"
    days = (row.closed_on - row.received_on).days
    return next((f"{most:02d}" for most, _ in BINS if days <= most), "31")


def row_name(table: str, code: str) -> Text:
    """Return what a row of a table is called."""
    if code == OTHERS:
        return OTHER_ROWS
    if code == "-":
        return UNNAMED if table == "ground" else OPEN
    if table == "ground":
        return appeal_grounds()[code].title if code in appeal_grounds() else Text(code, code)
    if table == "outcome":
        return state_name(NAME, code)
    if table == "days":
        return next((name for most, name in BINS if f"{most:02d}" == code), LONGER)
    return Text(code, code)


def shown(row: OmbudsmanReport) -> list[dict[str, Any]]:
    """Return the tables of a report: {"code", "name", "rows": [{"name", "count"}]}, by name, «others» last."""
    return [
        {
            "code": code,
            "name": name,
            "rows": [{"code": key, "name": row_name(code, key), "count": count} for key, count in _ordered(row, code)],
        }
        for code, name in TABLES.items()
    ]


def _ordered(row: OmbudsmanReport, code: str) -> list[tuple[str, int]]:
    """By code, never by count: nobody is ranked (30(7))."""
    return sorted(row.tables[code].items(), key=lambda cell: (cell[0] == OTHERS, cell[0]))


def document(row: OmbudsmanReport) -> dict[str, Any]:
    """Return a report as data."""
    return {
        "year": row.year,
        "office": {"kind": row.kind.value, "region": row.region or None},
        "made_on": day_of(row.made_at).isoformat(),
        "how": HOW.as_dict(),
        "median_days": row.tables["median_days"],
        "tables": {
            one["code"]: [
                {"row": cell["code"], "name": cell["name"].as_dict(), "cases": cell["count"]} for cell in one["rows"]
            ]
            for one in shown(row)
        },
    }


def csv_rows(row: OmbudsmanReport, language: str) -> list[list[str]]:
    """Return a report as one table."""
    lines = [
        [one["name"].in_(language), cell["name"].in_(language), str(cell["count"])]
        for one in shown(row)
        for cell in one["rows"]
    ]
    return [[head.in_(language) for head in CSV], *lines]


def pdf(row: OmbudsmanReport) -> bytes:
    """Return a report on paper."""
    head = ("Строка", "Обращений")
    sections = [
        Section(one["name"].ru, rows=(head, *((cell["name"].ru, str(cell["count"])) for cell in one["rows"])),
                shares=(0.7, 0.3)) if one["rows"] else Section(one["name"].ru, lines=("Меньше 10: не показываем.",))
        for one in shown(row)
    ]  # fmt: skip
    middle_days = row.tables["median_days"]
    told = str(middle_days) if middle_days is not None else f"дел меньше {FOR_MEDIAN}: не считаем"
    return render(
        Paper(
            title=f"Доклад уполномоченного за {row.year} год",
            facts=(("Кто", KINDS[row.kind].ru), ("Регион", row.region), (MEDIAN.ru, told)),
            sections=tuple(sections),
            signature="",
            law="248-ФЗ, ст. 30 ч. 7: органы и люди не сравниваются",
            mark=HOW.ru,
        )
    )
