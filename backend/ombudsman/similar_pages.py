"""Pages of similar cases: to one case, and by what the address asks for; each list leaves as a table of its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.clock import Clock
from backend.control.cases.naming import state_name, type_name
from backend.control.models.room import Side
from backend.ombudsman.about import title_of
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.queries import find_as
from backend.ombudsman.rights import NAME
from backend.ombudsman.similar import Found, choices, narrowed, similar_to
from backend.ombudsman.taken import taken_table
from backend.ombudsman.traits import BY
from backend.ombudsman.views import COMPARED, SEARCH, TABLE, note
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, language_of
from backend.web.pages import page
from rules.control.grounds import appeal_grounds
from rules.text import Text

DESK = {"permission": Permission.OMBUDSMAN_DESK}
FILE = Text("похожие дела", "similar cases")
HEADS = (
    Text("Номер", "Number"),
    Text("Состояние", "State"),
    Text("Орган", "Authority"),
    Text("Чем похоже", "What is alike"),
)


class SimilarToCase(Controller):
    """What shares something with one case, while its consent lasts."""

    path = "/desk/ombudsman/cases/{case_id:str}"

    @get("/similar", opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str) -> Response[Any]:
        """Show them."""
        found = _alike(session, actor, clock, case_id)
        note(request, actor, [case_id, *by_material(found)], COMPARED, clock.now())
        here = f"/desk/ombudsman/cases/{case_id}"
        shown = _form(session, actor, clock.today()) | {"wanted": dict.fromkeys(BY, ""), "words": ""}
        return page(
            request, "ombudsman/similar.html", rows=_rows(found), table=f"{here}/similar.csv", back=here, **shown
        )

    @get("/similar.csv", opt=DESK, sync_to_thread=True)
    def table(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str) -> Response[bytes]:
        """Return what the page lists, with who took it and when."""
        found = _alike(session, actor, clock, case_id)
        note(request, actor, [case_id, *by_material(found)], TABLE, clock.now())
        return _table(request, found, actor, clock)


class Similar(Controller):
    """Cases by requirement, ground, type of control, authority, and by text."""

    path = "/desk/ombudsman"

    @get("/similar", opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show those that have what the address asks for, inside what may be seen now; words found there are a look."""
        wanted, words = _asked(request)
        found = narrowed(session, actor, wanted, words, clock.now())
        note(request, actor, by_material(found), SEARCH if words else COMPARED, clock.now())
        asked = urlencode({name: value for name, value in {**wanted, "q": words}.items() if value})
        shown = _form(session, actor, clock.today()) | {"wanted": wanted, "words": words}
        table = f"/desk/ombudsman/similar.csv{'?' if asked else ''}{asked}"
        back = "/desk/ombudsman/cases"
        return page(request, "ombudsman/similar.html", rows=_rows(found), table=table, back=back, **shown)

    @get("/similar.csv", opt=DESK, sync_to_thread=True)
    def table(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return what the page lists of the same question, with who took it and when."""
        wanted, words = _asked(request)
        found = narrowed(session, actor, wanted, words, clock.now())
        note(request, actor, by_material(found), TABLE, clock.now())
        return _table(request, found, actor, clock)


def by_material(found: Sequence[Found]) -> list[str]:
    """Return the cases to which what the client shows led: that is a look at it."""
    return [one.row.id for one in found if one.seen and one.by_material]


def _alike(session: Session, actor: Actor, clock: Clock, case_id: str) -> list[Found]:
    row: OmbudsmanCase = find_as(session, actor, case_id, Side.OMBUDSMAN, clock.today()).case
    return similar_to(session, actor, row, clock.now())


def _asked(request: AnyRequest) -> tuple[Mapping[str, str], str]:
    wanted = {name: str(request.query_params.get(name) or "")[:200] for name in BY}
    return wanted, str(request.query_params.get("q") or "").strip()[:200].replace("\x00", "")


def _table(request: AnyRequest, found: Sequence[Found], actor: Actor, clock: Clock) -> Response[bytes]:
    language = language_of(request)
    rows = [
        [
            str(one.row.platform_number),
            state_name(NAME, one.row.state).in_(language),
            one.row.authority_name,
            ", ".join(why.in_(language) for why in one.why),
        ]
        for one in found
    ]
    return taken_table(FILE, HEADS, rows, actor, clock.now(), language)


def _rows(found: Sequence[Found]) -> list[dict[str, Any]]:
    return [
        {
            "href": f"/desk/ombudsman/{'cases' if one.seen else 'kept'}/{one.row.id}",
            "title": title_of(one.row),
            "state": state_name(NAME, one.row.state),
            "authority": one.row.authority_name,
            "why": one.why,
        }
        for one in found
    ]


def _form(session: Session, actor: Actor, today: date) -> dict[str, Any]:
    """Return by what cases can be narrowed."""
    open_to = choices(session, actor, today)
    bodies = [session.get(AuthorityBody, id_) for id_ in open_to["body_id"]]
    return {
        "grounds": [{"value": code, "label": one.title} for code, one in appeal_grounds().items()],
        "types": [{"value": code, "label": type_name(code)} for code in open_to["control_type"]],
        "bodies": [{"value": one.id, "label": Text(one.name, one.name)} for one in bodies if one is not None],
    }


ROUTES: list[Any] = [SimilarToCase, Similar]
