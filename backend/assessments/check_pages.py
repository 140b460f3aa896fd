"""Self-assessment: one requirement a page in the order of importance; one tap saves and moves on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments import answers, papers, words
from backend.assessments.models import AnswerValue
from backend.assessments.queries import Checklist, checklist
from backend.assessments.schemas import AnswerInput, PaperInput
from backend.assessments.shown import choices_said, topic_of
from backend.clock import MOSCOW, Clock
from backend.errors import Invalid, NotFound
from backend.papers.files import Checked
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business, list_places
from backend.requirements.queries import find_requirement
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.forms import read
from backend.web.pages import page
from backend.web.redirects import inside, say_after, see
from rules.faults import Fault
from rules.requirements import Requirement
from rules.text import Text

OWN = {"permission": Permission.OWN_BUSINESS}
UNDONE = say_after("answer_undone", Text("Ответ отменён.", "The answer is taken back."))
NOTED = say_after("answer_noted", Text("Сохранено.", "Saved."))
NO_ANSWER = Fault(
    "no_answer",
    "answer",
    Text("Ответа нет.", "There is no answer."),
    Text("Нажмите один из четырёх.", "Press one of the four."),
)
NO_FILE = Fault(
    "file_needed",
    "expires_on",
    Text("Дата есть, а файла нет.", "There is a date, but no file."),
    Text("Приложите файл или уберите дату.", "Attach the file or remove the date."),
)
FIELDS = ("answer", "note", "place")


class CheckPage(Controller):
    """The self-assessment: where it goes on."""

    path = "/check"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Go to the first requirement without an answer, or to the result."""
        if actor.business_id is None:
            return see("/")
        found = checklist(session, find_business(session, actor), clock.today())
        return see(f"/check/{found.open[0].id}" if found.open else "/check/done")


class DonePage(Controller):
    """The result: how ready the business is."""

    path = "/check/done"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show the counts and what to do next."""
        if actor.business_id is None:
            return see("/")
        found = checklist(session, find_business(session, actor), clock.today())
        return page(
            request,
            "assessments/done.html",
            found=found,
            ready=found.readiness,
            left_out=choices_said(found.business),
            after=_last_said(found, request.query_params.get("after", "")),
        )


class OnePage(Controller):
    """One requirement of the self-assessment."""

    path = "/check/{requirement:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, requirement: str, after: str = ""
    ) -> Response[Any]:
        """Show it with the answer given before."""
        entry = find_requirement(requirement)
        business = find_business(session, actor)
        return check_page(request, session, business, actor, clock, entry, after=after)

    @post(opt=OWN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, requirement: str
    ) -> Response[Any]:
        """Keep the answer and move on; «не касается» opens the dispute."""
        entry = find_requirement(requirement)
        # Looking into a file takes a while, so it is done before the database is asked for anything.
        files, refused = files_in(form, "file") if actor.may_for(actor.business_id or "", Scope.ANSWER) else ([], [])
        business = find_business(session, actor, Scope.ANSWER)
        # An answer kept without a connection may come when somebody else, or another business, is here.
        if form.get("business", business.id) != business.id:
            raise NotFound
        try:
            if refused:
                raise Invalid(refused)
            data, said = _read(session, business, form), _read_paper(form, attached=bool(files))
            for file in files[:1]:
                _keep_paper(request, session, business, entry, file, said, clock)
        except Invalid as refusal:
            return check_page(request, session, business, actor, clock, entry, form=form, faults=refusal.faults)
        if data.note is not None:
            answers.record_note(session, business.id, entry, data.note, clock.now())
        if data.answer is None:
            return see(f"/check/{entry.id}", NOTED)
        answers.record_answer(session, business.id, entry, data.answer, clock.now(), data.place)
        return see(_next_address(session, business, clock, entry, data, form))


class UndoPage(Controller):
    """«Отменить»: back to what was answered before."""

    path = "/check/{requirement:str}/undo"

    @post(opt=OWN, sync_to_thread=True)
    def undo(self, session: Session, actor: Actor, clock: Clock, form: Form, requirement: str) -> Response[Any]:
        """Take the last answer back and show the requirement again."""
        business = find_business(session, actor, Scope.ANSWER)
        answers.undo_answer(session, business.id, requirement, clock.now(), form.get("place"))
        return see(inside(form.get("return_to"), f"/check/{requirement}"), UNDONE)


def check_page(
    request: AnyRequest,
    session: Session,
    business: Business,
    actor: Actor,
    clock: Clock,
    entry: Requirement,
    *,
    after: str = "",
    form: Form | None = None,
    faults: Sequence[Fault] = (),
) -> Response[Any]:
    """Return the page of one requirement."""
    found = checklist(session, business, clock.today())
    place = found.place_of(entry.id)
    answer = found.answers.get(entry.id)
    following = found.following(entry.id)
    return page(
        request,
        "assessments/check.html",
        status_code=422 if faults else 200,
        entry=entry,
        number=place + 1 if place is not None else None,
        found=found,
        topic=topic_of(entry),
        answer=answer,
        said=words.ANSWERS,
        places=_places(session, found, entry),
        saved=_saved(found, clock),
        after=_last_said(found, after),
        skip=f"/check/{following.id}" if following else "/check/done",
        may_answer=actor.may_for(business.id, Scope.ANSWER),
        note=form.get("note") if form else (answer.note if answer else ""),
        papers=papers.papers_of(session, business.id, entry.id),
        today=clock.today(),
        expires_on=form.get("expires_on") if form else "",
        faults=faults,
    )


def _read(session: Session, business: Business, form: Form) -> AnswerInput:
    """Return what was sent; an empty page is refused, as is a place that is not the business's."""
    data = read(AnswerInput, {name: value for name, value in form.flat().items() if name in FIELDS})
    if data.answer is None and not form.get("keep"):
        raise Invalid([NO_ANSWER])
    if data.place and data.place not in {place.id for place in list_places(session, business.id)}:
        raise NotFound
    return data


def _read_paper(form: Form, *, attached: bool) -> PaperInput:
    """Return what was said of the file; a date without one would be lost in silence."""
    said = read(PaperInput, {name: value for name, value in form.flat().items() if name in ("expires_on", "replaces")})
    if said.expires_on and not attached:
        raise Invalid([NO_FILE])
    return said


def _keep_paper(
    request: AnyRequest,
    session: Session,
    business: Business,
    entry: Requirement,
    file: Checked,
    said: PaperInput,
    clock: Clock,
) -> None:
    papers.keep_paper(
        session,
        settings_of(request).data,
        business.id,
        entry,
        file,
        clock.now(),
        expires_on=said.expires_on,
        replaces=said.replaces,
    )


def _next_address(
    session: Session, business: Business, clock: Clock, entry: Requirement, data: AnswerInput, form: Form
) -> str:
    if data.answer is AnswerValue.NOT_APPLICABLE and not data.place:
        return f"/requirements/{entry.id}/dispute"
    if data.place:
        return f"/check/{entry.id}?after={entry.id}#places"
    if form.get("return_to"):
        return inside(form.get("return_to"), f"/requirements/{entry.id}")
    following = checklist(session, business, clock.today()).following(entry.id)
    return f"/check/{following.id}?after={entry.id}" if following else f"/check/done?after={entry.id}"


def _places(session: Session, found: Checklist, entry: Requirement) -> list[dict[str, Any]]:
    """Return the places a requirement binds, with the answer at each; none where one place is enough."""
    judged = found.personal.match.judged.get(entry.id)
    if judged is None or len(judged.applies_at) < 2:
        return []
    answer = found.answers.get(entry.id)
    return [
        {"id": one.place.id, "name": one.place.name, "value": answer.at_place(one.place.id) if answer else None}
        for one in judged.applies_at
    ]


def _saved(found: Checklist, clock: Clock) -> str | None:
    """Return the time of the last answer kept today, in Moscow."""
    at = found.saved_at
    if at is None:
        return None
    local = at.astimezone(MOSCOW)
    return f"{local:%H:%M}" if local.date() == clock.today() else None


def _last_said(found: Checklist, requirement: str) -> Mapping[str, Any] | None:
    """Return the answer just given, which can be taken back."""
    answer = found.answers.get(requirement)
    item = found.personal.by_id.get(requirement)
    if answer is None or answer.value is None or item is None or all(row.before is None for row in answer.rows):
        return None
    return {"id": requirement, "title": item.requirement.title, "said": words.ANSWERS[answer.value]}


ROUTES: list[Any] = [CheckPage, DonePage, OnePage, UndoPage]
